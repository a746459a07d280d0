/** Notifications in the dashboard: what is told is chosen here, and a click on one leads here. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DEFAULT_NOTICES, type NoticeSettings } from '#shared/contract/domain/notice-settings.ts';
import { browserRequirement } from '../support/browser-requirement.ts';
import { FIXTURE_NOW, FixtureBrowser, type Opening, violations } from '../support/fixture-browser.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const BOB = 'did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG';
const PICTURES = process.env.GHOSTSTACK_PICTURES;

describeIfMet(await browserRequirement(), 'notifications in the dashboard', () => {
  let fixture: FixtureBrowser;
  const open = (opening: Opening) => fixture.open(opening);
  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  const picture = async (page: Page, name: string) => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  };
  const chosen = (page: Page): Promise<NoticeSettings> =>
    page.evaluate(() => window.fixture.slices.settings.notices);
  const choose = (page: Page, wanted: Partial<NoticeSettings>) =>
    pollUntil(
      () => chosen(page),
      (notices) => JSON.stringify(notices) === JSON.stringify({ ...notices, ...wanted }),
    );
  /** What has the focus once the address is short again. */
  const arrived = async (page: Page, hash: string): Promise<string | null> => {
    await pollUntil(
      () => page.evaluate(() => location.hash),
      (now) => now === hash,
    );
    return page.evaluate(() => document.activeElement?.getAttribute('data-arrival') ?? null);
  };

  test('are chosen by kind, hour and person, and kept at once', async () => {
    const page = await open({ hash: 'settings' });
    await page.getByRole('checkbox', { name: 'Decisions' }).uncheck();
    await choose(page, { kinds: { ...DEFAULT_NOTICES.kinds, decisions: false } });
    await page.getByRole('switch', { name: 'Show what messages say' }).click();
    await choose(page, { showText: true });
    await page.getByRole('combobox', { name: 'Absent after' }).selectOption('3 days');
    await choose(page, { peerHours: 72 });
    await page.getByRole('switch', { name: 'Quiet hours' }).click();
    await page.getByLabel('From', { exact: true }).fill('23:30');
    await choose(page, { quiet: { ...DEFAULT_NOTICES.quiet, on: true, from: '23:30' } });
    await page.getByLabel('To', { exact: true }).fill('23:30');
    await page.getByText('so it is never quiet').waitFor();
    await page.getByRole('switch', { name: 'Votes that close before the end' }).click();
    await choose(page, { quiet: { on: true, from: '23:30', to: '23:30', passVotes: false } });
    expect(await violations(page)).toEqual([]);

    await page.evaluate((did) => {
      location.hash = `#/messages/${encodeURIComponent(did)}`;
    }, BOB);
    const menu = page.getByRole('button', { name: /bob/ }).and(page.locator('[aria-haspopup=menu]'));
    await menu.click();
    await page.getByRole('menuitem', { name: 'Mute notifications' }).click();
    const question = page.getByRole('dialog', { name: 'Mute the conversation with bob?' });
    await question.getByRole('radio', { name: 'For good' }).check();
    await question.getByRole('button', { name: 'Mute' }).click();
    await page.getByText('Notifications of messages are muted; of votes you are told.').waitFor();
    await choose(page, { muted: [{ thread: BOB, untilMs: null }], showText: true });
    await page.evaluate(() => {
      location.hash = '#/messages/broadcast';
    });
    await page.getByRole('button', { name: 'More for everyone' }).click();
    await page.getByRole('menuitem', { name: 'Mute notifications' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Mute' }).click();
    await page.getByText(/muted until \S.* 01:42; of votes/).waitFor();
    const untilMs = FIXTURE_NOW.getTime() + 8 * 3_600_000;
    const muted = await page.evaluate(() => window.fixture.slices.settings.notices.muted[1]);
    expect(muted?.thread).toBe('broadcast');
    expect(Math.abs((muted?.untilMs ?? 0) - untilMs)).toBeLessThan(60_000);
    await page.evaluate(() => {
      location.hash = '#/settings';
    });
    await picture(page, 'settings-notices');
    await page.getByText('until Fri 15 May, 01:42').waitFor();
    await page.getByRole('button', { name: 'Unmute bob' }).click();
    await page.getByRole('button', { name: 'Unmute Everyone' }).click();
    await choose(page, { muted: [] });
  });

  test('lead to the message, also one that is not loaded yet, and as often as they are clicked', async () => {
    const thread = `messages/${encodeURIComponent(BOB)}`;
    const page = await open({ hash: thread });
    const first = await page.evaluate(
      (did) => window.fixture.messages.filter((one) => one.thread === did).map(({ number }) => number)[0],
      BOB,
    );
    for (let click = 0; click < 2; click += 1) {
      await page.getByRole('textbox', { name: 'Message to bob' }).focus();
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#/${thread}/at-${first}`);
      expect(await arrived(page, `#/${thread}`)).toBe(`at-${first}`);
    }
  });

  test('lead to a member on Sync, once the dialog before it is closed', async () => {
    const page = await open({ scenario: 'cell', hash: 'overview' });
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    const did = await page.evaluate(() => window.fixture.slices.peers[1]?.did ?? '');
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      `#/sync/${encodeURIComponent(did)}`,
    );
    await page.getByRole('heading', { level: 1, name: 'Sync' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await arrived(page, '#/sync')).toBe(did);
  });

  test('lead to what is to be done about a full disk', async () => {
    const page = await open({ scenario: 'disk-full', hash: 'settings/disk' });
    expect(await arrived(page, '#/settings')).toBe('disk');
    await picture(page, 'settings-disk');
  });
});
