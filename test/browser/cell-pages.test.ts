import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { FixtureBrowser, type Opening, violations, withNode } from '../support/fixture-browser.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const LINK = 'ghoststack://join/eyJ2IjoxfQ.a41f33d0';

/** How far the page or its main part can be scrolled sideways, in pixels. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    const inMain = main ? main.scrollWidth - main.clientWidth : 0;
    return Math.max(inMain, document.documentElement.scrollWidth - window.innerWidth);
  });

const goTo = (page: Page, hash: string): Promise<void> =>
  page.evaluate((next) => {
    location.hash = `#/${next}`;
  }, hash);

const focusedName = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);

const main = (page: Page) => page.getByRole('main');

describeIfMet(await browserRequirement(), 'the pages of a cell', () => {
  let fixture: FixtureBrowser;
  const open = (opening?: Opening) => fixture.open({ scenario: 'cell', ...opening });

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  describe.each([
    ['light', false],
    ['dark', true],
  ])('in %s', (_theme, dark) => {
    test('axe objects to nothing on Sync, Chain and Identity', async () => {
      const page = await open({ hash: 'sync', dark });
      await main(page).getByText('Who holds what').waitFor();
      expect(await violations(page), 'sync').toEqual([]);
      await goTo(page, 'chain');
      await page.getByRole('link', { name: 'alice 227' }).click();
      await page.getByRole('button', { name: 'Show raw' }).click();
      await page.getByRole('region', { name: 'The receipt as it was signed' }).waitFor();
      expect(await violations(page), 'chain').toEqual([]);
      await goTo(page, 'identity');
      await page.getByRole('button', { name: 'Show as JSON' }).click();
      expect(await violations(page), 'identity').toEqual([]);
    });

    test('nor in the states of a cell besides the usual', async () => {
      // Each state once: the themes differ in colours only, and those are checked on every page.
      const states = dark
        ? ['cell-asked sync', 'joining sync', 'alone sync']
        : ['cell-alone sync', 'cell-asked overview', 'cell-barred overview', 'joining-refused sync'];
      for (const state of states) {
        const [scenario = '', hash = ''] = state.split(' ');
        expect(await violations(await open({ scenario, hash, dark })), state).toEqual([]);
      }
    });
  });

  test('no page scrolls sideways down to 640 px', async () => {
    for (const width of [640, 900]) {
      const page = await open({ width, height: 700, hash: 'sync' });
      for (const hash of ['sync', 'chain', 'identity', 'overview', 'messages', 'settings']) {
        await goTo(page, hash);
        await page.getByRole('heading', { level: 1, name: new RegExp(hash, 'i') }).waitFor();
        expect(await overflow(page), `${hash} at ${width}`).toBe(0);
      }
    }
  });

  describe('the way into a cell', () => {
    test('begins in the first start: an invitation, six words, and the wait for admission', async () => {
      const page = await open({ scenario: 'setup', hash: '' });
      await page.getByRole('textbox', { name: 'Name' }).fill('bob');
      await page.keyboard.press('Enter');
      await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('correct horse');
      await page.getByRole('textbox', { name: 'Passphrase again' }).fill('correct horse');
      await page.getByRole('button', { name: 'Create my key' }).click();
      await page.getByRole('heading', { name: 'Where do you want to start?' }).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Ask to join' }).click();
      await page.getByText('Paste the whole invitation').waitFor();
      const field = page.getByRole('textbox', { name: 'Invitation' });
      await field.fill('something else');
      await page.keyboard.press('Enter');
      await page.getByText('This invitation cannot be read').waitFor();
      await field.fill(LINK);
      await page.getByText('erin invites you to Maple Street, until').waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('Connecting to the one who invited you.').waitFor();
      await withNode(page, (node) =>
        node.push({
          joining: {
            cellName: 'Maple Street',
            inviter: 'erin',
            words: ['amber', 'canoe', 'north', 'violet', 'seven', 'kettle'],
            state: 'comparing',
            standing: { compared: true, state: 'asking', ballot: null, clockAheadMs: null },
            trouble: null,
            sinceMs: Date.now(),
          },
        }),
      );
      await page.getByRole('heading', { name: 'Joining Maple Street' }).waitFor();
      const words = page.getByRole('list', { name: 'Six words to compare' });
      expect(await words.getByRole('listitem').count()).toBe(6);
      await page.getByRole('button', { name: 'They are the same' }).click();
      await page.getByRole('button', { name: 'They are the same' }).waitFor({ state: 'detached' });
      await page.getByText('Waiting for erin to accept.').waitFor();
      expect(await page.evaluate(() => window.fixture.calls)).toContain('cell.confirmWords');
    });

    test('words that differ end it, and another invitation may follow', async () => {
      const page = await open({ scenario: 'joining', hash: 'overview' });
      await page.getByRole('button', { name: 'Compare six words' }).click();
      await page.getByRole('button', { name: 'They differ' }).click();
      await main(page).getByText('The words differ: somebody may sit between the two computers.').waitFor();
      await page.getByRole('button', { name: 'Try another invitation' }).click();
      await page.getByRole('button', { name: 'Join a cell' }).click();
      await page.getByRole('dialog', { name: 'Join a cell' }).waitFor();
    });

    test('founding asks for a name, says what becomes of peers, and opens Sync with seven seats', async () => {
      const page = await open({ scenario: 'street', hash: 'sync' });
      await page.getByRole('button', { name: 'Found a cell' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Your 4 peers are not taken along').waitFor();
      await dialog.getByRole('button', { name: 'Found the cell' }).click();
      await dialog.getByText('Give the cell a name.').waitFor();
      await dialog.getByRole('textbox', { name: 'Name of the cell' }).fill('Oak Lane');
      await dialog.getByRole('button', { name: 'Found Oak Lane' }).click();
      await page.getByText('You are the only member of Oak Lane.').first().waitFor();
      await page.getByRole('img', { name: 'Seven seats, 1 taken.' }).waitFor();
      await page.getByRole('button', { name: /^Oak Lane\s*1 of 7 seats taken/ }).waitFor();
    });
  });

  describe('inviting', () => {
    test('makes a link, a code and a picture, copies them, and withdraws them', async () => {
      const page = await open({ hash: 'messages' });
      await page.getByRole('button', { name: 'New message or invitation' }).click();
      await page.getByRole('menuitem', { name: 'Invite someone' }).click();
      const dialog = page.getByRole('dialog', { name: 'Invite someone to Maple Street' });
      await dialog.getByRole('img', { name: /QR picture/ }).waitFor();
      await dialog.getByText('It expires Fri 15 May, 17:42.').waitFor();
      await dialog.getByRole('radio', { name: '7 days' }).check();
      await dialog.getByRole('button', { name: 'Make another' }).click();
      await dialog.getByText('It expires Thu 21 May, 17:42.').waitFor();
      await dialog.getByRole('button', { name: 'Copy link' }).click();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^ghoststack:\/\/join\//);
      expect(await violations(page)).toEqual([]);
      for (const left of [1, 0]) {
        await dialog.getByRole('button', { name: 'Withdraw' }).first().click();
        await pollUntil(
          () => dialog.getByRole('button', { name: 'Withdraw' }).count(),
          (count) => count === left,
        );
      }
      // What was withdrawn is not made again unasked.
      await dialog.getByRole('button', { name: 'Make an invitation' }).waitFor();
    });

    test('is refused in a full cell, with the way out', async () => {
      const page = await open({ scenario: 'cell-full', hash: 'sync' });
      await main(page).getByRole('button', { name: 'Invite someone' }).click();
      await page.getByText('Maple Street has 7 members, the most a cell can have. Fork it').waitFor();
      expect(await page.getByRole('button', { name: 'Make an invitation' }).count()).toBe(0);
    });

    test('one’s own newcomer is accepted after six words, another’s by two clicks', async () => {
      const page = await open({ scenario: 'cell-asked', hash: 'overview' });
      await page.getByText('2 people ask to join.').first().waitFor();
      await page.getByRole('list', { name: 'Six words to compare with frank' }).waitFor();
      await page.getByRole('button', { name: 'Accept' }).click();
      await page.getByText('frank asks to join').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Approve' }).click();
      const sign = page.getByRole('button', { name: 'Sign APPROVE as alice' });
      await sign.waitFor();
      expect(await sign.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.press('Enter');
      await page.getByText('erin proposes to admit grace').waitFor({ state: 'detached' });
      await goTo(page, 'sync');
      await page.getByText('You accepted frank').waitFor();
      expect(await page.getByText('Waiting for the votes of dave: 1 more approval').count()).toBe(2);
    });

    test('waits while this computer may not sign, and says why', async () => {
      const page = await open({ scenario: 'cell-barred', hash: 'sync' });
      await page.getByRole('alert').getByText('This is an older copy of your node').waitFor();
      await page.getByText('Reading only', { exact: true }).waitFor();
      await main(page).getByRole('button', { name: 'Invite someone' }).click();
      expect(await page.getByRole('button', { name: 'Make an invitation' }).isDisabled()).toBe(true);
      await page.getByText('Waits until this computer may sign again.').waitFor();
    });

    test('signs again without all answers only by a second, plain decision', async () => {
      const page = await open({ scenario: 'cell-barred', hash: 'sync' });
      await page.getByRole('button', { name: 'Sign again…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Sign again without their answer?' });
      await dialog.getByText('It signs nothing until bob has answered').waitFor();
      expect(await violations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Go on waiting' }).click();
      await page.getByText('Reading only', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Sign again…' }).click();
      await dialog.getByRole('button', { name: 'Sign again', exact: true }).click();
      await page.getByText('Reading only', { exact: true }).waitFor({ state: 'detached' });
    });
  });

  describe('Sync', () => {
    test('says of each peer how it is, why, and what can be done', async () => {
      const page = await open({ hash: 'sync' });
      const text = await main(page).innerText();
      expect(text).toContain('2 of 4 peers are in sync. bob has been offline for 3 h');
      expect(text).toContain('Offline, last seen 3 h ago.');
      expect(text).toContain('Clock 4 min ahead of yours.');
      await page.getByRole('button', { name: 'Try now, bob' }).click();
      expect(await page.evaluate(() => window.fixture.calls)).toContain('peers.syncNow');
      await page.getByRole('switch', { name: 'Online' }).last().click();
      await page.getByText('You are offline on purpose.').first().waitFor();
    });

    test('an address by hand is checked, and belongs to the member chosen', async () => {
      const page = await open({ hash: 'sync' });
      await page.getByRole('button', { name: 'Add address' }).click();
      const dialog = page.getByRole('dialog', { name: 'Address of a member' });
      expect(await dialog.getByLabel('Member').innerText()).toContain('dave');
      await dialog.getByRole('textbox', { name: 'Address' }).fill('192.168.1.500');
      await dialog.getByRole('button', { name: 'Save address' }).click();
      await dialog.getByText('is no IPv4 address').waitFor();
      await dialog.getByRole('textbox', { name: 'Address' }).fill('[fe80::1%eth0]:4001');
      await dialog.getByRole('button', { name: 'Save address' }).click();
      await page.getByText('Address of dave saved').waitFor();
    });

    test('who holds what is a table that the arrow keys walk through, and that speaks whole sentences', async () => {
      const page = await open({ hash: 'sync' });
      const table = page.getByRole('table', { name: /^Who holds what/ });
      await table.getByRole('cell', { name: 'carol lacks 12 of alice' }).waitFor();
      expect(await table.getByRole('rowheader').allInnerTexts()).toEqual([
        'alice',
        'bob',
        'carol',
        'dave',
        'erin',
        'All',
        'Carries',
      ]);
      await table.getByRole('cell', { name: 'Carries 12 messages for others, 1.4 MB' }).waitFor();
      await table.getByRole('cell', { name: 'Was given 2 of your messages for bob.' }).waitFor();
      await main(page).getByText('Last pass 17:42:06. Was given 2 of your messages for bob.').waitFor();
      expect(await table.innerText()).toContain('14, as of 14:40');
      await table.getByRole('cell', { name: 'alice wrote these' }).focus();
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowUp']) {
        await page.keyboard.press(key);
      }
      expect(await page.evaluate(() => document.activeElement?.getAttribute('title'))).toBe(
        'carol lacks 6 of bob',
      );
    });

    test('T turns map and bars into tables', async () => {
      const page = await open({ hash: 'sync' });
      await page.getByRole('img', { name: /^Map of Maple Street: alice and 4 other members/ }).waitFor();
      await page.keyboard.press('t');
      await page
        .getByRole('table', { name: 'Map' })
        .getByRole('row', { name: /^erin .* 2 of yours$/ })
        .waitFor();
      await page.getByRole('table', { name: /^Items that went over per hour/ }).waitFor();
    });
  });

  test('Settings say what is carried for others, what carriers learn, and take less or nothing', async () => {
    const page = await open({ hash: 'settings' });
    await main(page).getByText('Carries 12 messages for others, 1.4 MB.').waitFor();
    await main(page)
      .getByText(/^Whoever carries learns sender, recipient, size, time/)
      .waitFor();
    await page.getByLabel('Room for each member').selectOption({ label: '4 MB' });
    await pollUntil(
      () => page.evaluate(() => window.fixture.slices.settings.carryMib),
      (mib) => mib === 4,
    );
    await page.getByRole('switch', { name: 'Carry for others' }).click();
    await page.getByLabel('Room for each member').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => window.fixture.slices.settings.carryForOthers)).toBe(false);
    await main(page)
      .getByText(/and takes no more: it is switched off\.$/)
      .waitFor();
  });

  describe('Chain', () => {
    test('claims that all is intact only after it was verified', async () => {
      const page = await open({ hash: 'chain' });
      await main(page).getByText('853 receipts are here.').first().waitFor();
      await page.getByRole('button', { name: 'Verify all' }).click();
      await main(page).getByText('All 853 receipts are intact.').first().waitFor();
      await withNode(page, (node) =>
        node.push({ cell: node.slices.cell ? { ...node.slices.cell, receipts: 854 } : null }),
      );
      await main(page).getByText('853 receipts were intact at 17:42.').first().waitFor();
    });

    test('shows what news come in, also while it is still reading', async () => {
      const page = await open({ hash: 'chain' });
      await page.getByRole('link', { name: 'erin 198' }).waitFor();
      await withNode(page, (node) => {
        for (const receipts of [900, 950]) {
          if (node.slices.cell) node.push({ cell: { ...node.slices.cell, receipts } });
        }
      });
      await page.getByRole('group', { name: /receipts \d+ to 950 of 950/ }).waitFor();
    });

    test('a receipt is chosen in the lanes by keyboard, and shows its four checks', async () => {
      const page = await open({ hash: 'chain' });
      const blocks = page.getByRole('group', { name: /^Feeds of 5 authors/ }).getByRole('button');
      await blocks.last().focus();
      expect(await focusedName(page)).toMatch(/^erin 198, Close/);
      await page.keyboard.press('ArrowUp');
      expect(await focusedName(page)).toMatch(/^dave 141/);
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      const inspector = page.getByRole('complementary', { name: 'Receipt' });
      await inspector.getByRole('heading', { name: 'dave 140' }).waitFor();
      for (const check of ['Hash matches', 'Signature is dave', 'Follows dave 139', 'it counts']) {
        await inspector.getByText(check).waitFor();
      }
      await inspector.getByRole('link', { name: 'alice 225' }).click();
      await inspector.getByRole('heading', { name: 'alice 225' }).waitFor();
      await page.keyboard.press('Escape');
      await inspector.getByText('Choose a receipt').waitFor();
    });

    test('receipts are filtered by author and kind, and only what is seen is drawn', async () => {
      const page = await open({ hash: 'chain' });
      await page.locator('tr[data-row]').nth(20).waitFor();
      expect(await page.locator('tr[data-row]').count()).toBeLessThan(100);
      await page.getByLabel('Author', { exact: true }).selectOption('bob');
      await page.getByLabel('Kind of receipt').selectOption('Vote');
      const rows = page.getByRole('table', { name: 'Receipts' }).locator('tr[data-row]');
      await rows.first().getByText('bob 141').waitFor();
      for (const row of (await rows.allInnerTexts()).slice(0, 12)) expect(row).toMatch(/bob \d+\s+Vote/);
    });

    test('a receipt that does not count says why', async () => {
      const page = await open({ hash: 'chain' });
      await page.locator('tr[data-row]', { hasText: 'does not count' }).first().click();
      const inspector = page.getByRole('complementary', { name: 'Receipt' });
      await inspector.getByText('its author has closed already').waitFor();
    });

    test('the log is exported as a file', async () => {
      const page = await open({ hash: 'chain' });
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('maple-street-log.jsonl');
      await page.getByText('The export is ready: maple-street-log.jsonl').waitFor();
    });

    test('in a narrow window the receipt is a sheet, which Esc closes', async () => {
      const page = await open({ hash: 'chain', width: 900, height: 700 });
      await page.getByRole('link', { name: 'alice 227' }).click();
      const sheet = page.getByRole('dialog', { name: 'Receipt' });
      await sheet.getByText('Rules were met, it counts').waitFor();
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
      expect(await page.evaluate(() => location.hash)).toBe('#/chain');
    });
  });

  test('Identity shows document, log and the keys of members', async () => {
    const page = await open({ hash: 'identity' });
    await page.getByText('Founder of Maple Street').waitFor();
    const log = page.getByRole('table', { name: 'Log of the document' });
    await log.getByText('the key that may update; a promise of 2 next keys').waitFor();
    const members = page.getByRole('table', { name: 'Members’ keys' });
    expect(await members.locator('tr[data-row]').count()).toBe(4);
    await members.getByRole('button', { name: 'Copy the identity of bob' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^did:key:z6Mkjchh/);
  });

  test('in a cell nobody is added by identity or removed', async () => {
    const page = await open({ hash: 'settings' });
    await page.getByRole('heading', { name: 'Members' }).waitFor();
    expect(await page.getByRole('button', { name: /Add a peer|^Remove/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Address of bob' }).click();
    await page.getByRole('dialog', { name: 'Address of bob' }).waitFor();
  });
});
