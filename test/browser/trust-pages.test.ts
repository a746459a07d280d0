import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { FixtureBrowser, type Opening, violations, withNode } from '../support/fixture-browser.ts';
import { describeIfMet } from '../support/requirements.ts';

const main = (page: Page) => page.getByRole('main');
const graph = (page: Page) => main(page).getByRole('group', { name: /^Graph of/ });

/** The texts of a table, row by row. */
const rowsOf = (page: Page, label: string): Promise<string[][]> =>
  main(page)
    .getByRole('table', { name: label })
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const content = document.querySelector('main');
    const inMain = content ? content.scrollWidth - content.clientWidth : 0;
    return Math.max(inMain, document.documentElement.scrollWidth - window.innerWidth);
  });

/** Every name of the cell that is carol's becomes 64 characters that turn, hide, grow and look like markup. */
const renameCarol = (page: Page): Promise<void> =>
  withNode(page, (fixture) => {
    const hostile = `\u202E<b>${'W'.repeat(30)}\u0000\u200B{n}&amp;${'Z\u0301\u0323\u0330'.repeat(6)}`.slice(
      0,
      64,
    );
    const renamed = <T>(value: T): T =>
      JSON.parse(
        JSON.stringify(value).replaceAll('"name":"carol"', `"name":${JSON.stringify(hostile)}`),
      ) as T;
    const { cell, trust, peers } = fixture.slices;
    fixture.push({ cell: renamed(cell), trust: renamed(trust), peers: renamed(peers) });
  });

