import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { cutTexts } from '../support/cut-text.ts';
import { FixtureBrowser, violations, withNode } from '../support/fixture-browser.ts';
import { OperatorHand } from '../support/operator-hand.ts';
import { describeIfMet } from '../support/requirements.ts';

/** What the last step cuts, by the width of the window. */
async function cutAtAnyWidth(page: Page): Promise<Record<number, string[]>> {
  const cut: Record<number, string[]> = {};
  for (const width of [1440, 1100, 900, 700]) {
    await page.setViewportSize({ width, height: 900 });
    const left = await cutTexts(page);
    if (left.length > 0) cut[width] = left;
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  return cut;
}

const PASSPHRASE = 'correct horse';

describeIfMet(await browserRequirement(), 'the focus in the first start', () => {
  let fixture: FixtureBrowser;

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  async function toTheCell(): Promise<{ page: Page; hand: OperatorHand }> {
    const page = await fixture.open({ scenario: 'setup' });
    const hand = await OperatorHand.at(page);
    await hand.type('Name', 'alice');
    await hand.focused('Passphrase');
    await page.keyboard.type('short');
    await page.keyboard.press('Enter');
    await page.getByText('5 of at least 8 characters.').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    // Enter in the first field goes to the second, and finds no fault yet.
    await hand.type('Passphrase', PASSPHRASE);
    await hand.focused('Passphrase again');
    expect(await page.getByText('The two passphrases differ.').count()).toBe(0);
    await hand.type('Passphrase again', PASSPHRASE);
    await hand.focused('Invitation');
    return { page, hand };
  }

  test('goes along with each step of joining, to a heading where a click decides', async () => {
    const { page, hand } = await toTheCell();
    await hand.type('Invitation', 'ghoststack://join/eyJ2IjoxfQ.a41f33d0');
    await hand.focused('Joining a cell');
    await withNode(page, (node) => {
      const { joining } = node.slices;
      const words = ['one', 'two', 'three', 'four', 'five', 'six'];
      if (joining) node.push({ joining: { ...joining, state: 'comparing', words, inviter: 'bob' } });
    });
    await hand.focused('Do both screens show these words?');
    // Enter answers no question that was not there when it was pressed.
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'They are the same' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'They differ' }).click();
    await hand.focused('Try another invitation');
    await page.keyboard.press('Enter');
    await hand.focused('Invitation');
  });

  test('goes into the field of an answer that is pointed at, and stays among the answers for the arrow keys', async () => {
    const { page, hand } = await toTheCell();
    await page.getByText('Found a cell', { exact: true }).click();
    await hand.focused('Name of the cell');
    await page.getByText('Join a cell', { exact: true }).click();
    await hand.focused('Invitation');
    await page.getByRole('radio', { name: 'Join a cell' }).focus();
    await page.keyboard.press('ArrowDown');
    for (const next of ['Found a cell', 'I lost my computer', 'Decide later']) {
      await hand.focused(next);
      if (next !== 'Decide later') await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  test('goes to the invitation that is made by itself, to who comes with it, and to the next one', async () => {
    const { page, hand } = await toTheCell();
    await page.getByRole('radio', { name: 'Found a cell' }).check();
    await hand.type('Name of the cell', 'Maple Street');
    await hand.focused('Copy link');
    expect(await violations(page)).toEqual([]);
    expect(await cutAtAnyWidth(page)).toEqual({});
    await withNode(page, (node) => {
      const { cell } = node.slices;
      if (!cell) return;
      const invitations = cell.invitations.map((one) => ({ ...one, usedBy: 'frank' }));
      const request = {
        scid: 'Q'.repeat(46),
        name: 'frank',
        inviter: 'alice',
        words: ['one', 'two', 'three', 'four', 'five', 'six'],
        compared: false,
        clockAheadMs: null,
        receivedAtMs: Date.now(),
        state: 'asking' as const,
        ballot: null,
        waitsFor: [],
        needed: 0,
        untilMs: null,
        answered: false,
      };
      node.push({ cell: { ...cell, invitations, joinRequests: [request] } });
    });
    await hand.focused('frank asks to join');
    expect(await cutAtAnyWidth(page)).toEqual({});
    expect(
      await page.evaluate(() => window.fixture.calls.filter((name) => name === 'cell.invite').length),
    ).toBe(1);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('You accepted frank').waitFor();
    await hand.focused('Copy link');
    expect(
      await page.evaluate(() => window.fixture.calls.filter((name) => name === 'cell.invite').length),
    ).toBe(2);
    await withNode(page, (node) => node.push({ recoveryWords: { state: 'here', remindAtMs: null } }));
    await page.getByRole('button', { name: 'Next: your recovery words' }).click();
    await hand.focused('Passphrase of your key');
    await page.getByText('Step 5 of 5').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await cutAtAnyWidth(page)).toEqual({});
    await hand.type('Passphrase of your key', PASSPHRASE);
    await page.getByText('Write them down in this order').waitFor();
    await page.getByRole('button', { name: 'I have written them down' }).click();
    await page.getByText('Type these three from your paper').waitFor();
    await page.getByRole('button', { name: 'Show the words again' }).click();
    await page.getByRole('button', { name: 'Remind me in a week' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });
});
