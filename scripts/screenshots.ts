// npm run screenshots [-- FOLDER]: pictures of the dashboard over sample data, into docs/screenshots.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchChromium } from '../test/support/chromium.ts';
import { serveFixture } from '../test/support/dashboard-fixture/serve-fixture.ts';
import { proposalId } from '../test/support/dashboard-fixture/street-proposals.ts';

interface Shot {
  readonly name: string;
  readonly scenario?: string;
  readonly hash?: string;
  readonly dark?: boolean;
  readonly size?: { readonly width: number; readonly height: number };
  /** Keys to press once the page stands. */
  readonly keys?: readonly string[];
  /** What to type after them. */
  readonly text?: string;
  /** Names of buttons to click, in their order, before the picture. */
  readonly clicks?: readonly string[];
}

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 900, height: 700 };
/** The sample street at a quarter to six on a Thursday in May. */
const NOW = new Date(2026, 4, 14, 17, 42, 12);
const LAST_LOOK_MS = new Date(2026, 4, 14, 14, 10).getTime();
const BOB = encodeURIComponent('did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG');

const proposal = (number: number): string => `governance/${proposalId(number)}`;

const SHOTS: readonly Shot[] = [
  { name: 'overview-light', scenario: 'governance', hash: 'overview' },
  { name: 'overview-dark', scenario: 'governance', hash: 'overview', dark: true },
  { name: 'overview-narrow', scenario: 'governance', hash: 'overview', size: NARROW },
  { name: 'join-requests', scenario: 'cell-asked', hash: 'overview' },
  { name: 'disk-full', scenario: 'disk-full', hash: 'overview' },
  { name: 'messages-light', hash: `messages/${BOB}/10` },
  { name: 'messages-dark', hash: `messages/${BOB}/10`, dark: true },
  { name: 'sync-light', scenario: 'cell', hash: 'sync' },
  { name: 'sync-dark', scenario: 'cell', hash: 'sync', dark: true },
  { name: 'sync-alone', scenario: 'cell-alone', hash: 'sync' },
  { name: 'invite', scenario: 'cell', hash: 'sync', clicks: ['Invite someone'] },
  { name: 'join-words', scenario: 'joining', hash: 'sync' },
  { name: 'chain-light', scenario: 'cell', hash: 'chain', clicks: ['dave 140'] },
  { name: 'chain-dark', scenario: 'cell', hash: 'chain', clicks: ['dave 140'], dark: true },
  { name: 'governance-light', scenario: 'governance', hash: 'governance' },
  { name: 'governance-dark', scenario: 'governance', hash: 'governance', dark: true },
  { name: 'proposal-voting-light', scenario: 'governance', hash: proposal(14) },
  { name: 'proposal-voting-dark', scenario: 'governance', hash: proposal(14), dark: true },
  { name: 'proposal-passed-light', scenario: 'governance', hash: proposal(13) },
  { name: 'reputation-light', scenario: 'governance', hash: 'reputation' },
  { name: 'reputation-dark', scenario: 'governance', hash: 'reputation', dark: true },
  { name: 'reputation-empty', scenario: 'governance-fresh', hash: 'reputation' },
  { name: 'tokens-light', scenario: 'governance', hash: 'tokens' },
  { name: 'tokens-dark', scenario: 'governance', hash: 'tokens', dark: true },
  { name: 'identity-light', scenario: 'cell', hash: 'identity' },
  { name: 'agent-light', hash: 'agent' },
  { name: 'agent-dark', hash: 'agent', dark: true },
  { name: 'settings-light', hash: 'settings' },
  { name: 'sync-empty', scenario: 'alone', hash: 'sync' },
  { name: 'governance-empty', hash: 'governance' },
  { name: 'palette-light', scenario: 'governance', hash: 'overview', keys: ['Control+k'], text: 'bob' },
  { name: 'first-start', scenario: 'setup-keychain', text: 'alice', clicks: ['Continue'] },
  { name: 'unlock', scenario: 'locked' },
];

async function main(): Promise<void> {
  const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../docs/screenshots'));
  const built = await mkdtemp(join(tmpdir(), 'ghoststack-fixture-'));
  await mkdir(folder, { recursive: true });
  const served = await serveFixture(built);
  const browser = await launchChromium();
  try {
    for (const shot of SHOTS) {
      const context = await browser.newContext({
        viewport: shot.size ?? WIDE,
        colorScheme: shot.dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        locale: 'en-GB',
      });
      const page = await context.newPage();
      await page.clock.setFixedTime(NOW);
      await page.addInitScript(
        (ms) => localStorage.setItem('ghoststack.lastLookMs', String(ms)),
        LAST_LOOK_MS,
      );
      await page.goto(`${served.url}/?scenario=${shot.scenario ?? 'street'}#/${shot.hash ?? ''}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.evaluate(() => document.fonts.ready);
      for (const key of shot.keys ?? []) await page.keyboard.press(key);
      if (shot.text) await page.keyboard.type(shot.text);
      for (const name of shot.clicks ?? []) await page.getByRole('button', { name }).first().click();
      await page.screenshot({ path: join(folder, `${shot.name}.png`), animations: 'disabled' });
      await context.close();
      console.log(`${shot.name}.png`);
    }
  } finally {
    await browser.close();
    await served.close();
    await rm(built, { recursive: true, force: true });
  }
}

await main();
