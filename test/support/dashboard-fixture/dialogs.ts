import type { Page } from 'playwright';
import type { StringKey } from '#shared/words/translate.ts';

export interface DialogView {
  readonly what: string;
  readonly scenario: string;
  readonly hash: string;
  /** What opens it: a button with these words, or a key. */
  readonly opens: { readonly button: StringKey } | { readonly key: string };
}

/** Every dialog, and where it is opened. */
export const DIALOGS: readonly DialogView[] = [
  { what: 'the palette', scenario: 'governance', hash: 'overview', opens: { key: 'Control+k' } },
  { what: 'the keys', scenario: 'governance', hash: 'overview', opens: { key: '?' } },
  {
    what: 'a new proposal',
    scenario: 'governance',
    hash: 'governance',
    opens: { button: 'governance.new' },
  },
  {
    what: 'other rules',
    scenario: 'governance',
    hash: 'governance',
    opens: { button: 'governance.rulesForm.title' },
  },
  {
    what: 'an endorsement',
    scenario: 'governance',
    hash: 'reputation',
    opens: { button: 'reputation.endorse' },
  },
  { what: 'a transfer', scenario: 'governance', hash: 'tokens', opens: { button: 'tokens.send' } },
  { what: 'a fork', scenario: 'fork-twice', hash: 'settings/cells', opens: { button: 'forks.propose' } },
  { what: 'leaving', scenario: 'fork-alone', hash: 'settings/cells', opens: { button: 'cells.leave.open' } },
  {
    what: 'a cell to keep only to read',
    scenario: 'fork-moved',
    hash: 'settings/cells',
    opens: { button: 'cells.forget' },
  },
  { what: 'an invitation', scenario: 'cell', hash: 'sync', opens: { button: 'cell.invite' } },
  {
    what: 'the recovery words',
    scenario: 'words',
    hash: 'identity',
    opens: { button: 'recovery.card.write' },
  },
  { what: 'another key', scenario: 'rekey', hash: 'identity', opens: { button: 'recovery.key.change' } },
  { what: 'a recovery code', scenario: 'cell', hash: 'identity', opens: { button: 'recovery.code.open' } },
  {
    what: 'a key changed elsewhere',
    scenario: 'old-key',
    hash: 'overview',
    opens: { button: 'recovery.oldKey.ask' },
  },
  { what: 'a lost computer', scenario: 'alone', hash: 'sync', opens: { button: 'recovery.begin.title' } },
  { what: 'why an agent chose', scenario: 'street', hash: 'agent', opens: { button: 'agent.why.open' } },
  { what: 'an address', scenario: 'cell', hash: 'settings', opens: { button: 'settings.members.address' } },
  { what: 'signing again', scenario: 'cell-barred', hash: 'overview', opens: { button: 'cell.resume' } },
  { what: 'a peer to edit', scenario: 'street', hash: 'settings', opens: { button: 'settings.peers.edit' } },
  {
    what: 'a peer to remove',
    scenario: 'street',
    hash: 'settings',
    opens: { button: 'settings.peers.remove' },
  },
  {
    what: 'another passphrase',
    scenario: 'street',
    hash: 'settings',
    opens: { button: 'settings.key.change' },
  },
  { what: 'a peer to add', scenario: 'street', hash: 'settings', opens: { button: 'settings.peers.add' } },
  { what: 'a cell to found', scenario: 'alone', hash: 'sync', opens: { button: 'cell.found' } },
  { what: 'a cell to join', scenario: 'alone', hash: 'sync', opens: { button: 'cell.join' } },
];

/** Opens it on the page where it is opened; `said` tells how a page says a string. */
export async function openDialog(
  page: Page,
  { opens }: DialogView,
  said: (key: StringKey) => string | RegExp,
): Promise<void> {
  if ('key' in opens) await page.keyboard.press(opens.key);
  else {
    await page
      .getByRole('button', { name: said(opens.button) })
      .first()
      .click();
  }
  await page.getByRole('dialog').waitFor();
}
