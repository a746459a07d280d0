import { existsSync, rmSync } from 'node:fs';
import { GhostStackError } from '#shared/contract/errors.ts';
import { reasonSays } from '#shared/protocol/issue-saying.ts';
import { CELL_NAME_MAX, NAME_MAX } from '#shared/protocol/limits.ts';
import { TypedName } from '#shared/protocol/names/name-rule.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { requireNoLostKey } from '../../node/identity/home-keys.ts';
import type { KeyProtection } from '../../node/identity/key-store.ts';
import { createKeyStore, readKeyStoreHeader } from '../../node/identity/key-store.ts';
import { createNode } from '../../node/root/create-node.ts';
import { type Home, openHome } from '../../node/root/home.ts';
import type { GhostNode } from '../../node/root/node.ts';
import { writeFileAtomically } from '../../node/store/atomic-file.ts';
import { clockLines } from '../clock-looks-wrong.ts';
import { command, print, requiredHome } from '../command.ts';
import { typedCommand } from '../command-words.ts';
import { readProtection } from '../key-options.ts';
import { secondsOption } from '../number-option.ts';
import { UsageError } from '../usage-error.ts';

function ownName(typed: string | undefined): string {
  const name = TypedName.safeParse(typed ?? '');
  if (name.success) return name.data;
  const [issue] = name.error.issues;
  const max = NAME_MAX;
  if (!issue || !typed?.trim() || typed.trim().length > max)
    throw new UsageError(says('error.headless.ownName', { max }));
  throw new UsageError(says('error.headless.ownNameNot', { max, reason: reasonSays(issue) }));
}

export const init = command({
  name: 'init',
  options: ['name', 'cell', 'shortest-deadline'],
  words: [],
  async run({ values }, output) {
    const name = ownName(values.name);
    const cellName = values.cell?.trim();
    if (cellName !== undefined && (cellName === '' || cellName.length > CELL_NAME_MAX)) {
      throw new UsageError(says('error.headless.cellName', { max: CELL_NAME_MAX }));
    }
    const shortest = values['shortest-deadline'];
    const rules =
      shortest === undefined ? {} : { deadlineMinMs: secondsOption(shortest, '--shortest-deadline') };
    const home = openHome(requiredHome(values.home));
    let protection: KeyProtection;
    try {
      const known = knownKey(home, name);
      const given = await readProtection(values, { ask: t('terminal.passphrase.new'), isNew: true });
      if (!given) throw new UsageError(says('error.headless.howToProtect'));
      protection = given;
      if (!known) {
        // First: what a full disk or a power cut leaves half made can then be told from a home that is somebody's.
        writeFileAtomically(home.unfinishedPath, '', { replace: true });
        await createKeyStore(home.keyPath, { name }, protection);
      }
    } catch (thrown) {
      home.release();
      throw thrown;
    }
    // The node itself creates and verifies the first version of the DID, and founds the cell.
    const node = await createNode({ home, listen: [], network: false, protection, deviceSecret: null });
    try {
      if (cellName !== undefined && !isFounded(node, cellName)) await node.cell.found(cellName, rules);
      const { did } = node.cell.shown.document();
      const cell = node.cell.current?.id ?? null;
      const key = readKeyStoreHeader(home.keyPath)?.did;
      rmSync(home.unfinishedPath, { force: true });
      print(output, { name, did, key, home: home.path, cell }, [
        t('terminal.init.who', { name, did }),
        cell
          ? t('terminal.init.cell', { cell: String(cellName) })
          : t('terminal.init.key', { key: String(key) }),
        t('terminal.init.home', { home: home.path }),
        ...clockLines(Date.now()),
        ...(values['key-file'] ? [t('terminal.init.keyFile', { file: values['key-file'] })] : []),
        t('terminal.init.next', { command: typedCommand(startOf(home.path, values), process.env) }),
        t('terminal.init.words', { command: typedCommand(['words', '--home', home.path], process.env) }),
      ]);
      return 0;
    } finally {
      await node.stop();
    }
  },
});

/** How its node is started. */
function startOf(
  home: string,
  { 'key-file': keyFile, 'passphrase-file': passphraseFile }: KeyFiles,
): string[] {
  return [
    'start',
    '--home',
    home,
    ...(keyFile ? ['--key-file', keyFile] : []),
    ...(passphraseFile ? ['--passphrase-file', passphraseFile] : []),
  ];
}

type KeyFiles = Readonly<Record<'key-file' | 'passphrase-file', string | undefined>>;

/** Whether the home has its key, because an `init` was cut short. Throws `already-exists` for any other key there is. */
function knownKey(home: Home, name: string): boolean {
  const known = readKeyStoreHeader(home.keyPath);
  if (!known) {
    requireNoLostKey(home);
    return false;
  }
  const isUnfinished = existsSync(home.unfinishedPath);
  if (isUnfinished && known.name === name) return true;
  throw new GhostStackError(
    'already-exists',
    says(isUnfinished ? 'error.headless.homeHalfMade' : 'error.headless.homeTaken', {
      path: home.path,
      name: known.name,
      did: known.did,
    }),
  );
}

/** Whether the cell was founded before `init` was cut short; another cell is not taken for it. */
function isFounded({ cell }: GhostNode, name: string): boolean {
  const epoch = cell.current?.epoch();
  return epoch?.name === name && epoch.members.length === 1;
}
