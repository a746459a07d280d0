import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { cutTexts } from '../support/cut-text.ts';
import { proposalId } from '../support/dashboard-fixture/street-proposals.ts';
import { FixtureBrowser } from '../support/fixture-browser.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const WIDTHS = [1440, 1280, 1100, 900, 700];
const BOB = encodeURIComponent('did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG');
const proposal = (number: number): string => `governance/${proposalId(number)}`;

interface View {
  readonly hash: string;
  /** What the page says once everything it waits for has come. */
  readonly says: string | RegExp;
  /** Its drawings as tables. */
  readonly tables?: boolean;
}

/** Every page, and every state of it that has a table, a list or a form of its own; by the state of the node. */
const VIEWS: Readonly<Record<string, readonly View[]>> = {
  governance: [
    { hash: 'overview', says: 'Last decisions' },
    { hash: 'governance', says: 'Decided' },
    { hash: 'governance/list', says: 'Your vote' },
    { hash: proposal(14), says: 'Who voted' },
    { hash: proposal(13), says: 'Who voted' },
    { hash: 'reputation', says: 'Endorsements' },
    { hash: 'reputation', says: 'Endorsements', tables: true },
    { hash: 'tokens', says: 'Vote on P-13' },
  ],
  cell: [
    { hash: 'sync', says: 'Who holds what' },
    { hash: 'sync', says: 'Who holds what', tables: true },
    { hash: 'chain', says: 'Stored by' },
    { hash: 'chain', says: 'Stored by', tables: true },
    { hash: 'identity', says: 'Log of the document' },
  ],
  street: [
    { hash: `messages/${BOB}/10`, says: 'bob' },
    { hash: 'agent', says: 'Episodes' },
    { hash: 'agent', says: 'Episodes', tables: true },
    { hash: 'agent/episodes', says: 'Reward' },
    { hash: 'settings', says: 'General' },
  ],
  'cell-asked': [{ hash: 'overview', says: 'frank asks to join' }],
  'cell-barred': [{ hash: 'overview', says: 'Needs you' }],
  'cell-full': [{ hash: 'sync', says: 'Who holds what' }],
  'disk-full': [{ hash: 'overview', says: /disk is full/ }],
  joining: [{ hash: 'sync', says: 'They differ' }],
  alone: [
    { hash: 'sync', says: 'Found a cell' },
    { hash: 'messages', says: 'Add a peer' },
  ],
  setup: [{ hash: '', says: 'Continue' }],
  locked: [{ hash: '', says: 'Unlock' }],
  'home-taken': [{ hash: '', says: 'Take over' }],
};

describeIfMet(await browserRequirement(), 'the widths of a window', () => {
  let fixture: FixtureBrowser;
  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  test.each(Object.entries(VIEWS))('no text is cut at any: %s', async (scenario, views) => {
    const cut: Record<string, string[]> = {};
    for (const view of views) {
      const page = await fixture.open({ scenario, hash: view.hash });
      await page.getByText(view.says).first().waitFor();
      if (view.tables) await page.keyboard.press('t');
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const left = await settledCuts(page);
        if (left.length > 0) cut[`${view.hash}${view.tables ? ' as tables' : ''} at ${width}`] = left;
      }
    }
    expect(cut).toEqual({});
  });

  test.each([
    ['governance', 'governance/list'],
    ['governance', 'tokens'],
    ['cell', 'chain'],
    ['street', 'agent/episodes'],
  ])('a row says as much in the narrowest window as in the widest: %s, %s', async (scenario, hash) => {
    const page = await fixture.open({ scenario, hash });
    const row = page.locator('tr[data-row]').nth(2);
    await row.waitFor();
    const wide = words(await row.innerText());
    expect(wide.length).toBeGreaterThan(3);
    await page.setViewportSize({ width: 560, height: 900 });
    expect(await settledCuts(page)).toEqual([]);
    expect(words(await row.innerText())).toEqual(expect.arrayContaining(wide));
  });
});

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** What is still cut once the page has had time to answer to its new width. */
async function settledCuts(page: Page): Promise<string[]> {
  let seen: string[] = [];
  const whole = await pollUntil(
    async () => {
      seen = await cutTexts(page);
      return seen.length === 0;
    },
    (isWhole) => isWhole,
    1_500,
  ).catch(() => false);
  return whole ? [] : seen;
}