describeIfMet(await browserRequirement(), 'trust and tokens in the dashboard', () => {
  let fixture: FixtureBrowser;
  const open = (opening: Opening = {}) => fixture.open({ scenario: 'governance', ...opening });

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  describe.each([
    ['light', false],
    ['dark', true],
  ] as const)('in %s', (_, dark) => {
    test('axe objects to nothing, also in the dialogs and in an empty cell', async () => {
      const page = await open({ hash: 'reputation', dark });
      await graph(page).waitFor();
      await main(page).getByText('Every member’s base').waitFor();
      expect(await violations(page), 'graph').toEqual([]);
      await page.getByRole('radio', { name: 'Table' }).check();
      expect(await violations(page), 'table').toEqual([]);
      await page.getByRole('button', { name: 'Endorse someone' }).click();
      expect(await violations(page), 'endorse').toEqual([]);
      const tokens = await open({ hash: 'tokens', dark });
      await tokens.getByText('Joined the cell').waitFor();
      expect(await violations(tokens), 'tokens').toEqual([]);
      await tokens.getByRole('button', { name: 'Send tokens' }).click();
      await tokens.getByRole('button', { name: 'Send to bob' }).click();
      expect(await violations(tokens), 'transfer').toEqual([]);
      for (const hash of ['reputation', 'tokens']) {
        const fresh = await open({ scenario: 'governance-fresh', hash, dark });
        expect(await violations(fresh), `fresh ${hash}`).toEqual([]);
      }
    });
  });

  test('no page scrolls sideways down to 640 px, whatever a member is called', async () => {
    for (const width of [640, 900, 1100]) {
      for (const hash of ['reputation', 'tokens']) {
        const page = await open({ hash, width, height: 800 });
        await page.getByText('alice').first().waitFor();
        await renameCarol(page);
        await main(page).getByText('U+202E').first().waitFor();
        expect(await overflow(page), `${hash} at ${width}`).toBe(0);
        await page.keyboard.press('t');
        expect(await overflow(page), `${hash} as a table at ${width}`).toBe(0);
      }
    }
  });

  test('a hostile name is shown as text: nothing of it turns, hides or becomes markup', async () => {
    const page = await open({ hash: 'reputation' });
    await renameCarol(page);
    await main(page).getByText('U+202E').first().waitFor();
    const text = await main(page).innerText();
    expect(text).not.toMatch(/[\u200B\u202E]/);
    expect(text).toContain('⟨U+202E⟩<b>W');
    await page.getByRole('button', { name: 'Endorse someone' }).click();
    expect(await page.getByRole('dialog').innerText()).not.toMatch(/[\u200B\u202E]/);
    expect(await violations(page)).toEqual([]);
  });

  describe('reputation', () => {
    test('graph, table and explained score say the same numbers', async () => {
      const page = await open({ hash: 'reputation' });
      await graph(page).waitFor();
      const named = (await graph(page).getAttribute('aria-label')) ?? '';
      const ranks = await rowsOf(page, 'Members by score');
      for (const [member = '', score = ''] of ranks) {
        const name = member.replace(/^\d\w|you$/g, '');
        expect(named).toContain(`${name} ${score}`);
        await graph(page)
          .getByRole('link', { name: `${name} ${score}` })
          .waitFor();
      }
      const lines = await graph(page).locator('g > g').count();
      const dashed = await graph(page).locator('path[stroke-dasharray]').count();
      await page.keyboard.press('t');
      const edges = await rowsOf(page, 'Who vouches for whom');
      expect(edges).toHaveLength(lines);
      expect(edges.filter(([, , , , state]) => state === 'nearly faded')).toHaveLength(dashed);
      expect(named).toContain(`${ranks.length} members and ${edges.length} endorsements`);

      for (const [member = '', score = ''] of ranks) {
        const name = member.replace(/^\d\w|you$/g, '');
        await main(page).getByRole('table', { name: 'Members by score' }).getByRole('link', { name }).click();
        await main(page).getByRole('heading', { level: 2, name }).waitFor();
        const parts = await main(page)
          .locator('li:has(b)')
          .evaluateAll((items) =>
            items.map((item) => [item.querySelector('p')?.textContent, item.querySelector('b')?.textContent]),
          );
        const adds = edges.filter(([, to]) => to === name).map(([from, , , by]) => [`from ${from}`, by]);
        expect(parts.slice(1).sort(), name).toEqual(adds.sort());
        const sum = parts.reduce((total, [, part]) => total + Math.round(Number(part) * 10), 0);
        expect(sum, name).toBe(Math.round(Number(score) * 10));
      }
    });

    test('arrows go from member to member, Enter selects, and what comes in is lit', async () => {
      const page = await open({ hash: 'reputation' });
      const selected = graph(page).getByRole('link').and(page.locator('[aria-current=true]'));
      expect(await selected.textContent()).toMatch(/^carol/);
      await graph(page)
        .getByRole('link', { name: /^alice/ })
        .focus();
      const seen = new Set<string>();
      for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowDown', 'ArrowLeft']) {
        await page.keyboard.press(key);
        const name = await page.evaluate(() => document.activeElement?.textContent);
        expect(name).toMatch(/^(alice|bob|carol|dave|erin) \d/);
        seen.add(name ?? '');
      }
      expect(seen.size).toBeGreaterThan(2);
      await graph(page).getByRole('link', { name: /^dave/ }).focus();
      await page.keyboard.press('Enter');
      await main(page).getByRole('heading', { level: 2, name: 'dave' }).waitFor();
      expect(await selected.textContent()).toMatch(/^dave/);
      // One stop for Tab in the graph, whichever member had the focus.
      expect(await graph(page).locator('a[tabindex="0"]').count()).toBeLessThanOrEqual(1);
    });

    test('the drawing stands still when a score changes', async () => {
      const page = await open({ hash: 'reputation' });
      const places = () =>
        graph(page)
          .locator('circle')
          .evaluateAll((all) => all.map((one) => `${one.getAttribute('cx')} ${one.getAttribute('cy')}`));
      const before = await places();
      await withNode(page, (node) => {
        const { trust } = node.slices;
        if (!trust) return;
        const ranks = trust.ranks.map((one) => ({ ...one, score: one.score - 10_000_000 }));
        node.push({ trust: { ...trust, ranks } });
      });
      await page.getByText('carol is trusted most, with 25.1 of 100.').first().waitFor();
      expect(await places()).toEqual(before);
    });

    test('somebody is endorsed with a chosen strength, and a refusal stands in the dialog', async () => {
      const page = await open({ hash: 'reputation' });
      await page.getByRole('button', { name: 'Endorse someone' }).click();
      const dialog = page.getByRole('dialog', { name: 'Endorse someone' });
      await dialog.getByLabel('Member').selectOption({ label: 'erin' });
      expect(await dialog.getByLabel('Member').locator('option').allInnerTexts()).not.toContain('alice');
      const strength = dialog.getByRole('slider', { name: 'Strength' });
      await strength.focus();
      await page.keyboard.press('Home');
      await dialog.getByText('Choose a strength above 0.').waitFor();
      expect(await dialog.getByRole('button', { name: 'Endorse erin' }).isDisabled()).toBe(true);
      for (let press = 0; press < 8; press += 1) await page.keyboard.press('ArrowRight');
      expect(await dialog.getByText('0.40').count()).toBe(1);
      await page.evaluate(() => {
        const { carrier } = window.fixture;
        const { call } = carrier;
        carrier.call = async (name, input) => {
          if (name !== 'trust.endorse') return call(name, input);
          carrier.call = call;
          return { ok: false, error: { code: 'key-locked', message: 'The key is locked.' } };
        };
      });
      await dialog.getByRole('button', { name: 'Endorse erin' }).click();
      await dialog.getByText('The key is locked.').waitFor();
      await dialog.getByRole('button', { name: 'Endorse erin' }).click();
      await page.getByText('You vouch for erin now').waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.keyboard.press('t');
      const edge = (await rowsOf(page, 'Who vouches for whom')).find(
        ([from, to]) => from === 'alice' && to === 'erin',
      );
      expect(edge?.[2]).toBe('0.40');
    });

    test('one’s own endorsement is renewed and withdrawn beside the score', async () => {
      const page = await open({ hash: 'reputation' });
      await main(page).getByRole('link', { name: 'alice 170' }).waitFor();
      await main(page).getByRole('button', { name: 'Withdraw' }).click();
      await main(page).getByText('You have not vouched for carol.').waitFor();
      await main(page).getByRole('button', { name: 'Endorse carol' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Endorse carol' }).click();
      await page.getByText('You vouch for carol now').waitFor();
      expect(
        await page.evaluate(() => window.fixture.calls.filter((one) => one === 'trust.endorse')),
      ).toHaveLength(2);
    });

    test('where nothing may be signed, says why', async () => {
      const page = await open({ hash: 'reputation' });
      await withNode(page, (node) => {
        const { cell } = node.slices;
        if (cell)
          node.push({
            cell: {
              ...cell,
              signingBarred: { key: 'error.twin.proved', params: { address: '10.0.0.2:4001' } },
            },
          });
      });
      await main(page)
        .getByText("A second node with this node's key runs at 10.0.0.2:4001.")
        .first()
        .waitFor();
      for (const name of ['Endorse someone', 'Renew', 'Withdraw']) {
        expect(await main(page).getByRole('button', { name }).isDisabled(), name).toBe(true);
      }
    });

    test('an empty cell has a drawing and the first endorsement as its action', async () => {
      const page = await open({ scenario: 'governance-fresh', hash: 'reputation' });
      await page.getByText('Nobody vouches for anybody yet.').first().waitFor();
      await page.getByRole('heading', { name: 'Vouch for somebody' }).waitFor();
      await page.getByRole('button', { name: 'Endorse someone' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Endorse bob' }).click();
      await graph(page).waitFor();
    });
  });

  describe('tokens', () => {
    test('every row’s balance is the one below and its change, and names its receipt', async () => {
      const page = await open({ hash: 'tokens' });
      await main(page).getByText('13 changes since').waitFor();
      const rows = await rowsOf(page, 'Statement');
      const number = (text = '') => Number(text.replace('−', '-').replace('+', ''));
      rows.forEach(([when, , delta, balance, receipt], index) => {
        const before = number(rows[index + 1]?.[3] ?? '0');
        expect(number(balance), when).toBe(before + number(delta));
        expect(receipt).toMatch(/^(alice|carol) \d+$/);
      });
      await page.getByText(`You have ${rows[0]?.[3]} tokens.`).first().waitFor();
      await main(page).getByRole('link', { name: 'carol 131' }).click();
      await page.waitForURL(/#\/chain\/[0-9a-f]{64}$/);
    });

    test('of a long statement, earlier changes come page by page, and only what is seen is drawn', async () => {
      const page = await open({ scenario: 'governance-long', hash: 'tokens' });
      await main(page).getByText('100 of 250 shown').waitFor();
      await main(page).getByRole('button', { name: 'Show earlier changes' }).click();
      await main(page).getByText('200 of 250 shown').waitFor();
      expect((await rowsOf(page, 'Statement')).length).toBeLessThan(120);
      await main(page).getByRole('button', { name: 'Show earlier changes' }).click();
      await main(page).getByText('250 changes since').waitFor();
      expect(await main(page).getByRole('button', { name: 'Show earlier changes' }).count()).toBe(0);
    });

    test('the statement is exported whole', async () => {
      const page = await open({ scenario: 'governance-long', hash: 'tokens' });
      const download = page.waitForEvent('download');
      await main(page).getByRole('button', { name: 'Export' }).click();
      const saved = await download;
      expect(saved.suggestedFilename()).toBe('ghoststack-tokens.csv');
      const chunks: Buffer[] = [];
      for await (const chunk of await saved.createReadStream()) chunks.push(chunk as Buffer);
      const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split('\r\n');
      expect(lines).toHaveLength(251);
      expect(lines[1]).toContain('"Joined the cell","100","100","alice 0"');
    });

    test('a transfer is refused in words until it can be made, and then stands in the statement', async () => {
      const page = await open({ hash: 'tokens' });
      await page.getByRole('button', { name: 'Send tokens' }).click();
      const dialog = page.getByRole('dialog', { name: 'Send tokens' });
      const amount = dialog.getByRole('textbox', { name: 'Amount' });
      expect(await amount.evaluate((one) => one === document.activeElement)).toBe(true);
      // Nobody sends to oneself: the own name is not offered.
      const names = await dialog.getByLabel('To').locator('option').allInnerTexts();
      expect(names).toEqual(['bob', 'carol', 'dave', 'erin']);
      for (const [text, words] of [
        ['2.5', 'Tokens are whole. Write a number from 1, without a fraction.'],
        ['0', 'Tokens are whole.'],
        ['161', 'That is more than the 160 tokens that you have.'],
      ] as const) {
        await amount.fill(text);
        await page.keyboard.press('Enter');
        await dialog.getByText(words).waitFor();
        expect(await amount.getAttribute('aria-invalid')).toBe('true');
      }
      expect(await page.evaluate(() => window.fixture.calls.includes('tokens.transfer'))).toBe(false);
      await dialog.getByLabel('To').selectOption({ label: 'dave' });
      await dialog.getByRole('textbox', { name: 'What for' }).fill('for the rope');
      await amount.fill('10');
      await page.keyboard.press('Enter');
      await page.getByText('10 tokens sent to dave').waitFor();
      await main(page).getByText('14 changes since').waitFor();
      const [first] = await rowsOf(page, 'Statement');
      expect(first?.slice(1, 4)).toEqual(['Sent to dave, “for the rope”', '−10', '150']);
      await page.getByText('You have 150 tokens.').first().waitFor();
    });

    test('what the node refuses stands in the dialog', async () => {
      const page = await open({ hash: 'tokens' });
      await page.getByRole('button', { name: 'Send tokens' }).click();
      await page.evaluate(() => {
        const { carrier } = window.fixture;
        const { call } = carrier;
        carrier.call = async (name, input) =>
          name === 'tokens.transfer'
            ? { ok: false, error: { code: 'conflict', message: 'You have 3 tokens, so you cannot send 5.' } }
            : call(name, input);
      });
      await page.getByRole('dialog').getByRole('textbox', { name: 'Amount' }).fill('5');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('You have 3 tokens, so you cannot send 5.').waitFor();
    });

    test('a debt is said as one, and nothing can be sent from it', async () => {
      const page = await open({ hash: 'tokens' });
      await withNode(page, (node) => {
        const { trust } = node.slices;
        if (!trust) return;
        const balances = trust.balances.map((one) => (one.me ? { ...one, balance: -12 } : one));
        node.push({ trust: { ...trust, balances } });
      });
      await page.getByText('You owe 12 tokens.').first().waitFor();
      await page.getByRole('button', { name: 'Send tokens' }).click();
      await page.getByRole('textbox', { name: 'Amount' }).fill('1');
      await page.keyboard.press('Enter');
      await page.getByText('That is more than the 0 tokens that you have.').waitFor();
    });

    test('in an empty cell there is the beginning of a statement; without a cell, what it would be', async () => {
      const page = await open({ scenario: 'governance-fresh', hash: 'tokens' });
      await page.getByText('You have 100 tokens.').first().waitFor();
      await main(page).getByText('1 change since').waitFor();
      expect(await rowsOf(page, 'Statement')).toHaveLength(1);
      const none = await fixture.open({ scenario: 'alone', hash: 'tokens' });
      await none.getByText('A cell gives 100 to each member who joins.').first().waitFor();
    });

    test('a member who is alone in the cell is told that nobody can be sent to', async () => {
      const page = await open({ scenario: 'governance-fresh', hash: 'tokens' });
      await withNode(page, (node) => {
        const { trust } = node.slices;
        if (trust) node.push({ trust: { ...trust, balances: trust.balances.filter(({ me }) => me) } });
      });
      await main(page).getByText('Nobody else is in the cell yet.').waitFor();
      expect(await main(page).getByRole('button', { name: 'Send tokens' }).isDisabled()).toBe(true);
    });
  });
});
