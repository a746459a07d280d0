import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { FixtureBrowser, type Opening, violations, withNode } from '../support/fixture-browser.ts';
import { describeIfMet } from '../support/requirements.ts';

const proposal = (number: number) => `governance/${number.toString(16).padStart(64, 'c')}`;
const VOTING = proposal(14);

describeIfMet(await browserRequirement(), 'deciding in the dashboard', () => {
  let fixture: FixtureBrowser;
  const open = (opening: Opening = {}) => fixture.open({ scenario: 'governance', ...opening });

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  describe('a vote', () => {
    test('takes two clicks, and then climbs its ladder', async () => {
      const page = await open({ hash: VOTING });
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      const sign = page.getByRole('button', { name: 'Sign APPROVE as alice' });
      expect(await sign.evaluate((element) => element === document.activeElement)).toBe(true);
      await sign.click();
      const ladder = page.getByRole('list', { name: 'The way of your vote' });
      await ladder.getByText('Signed and stored here').waitFor();
      expect(await ladder.innerText()).toContain('receipt alice 215');
      expect(await ladder.locator('[aria-current]').innerText()).toContain('Stored by 2 of 4 others');
      await page.getByText('1 more vote needed').first().waitFor();
      expect(
        await page
          .getByRole('button', { name: 'Change vote' })
          .evaluate((one) => one === document.activeElement),
      ).toBe(true);
    });

    test('is selected by a key and signed by Enter, never by the key alone', async () => {
      const page = await open({ hash: VOTING });
      await page.keyboard.press('r');
      await page.getByRole('button', { name: 'Sign REJECT as alice' }).waitFor();
      expect(await page.evaluate(() => window.fixture.calls.includes('governance.vote'))).toBe(false);
      await page.keyboard.press('Enter');
      await page.getByText('REJECT', { exact: true }).first().waitFor();
      expect(await page.evaluate(() => window.fixture.calls.includes('governance.vote'))).toBe(true);
    });

    test('is given on the board and on Overview in place', async () => {
      for (const hash of ['governance', 'overview']) {
        const page = await open({ hash });
        await page.getByRole('button', { name: 'Abstain' }).click();
        await page.keyboard.press('Enter');
        await page.getByText('ABSTAIN on P-14, signed and stored here').waitFor();
        expect(await page.getByText('Your vote is missing').count()).toBe(0);
      }
    });

    test('can be changed until the member closes, and not after', async () => {
      const page = await open({ hash: VOTING });
      await page.keyboard.press('a');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Change vote' }).click();
      await page.getByRole('button', { name: 'Reject', exact: true }).click();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Close now' }).click();
      await page.getByText('You closed, no more changes').waitFor();
      expect(await page.getByRole('button', { name: 'Change vote' }).count()).toBe(0);
    });

    test('waits where nothing may be signed, with the reason beside it', async () => {
      const page = await open({ hash: VOTING });
      await page.evaluate(() => {
        const { cell } = window.fixture.slices;
        if (cell)
          window.fixture.push({
            cell: {
              ...cell,
              signingBarred: { key: 'error.twin.proved', params: { address: '10.0.0.2:4001' } },
            },
          });
      });
      await page.getByText("A second node with this node's key runs at 10.0.0.2:4001.").waitFor();
      expect(await page.getByRole('button', { name: 'Approve', exact: true }).isDisabled()).toBe(true);
    });

    test('goes on where the clock is in doubt, which is said above', async () => {
      const page = await open({ hash: VOTING });
      await page.evaluate(() => {
        const { cell } = window.fixture.slices;
        if (cell)
          window.fixture.push({
            cell: { ...cell, clockDoubt: { aheadMs: 3 * 24 * 3_600_000, contradicting: ['bob'] } },
          });
      });
      await page.getByText('The clock of bob reads something else').waitFor();
      expect(await page.getByRole('button', { name: 'Approve', exact: true }).isEnabled()).toBe(true);
    });
  });

  describe('a result', () => {
    test('shows its certificate and that the vote counted', async () => {
      const page = await open({ hash: proposal(13) });
      await page.getByText('Passed 3 to 1, one abstained').waitFor();
      await page.getByRole('heading', { name: 'Counted by 4 of 5' }).waitFor();
      const ring = page.getByRole('img', { name: /^Certificate: 4 of 5 members signed the count/ });
      expect(await ring.locator('[data-signed=true]').count()).toBe(4);
      await page.getByRole('heading', { name: 'Your APPROVE counted' }).waitFor();
      const facts = page.locator('dl').filter({ hasText: 'Certificate' });
      expect(await facts.innerText()).toMatch(/7c41 09be 51aa … e2f0[\s\S]*Round\s*0/);
      expect(await page.getByRole('link', { name: 'Show the proof' }).getAttribute('href')).toMatch(
        /^#\/chain\//,
      );
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export proof' }).click();
      expect((await download).suggestedFilename()).toBe('maple-street-p-13-proof.html');
    });

    test.each([
      ['closing', 'Closing, waits for alice and dave, at most until'],
      ['counting', 'Counting, 2 of 4 signatures'],
      ['outside', 'Your vote came after the others closed and was not counted'],
      ['forked', 'Two conflicting certificates. Choose a branch.'],
    ])('%s is said in words', async (state, words) => {
      const page = await open({ scenario: `governance-${state}`, hash: proposal(21) });
      await page.getByText(words).first().waitFor();
      expect(await violations(page)).toEqual([]);
    });

    test('is not waited for where a former member opened the vote: no vote is offered', async () => {
      const page = await open({ scenario: 'governance-late', hash: proposal(21) });
      await page.getByText('Not counted, erin was removed from the cell before').first().waitFor();
      await page.getByText('Nobody votes on what a former member opens after its removal.').waitFor();
      expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
      expect(await page.getByText('more votes needed').count()).toBe(0);
      await page.keyboard.press('a');
      expect(await page.getByRole('button', { name: /^Sign/ }).count()).toBe(0);
      expect(await violations(page)).toEqual([]);
      const board = await open({ scenario: 'governance-late', hash: 'governance' });
      await board.getByText('Not counted', { exact: true }).first().waitFor();
      expect(await board.getByText('Your vote is missing').count()).toBe(0);
    });

    test('of an attempt that expired can be asked for again', async () => {
      const page = await open({ hash: proposal(11) });
      await page.getByText('Expired, 2 voted and 3 were needed').waitFor();
      await page.getByRole('button', { name: 'Propose again' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('checkbox', { name: /^and sign my APPROVE/ }).uncheck();
      await dialog.getByRole('button', { name: 'Propose again', exact: true }).click();
      await page.getByText('3 more votes needed').first().waitFor();
    });
  });

  test('a proposal is written, opened at once, and its page is shown', async () => {
    const page = await open({ hash: 'governance' });
    await page.keyboard.press('Control+n');
    const dialog = page.getByRole('dialog', { name: 'New proposal' });
    await dialog.getByRole('button', { name: 'Open the vote, sign APPROVE' }).click();
    await dialog.getByText('Give the proposal a title.').waitFor();
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Plant a pear tree');
    await dialog.getByLabel('Quorum').selectOption('4');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('checkbox', { name: /^and sign my APPROVE/ }).uncheck();
    await dialog.getByRole('button', { name: 'Open the vote now' }).click();
    await page.getByRole('heading', { level: 1, name: 'Plant a pear tree' }).waitFor();
    await page.getByText('4 more votes needed').first().waitFor();
  });

  test('one click opens a vote and signs the proposer’s APPROVE; a draft has none', async () => {
    const page = await open({ hash: 'governance' });
    await page.keyboard.press('Control+n');
    const dialog = page.getByRole('dialog', { name: 'New proposal' });
    await dialog.getByRole('radio', { name: 'A draft' }).check();
    expect(await dialog.getByRole('checkbox').count()).toBe(0);
    await dialog.getByRole('radio', { name: 'The vote' }).check();
    expect(await dialog.getByRole('checkbox', { name: 'and sign my APPROVE, as alice' }).isChecked()).toBe(
      true,
    );
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Plant a pear tree');
    await dialog.getByRole('textbox', { name: 'Title' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Plant a pear tree' }).waitFor();
    await page.getByText('2 more votes needed').first().waitFor();
  });

  test('a vote that was opened and not signed is said, and asked for on its page', async () => {
    const page = await open({ hash: 'governance' });
    await page.keyboard.press('Control+n');
    await withNode(page, (node) => {
      const { call } = node.carrier;
      node.carrier.call = async (name, input) =>
        name === 'governance.vote'
          ? { ok: false, error: { code: 'store-full', message: 'The disk is full.' } }
          : call(name, input);
    });
    await page.getByRole('dialog').getByRole('textbox', { name: 'Title' }).fill('Plant a pear tree');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Plant a pear tree' }).waitFor();
    await page.getByText('The vote is open. Your APPROVE was not signed: sign it here.').waitFor();
    await page.getByRole('button', { name: 'Approve' }).first().waitFor();
  });

  /** The agent suggests a proposal, and what the operator makes of it is typed. */
  async function suggested(page: Page, text: string) {
    await withNode(page, (node) => {
      const { agent } = node.slices;
      const suggestion = {
        id: `s-${node.calls.length}`,
        kind: 'proposal' as const,
        text: 'Try something new together: explore',
        action: 'explore' as const,
        probability: 0.41,
        noticed: { type: 'visual', label: 'a quiet week', lived: null },
        atMs: Date.now(),
        cycle: 214,
        digest: '0'.repeat(64),
        held: null,
      };
      node.push({ agent: { ...agent, suggestion } });
    });
    await page.getByRole('heading', { name: 'Propose: “Try something new together: explore”' }).waitFor();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('textbox', { name: 'Text of the suggestion' }).fill(text);
  }

  test('what the agent suggests is voted on by one click, as edited, and not before', async () => {
    const page = await open({ hash: 'agent' });
    await suggested(page, 'Plant a pear tree');
    await page.getByText(/^Proposing it opens the vote at once.*: 1 day to vote, and 3 of 5 must/).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => window.fixture.slices.proposals[0]?.title)).not.toContain('pear');
    await page.getByRole('button', { name: 'Propose as alice' }).click();
    await page.getByText('The vote is open; you have not voted yet').waitFor();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Plant a pear tree' }).waitFor();
    await page.getByRole('button', { name: 'Approve' }).first().waitFor();
  });

  test('what the agent suggests can be left a draft, and stays one where its vote is refused', async () => {
    const page = await open({ hash: 'agent' });
    await suggested(page, 'Plant a pear tree');
    await page.getByRole('button', { name: 'Save as a draft' }).click();
    await page.getByText('It is a draft now').waitFor();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByRole('button', { name: 'Open the vote' }).first().waitFor();

    await withNode(page, (node) => {
      const { cell } = node.slices;
      if (cell) node.push({ cell: { ...cell, rules: { ...cell.rules, openBallotsMax: 1 } } });
    });
    for (const title of ['Plant a plum tree', 'Plant a fig tree']) {
      await page.evaluate(() => location.assign('#/agent'));
      await suggested(page, title);
      await page.getByRole('button', { name: 'Propose as alice' }).click();
      await page.getByText('Propose: “Try something new together: explore”').waitFor({ state: 'detached' });
    }
    const alert = page.getByRole('alert');
    await alert.getByRole('heading', { name: /^P-\d+ stays a draft: its vote was not opened$/ }).waitFor();
    await alert.getByText('has 1 ballots open, the most that the cell allows').waitFor();
    expect(await violations(page)).toEqual([]);
    await alert.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Plant a fig tree' }).waitFor();
    await page.getByRole('button', { name: 'Open the vote' }).first().waitFor();
  });

  test('a comment is added under the proposal', async () => {
    const page = await open({ hash: VOTING });
    await page.getByRole('textbox', { name: 'Add a comment', exact: true }).fill('Measured: it drops at 31.');
    await page.getByRole('button', { name: 'Add a comment' }).click();
    await page.getByText('Measured: it drops at 31.').waitFor();
  });

  test('J and K go through the proposals in the order of the board', async () => {
    const page = await open({ hash: VOTING });
    await page.getByRole('heading', { level: 1, name: /^Raise/ }).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { level: 1, name: /^Buy/ }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('heading', { level: 1, name: /^Raise/ }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('heading', { level: 1, name: /^Move/ }).waitFor();
  });

  test('the palette finds proposals and receipts, and what can be decided and given', async () => {
    const page = await open();
    const groups = page.getByRole('dialog').getByRole('group');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('battery');
    const proposals = groups.filter({ hasText: 'Proposals' });
    const found = proposals.getByRole('option');
    expect(await found.allInnerTexts()).toEqual([expect.stringContaining('P-13 Buy a second battery')]);
    expect(await found.innerText()).toContain('passed 3 to 1, proposed by bob');
    expect(await violations(page)).toEqual([]);
    await found.click();
    await page.getByRole('heading', { level: 1, name: /^Buy a second/ }).waitFor();

    await page.keyboard.press('Control+k');
    await page.keyboard.type('alice 227');
    await groups.filter({ hasText: 'Receipts' }).getByRole('option').first().click();
    await page.waitForURL(/#\/chain\/[0-9a-f]{64}$/);

    await page.keyboard.press('Control+k');
    await page.keyboard.type('endorse carol');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Endorse someone' });
    await dialog.getByRole('button', { name: 'Endorse carol' }).waitFor();
  });

  test('the keys of a vote stand among all keys', async () => {
    const page = await open();
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'All keys' });
    const row = keys.getByText('Select Approve, Reject, Abstain').locator('xpath=..');
    expect((await row.locator('dt').innerText()).replaceAll(/\s/g, '')).toBe('ARB');
    expect(await keys.getByText('from proposal to proposal').count()).toBe(1);
  });

  test('votes that wait are counted in the sidebar', async () => {
    const page = await open();
    await page.getByRole('link', { name: /^Governance.*1 vote waits for you/ }).waitFor();
  });

  test('the list holds every proposal, and opens one', async () => {
    const page = await open({ hash: 'governance' });
    await page.getByRole('radio', { name: 'List' }).check();
    const table = page.getByRole('table', { name: 'All proposals' });
    expect(await table.getByRole('row').count()).toBe(7);
    await table.getByText('Rename the cell').click();
    await page.getByText('Failed 2 to 3').first().waitFor();
  });

  test('no page scrolls sideways down to 640 px', async () => {
    for (const width of [640, 900]) {
      for (const hash of ['overview', 'governance', 'governance/list', VOTING, proposal(13)]) {
        const page = await open({ hash, width, height: 800 });
        await page.getByText(/P-1\d/).first().waitFor();
        const over = await page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth);
        expect(over, `${hash} at ${width}`).toBe(0);
      }
    }
  });

  describe.each([
    ['light', false],
    ['dark', true],
  ] as const)('%s', (_, dark) => {
    test('the pages are free of violations', async () => {
      for (const hash of ['overview', 'governance', 'governance/list', VOTING, proposal(13), proposal(15)]) {
        const page = await open({ hash, dark });
        await page.getByText(/P-1\d/).first().waitFor();
        expect(await violations(page), hash).toEqual([]);
      }
    });
  });
});
