import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { FixtureBrowser, type Opening, violations, withNode } from '../support/fixture-browser.ts';
import { describeIfMet } from '../support/requirements.ts';

const proposal = (number: number) => `governance/${number.toString(16).padStart(64, 'c')}`;
const PAGES = [
  'overview',
  'messages',
  'sync',
  'governance',
  'chain',
  'reputation',
  'tokens',
  'identity',
  'agent',
  'settings',
];

const main = (page: Page) => page.getByRole('main');
const goTo = (page: Page, hash: string): Promise<void> =>
  page.evaluate((next) => {
    location.hash = `#/${next}`;
  }, hash);
const calls = (page: Page): Promise<string[]> => page.evaluate(() => window.fixture.calls);

describeIfMet(await browserRequirement(), 'changes of the cell in the dashboard', () => {
  let fixture: FixtureBrowser;
  const open = (opening: Opening = {}) => fixture.open({ scenario: 'governance', ...opening });

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  describe('a removal', () => {
    test('is proposed from the list of members, by keyboard, after what comes of it was said', async () => {
      const page = await open({ hash: 'identity' });
      await page.getByRole('button', { name: 'What you can do about carol' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Propose removal…' }).waitFor();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Remove carol from Maple Street?' });
      const text = await dialog.innerText();
      expect(text).toContain('All 5 members vote on it, carol too, and 4 of them sign the count.');
      expect(text).toContain('Until it is decided, nothing changes.');
      expect(text).toContain('what carol signs after that receipt counts no more');
      expect(text).toContain('carol can come back by an invitation.');
      expect(await violations(page)).toEqual([]);
      await page.keyboard.type('carol moved away.');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Remove carol' }).waitFor();
      await page.getByText('carol moved away.').waitFor();
      expect(await calls(page)).toContain('governance.proposeRemoval');
    });

    test('of oneself is leaving, and asks the same vote', async () => {
      const page = await open({ hash: 'identity' });
      await page.getByRole('button', { name: 'Leave the cell…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Leave Maple Street?' });
      await dialog.getByText('You can come back by an invitation.').waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      expect(await calls(page)).not.toContain('governance.proposeRemoval');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('leave');
      await page.keyboard.press('Enter');
      await dialog.getByRole('button', { name: 'Propose removal' }).click();
      await page.getByRole('heading', { level: 1, name: 'Remove alice' }).waitFor();
    });

    test('waits where nothing may be signed, and where nobody would be left', async () => {
      const barred = await open({ scenario: 'cell-barred', hash: 'identity' });
      expect(await barred.getByRole('button', { name: 'Leave the cell…' }).isDisabled()).toBe(true);
      await main(barred).getByText('Waits until this computer may sign again.').first().waitFor();
      await barred.getByRole('button', { name: 'What you can do about bob' }).click();
      const item = barred.getByRole('menuitem', { name: 'Propose removal…' });
      expect(await item.getAttribute('aria-disabled')).toBe('true');
      const alone = await open({ scenario: 'cell-alone', hash: 'identity' });
      await main(alone).getByText('You are the only member: nobody would be left.').waitFor();
      expect(await alone.getByRole('button', { name: 'Leave the cell…' }).isDisabled()).toBe(true);
    });

    test('that the node refuses says why in the dialog', async () => {
      const page = await open({ hash: 'overview' });
      await page.keyboard.press('Control+k');
      await page.keyboard.type('removal of dave');
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Remove dave from Maple Street?' });
      await dialog.waitFor();
      await withNode(page, (node) => {
        node.carrier.call = async () => ({
          ok: false,
          error: { code: 'store-full', message: 'The disk is full.' },
        });
      });
      await dialog.getByRole('button', { name: 'Propose removal' }).click();
      await dialog.getByRole('alert').getByText('The disk is full.').waitFor();
    });
  });

  describe('the rules of the cell', () => {
    test('are shown in words, for as many members as there are', async () => {
      const page = await open({ hash: 'governance' });
      const card = page.getByRole('region', { name: 'Rules of the cell' });
      const text = await card.innerText();
      expect(text).toContain('1 day from when a member has the ballot');
      expect(text).toContain('2 min more before a member closes');
      expect(text).toContain('15 s to have a count signed');
      expect(text).toContain(
        '4 of 5 members make it final. That holds even if one of them signs two versions',
      );
    });

    test('are compared with those of now before they are proposed, and errors stand at their fields', async () => {
      const page = await open({ hash: 'governance' });
      await page.getByRole('button', { name: 'Propose other rules…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Propose other rules' });
      const submit = dialog.getByRole('button', { name: 'Open the vote, sign APPROVE' });
      await submit.click();
      await dialog.getByText('These are the rules already. Change at least one.').waitFor();
      const time = dialog.getByRole('textbox', { name: 'Time to vote' });
      await time.fill('a week');
      await dialog.getByText('Write a number, for example 2 or 1.5.').waitFor();
      expect(await dialog.getByRole('table').count()).toBe(0);
      expect(await violations(page)).toEqual([]);
      await time.fill('366');
      await dialog.getByText('At most 365 days.', { exact: true }).waitFor();
      await time.fill('3');
      await dialog.getByRole('textbox', { name: 'Shortest vote' }).fill('80');
      await dialog.getByText('At least 3 days 8 h.').waitFor();
      await dialog.getByRole('textbox', { name: 'Shortest vote' }).fill('1');
      await dialog.getByRole('textbox', { name: 'Turn of a coordinator' }).fill('0,5');
      await dialog.getByText('At least 1 s.').waitFor();
      await submit.click();
      expect(await calls(page)).not.toContain('governance.proposeRules');
      await dialog.getByRole('textbox', { name: 'Turn of a coordinator' }).fill('90');
      await dialog.getByLabel('Double signers survived').selectOption('0');
      const rows = dialog.getByRole('table', { name: 'The rules before and after' }).getByRole('row');
      expect((await rows.allInnerTexts()).map((row) => row.replaceAll(/\s+/g, ' '))).toEqual([
        'Rule Before After',
        'Time to vote 1 day 3 days',
        'Grace after that 2 min as before',
        'Turn of a coordinator 15 s 1 min 30 s',
        'Double signers survived as many as possible, now 1 0',
        'Signatures for a count 4 of 5 3 of 5',
        'Shortest vote 1 h as before',
        'Fewest who take part 3 of 5 as before',
        'Lowest share of yes more than 1/2 as before',
        'Open votes of one member 50 as before',
        'Receipts of one member a day 20000, 64 MB as before',
      ]);
      expect(await violations(page)).toEqual([]);
      await submit.click();
      await page.getByRole('heading', { level: 1, name: 'Change the rules of the cell' }).waitFor();
      const changes = page.getByRole('region', { name: 'What it changes' });
      await changes.getByRole('row', { name: 'Time to vote 1 day 3 days' }).waitFor();
      expect(await calls(page)).toContain('governance.vote');
    });

    test('are proposed from the palette; a ballot that runs for the same change is named', async () => {
      const page = await open({ scenario: 'changes', hash: 'overview' });
      await page.keyboard.press('Control+k');
      await page.keyboard.type('other rules');
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Propose other rules' });
      await dialog.getByText('P-22 is open, and members and rules change one at a time').waitFor();
    });
  });

  describe('a proposal that changes the cell', () => {
    test('says who leaves, and links the last receipt that counts', async () => {
      const page = await open({ scenario: 'changes', hash: proposal(22) });
      const card = page.getByRole('region', { name: 'What it changes' });
      const text = await card.innerText();
      expect(text).toContain('dave');
      expect(text).toContain('did:webvh:QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG');
      expect(text).toContain('What dave signs after it counts no more.');
      await card.getByRole('link', { name: 'dave 141' }).click();
      await page.getByRole('complementary', { name: 'Receipt' }).getByText('dave 141').waitFor();
    });

    test('shows rules of before and after, whatever its title says', async () => {
      const page = await open({ scenario: 'changes', hash: proposal(20) });
      await page.getByRole('heading', { level: 1, name: 'Nothing to see here' }).waitFor();
      const rows = page.getByRole('table', { name: 'The rules before and after' }).getByRole('row');
      expect((await rows.nth(1).innerText()).replaceAll(/\s+/g, ' ')).toBe('Time to vote 1 min 30 s 1 day');
    });

    test('in whose place another one was decided can be proposed again', async () => {
      const page = await open({ scenario: 'changes', hash: proposal(18) });
      await page.getByText('Expired, another ballot was decided in its place').first().waitFor();
      await page.getByText('The next attempt asks the members of now.').waitFor();
      await page.getByRole('button', { name: 'Propose again' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Propose again, sign APPROVE' }).click();
      await page.getByText('2 more votes needed').first().waitFor();
    });

    test('says who is admitted', async () => {
      const page = await open({ scenario: 'changes', hash: proposal(19) });
      const card = page.getByRole('region', { name: 'What it changes' });
      expect(await card.innerText()).toMatch(/Becomes a member\s+frank\s+Identity\s+did:webvh:QmdfTbBq/);
    });

    test('carries its kind on the board and on Overview, an ordinary one does not', async () => {
      const page = await open({ scenario: 'changes', hash: 'governance' });
      for (const kind of ['Removal', 'Rules', 'Admission']) {
        await page.getByRole('article').getByText(kind, { exact: true }).first().waitFor();
      }
      await goTo(page, 'overview');
      await page.getByRole('article').getByText('Removal', { exact: true }).waitFor();
      const plain = await open({ hash: 'governance' });
      expect(
        await plain
          .getByRole('article')
          .getByText(/^(Removal|Rules|Admission)$/)
          .count(),
      ).toBe(0);
    });
  });

  describe('a former member', () => {
    test('is told what it is, and can come back', async () => {
      const page = await open({ scenario: 'former', hash: 'overview' });
      const banner = page.getByRole('alert');
      await banner.getByRole('heading', { name: 'You are no longer a member of Maple Street' }).waitFor();
      await banner.getByRole('button', { name: 'Join a cell' }).click();
      await page.getByRole('dialog', { name: 'Join a cell' }).waitFor();
    });

    test('reads every page, and acts on none', async () => {
      const page = await open({ scenario: 'former', hash: 'overview' });
      const said: Record<string, string> = {
        overview: 'Maple Street goes on without you.',
        sync: 'The members of Maple Street sync without you.',
        tokens: 'You have no account here any more.',
        identity: 'Formerly a member of Maple Street',
        'messages/broadcast': 'Members take messages of members only, and you are no longer one.',
        governance: 'One vote is open.',
        reputation: 'Only members sign, and you are no longer one.',
      };
      for (const [hash, words] of Object.entries(said)) {
        await goTo(page, hash);
        await main(page).getByText(words).first().waitFor();
      }
      await goTo(page, 'messages/broadcast');
      expect(await page.getByRole('button', { name: /^(Send|Queue)$/ }).isDisabled()).toBe(true);
      await goTo(page, 'governance');
      expect(await page.getByRole('button', { name: 'New proposal' }).isDisabled()).toBe(true);
      expect(await page.getByRole('button', { name: 'Propose other rules…' }).isDisabled()).toBe(true);
      expect(await page.getByText('Your vote is missing').count()).toBe(0);
      await goTo(page, 'identity');
      await main(page).getByText('Formerly a member').waitFor();
      expect(await page.getByRole('button', { name: /^What you can do about/ }).count()).toBe(0);
      await page.keyboard.press('Control+k');
      await page.keyboard.type('propos');
      expect(await page.getByRole('option', { name: /removal|rules|New proposal/ }).count()).toBe(0);
    });

    test('sees how the way back goes', async () => {
      const page = await open({ scenario: 'former', hash: 'sync' });
      await main(page).getByText('Who holds what').waitFor();
      await page.getByRole('button', { name: 'Join a cell' }).click();
      const dialog = page.getByRole('dialog', { name: 'Join a cell' });
      await dialog.getByRole('textbox', { name: 'Invitation' }).fill('ghoststack://join/eyJ2IjoxfQ.a41f33d0');
      await dialog.getByRole('button', { name: 'Ask to join' }).click();
      await main(page).getByText('Connecting to the one who invited you.').waitFor();
    });
  });

  test('no page scrolls sideways down to 640 px', async () => {
    const overflow = (page: Page) =>
      main(page).evaluate((element) => element.scrollWidth - element.clientWidth);
    const former = await open({ scenario: 'former', width: 640, height: 800, hash: 'overview' });
    for (const hash of PAGES) {
      await goTo(former, hash);
      await former.getByRole('heading', { level: 1, name: new RegExp(hash, 'i') }).waitFor();
      // The map on Sync measures its room in the first frame, and fits in the second.
      await expect.poll(() => overflow(former), { message: `former ${hash}` }).toBe(0);
    }
    for (const hash of ['governance', 'identity', proposal(22), proposal(20)]) {
      const changes = await open({ scenario: 'changes', width: 640, height: 800, hash });
      await changes
        .getByText(/P-22|Members’ keys|What it changes/)
        .first()
        .waitFor();
      expect(await overflow(changes), hash).toBe(0);
    }
    const page = await open({ width: 640, height: 800, hash: 'governance' });
    await page.getByRole('button', { name: 'Propose other rules…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('table').waitFor();
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  });

  describe.each([
    ['light', false],
    ['dark', true],
  ] as const)('%s', (_, dark) => {
    test('axe objects to nothing on the pages of a former member', async () => {
      const page = await open({ scenario: 'former', dark, hash: 'overview' });
      for (const hash of PAGES) {
        await goTo(page, hash);
        await page.getByRole('heading', { level: 1, name: new RegExp(hash, 'i') }).waitFor();
        expect(await violations(page), hash).toEqual([]);
      }
    });

    test('nor on changes of the cell and where they begin', async () => {
      for (const hash of ['governance', 'identity', proposal(22), proposal(20), proposal(19)]) {
        const page = await open({ scenario: 'changes', hash, dark });
        await page
          .getByText(/P-22|Members’ keys|What it changes/)
          .first()
          .waitFor();
        expect(await violations(page), hash).toEqual([]);
      }
    });
  });
});
