/** Which pages are pictured, of whom, and what is done there first. */
import type { Page } from 'playwright';
import type { StringKey } from '../../shared/words/translate.ts';
import type { Street } from '../../test/support/street/street.ts';
import type { StreetMember } from '../../test/support/street/street-member.ts';

/** How the page says a string. */
type Said = (key: StringKey) => string;

export interface Shot {
  readonly name: string;
  /** Where the address leads, without its first part. */
  readonly hash?: string | ((street: Street) => string);
  readonly of?: keyof Street['members'];
  readonly dark?: boolean;
  readonly size?: { readonly width: number; readonly height: number };
  /** What happens before the page is opened. */
  readonly before?: (member: StreetMember) => Promise<unknown>;
  /** What is done on the page before it is pictured. */
  readonly act?: (page: Page, said: Said) => Promise<void>;
}

const NARROW = { width: 900, height: 700 };

const click = (key: StringKey) => (page: Page, said: Said) =>
  page
    .getByRole('button', { name: said(key) })
    .first()
    .click();
const proposal =
  (title: string) =>
  (street: Street): string =>
    `governance/${street.proposals.get(title)}`;
const OPEN = proposal('One key to the shed for everybody');
const PASSED = proposal('Repair the bench at the mill');
const withDave = ({ members }: Street): string => `messages/${encodeURIComponent(members.dave.did)}`;
const withBob = ({ members }: Street): string => `messages/${encodeURIComponent(members.bob.did)}`;

/** In this order: what changes something comes after what shows it. */
export const SHOTS: readonly Shot[] = [
  { name: 'overview-light', hash: 'overview' },
  { name: 'overview-dark', hash: 'overview', dark: true },
  { name: 'overview-narrow', hash: 'overview', size: NARROW },
  { name: 'messages-light', hash: withBob, act: openMessage },
  { name: 'messages-dark', hash: withBob, act: openMessage, dark: true },
  { name: 'files-light', hash: withDave },
  { name: 'files-dark', hash: withDave, dark: true },
  { name: 'everyone-light', hash: 'messages/broadcast', act: openLast },
  { name: 'sync-light', hash: 'sync' },
  { name: 'sync-dark', hash: 'sync', dark: true },
  { name: 'chain-light', hash: 'chain', act: openReceipt },
  { name: 'chain-dark', hash: 'chain', act: openReceipt, dark: true },
  { name: 'governance-light', hash: 'governance' },
  { name: 'governance-dark', hash: 'governance', dark: true },
  { name: 'proposal-voting-light', hash: OPEN },
  { name: 'proposal-voting-dark', hash: OPEN, dark: true },
  { name: 'proposal-passed-light', hash: PASSED },
  { name: 'reputation-light', hash: 'reputation' },
  { name: 'reputation-dark', hash: 'reputation', dark: true },
  { name: 'tokens-light', hash: 'tokens' },
  { name: 'tokens-dark', hash: 'tokens', dark: true },
  { name: 'identity-light', hash: 'identity' },
  { name: 'agent-light', hash: 'agent' },
  { name: 'agent-dark', hash: 'agent', dark: true },
  { name: 'settings-light', hash: 'settings' },
  { name: 'palette-light', hash: 'overview', act: searchBob },
  { name: 'search-light', hash: 'search', act: searchLadder },
  { name: 'undelivered-light', hash: 'undelivered' },
  { name: 'join-requests', hash: 'sync' },
  { name: 'join-words', of: 'grace', hash: 'sync' },
  { name: 'invite', hash: 'sync', act: click('cell.invite') },
  { name: 'first-start', of: 'henry', before: (henry) => henry.start(), act: nameHenry },
  { name: 'sync-empty', of: 'henry', before: makeHenrysKey, hash: 'sync' },
  { name: 'governance-empty', of: 'henry', hash: 'governance' },
  { name: 'sync-alone', of: 'henry', before: foundAlone, hash: 'sync' },
  { name: 'reputation-empty', of: 'henry', hash: 'reputation' },
  { name: 'unlock', of: 'henry', before: restart },
];

async function openMessage(page: Page): Promise<void> {
  const message = page.getByRole('article').filter({ hasText: 'Meet at the mill at ten' });
  await message.getByRole('link').last().click();
  await page.getByRole('heading', { level: 2 }).nth(1).waitFor();
}

async function openLast(page: Page): Promise<void> {
  await page.getByRole('article').last().getByRole('link').last().click();
  await page.getByRole('heading', { level: 2 }).nth(1).waitFor();
}

async function openReceipt(page: Page, said: Said): Promise<void> {
  const [before = '', after = ''] = said('receipt.open').split('{title}');
  await page.getByRole('row').filter({ hasText: before }).filter({ hasText: after }).first().click();
}

async function searchBob(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('bob');
}

async function searchLadder(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('searchbox').fill('ladder');
  await page.getByRole('main').locator('mark').first().waitFor();
}

async function nameHenry(page: Page, said: Said): Promise<void> {
  await page.getByRole('textbox', { name: said('setup.name.label') }).fill('henry');
  await page.getByRole('button', { name: said('setup.continue') }).click();
}

async function makeHenrysKey(henry: StreetMember): Promise<void> {
  const passphrase = 'correct horse battery staple';
  await henry.ask('setup.create', { name: 'henry', protection: { kind: 'passphrase', passphrase } });
}

async function foundAlone(henry: StreetMember): Promise<void> {
  await henry.ask('cell.found', { name: 'Mill Lane' });
}

async function restart(henry: StreetMember): Promise<void> {
  await henry.stop();
  await henry.start();
}
