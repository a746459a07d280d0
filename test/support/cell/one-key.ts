import { expect } from 'vitest';
import { unlockHome } from '../../../electron/node/identity/home-keys.ts';
import { newestVersion } from '../../../electron/node/identity/member-log/index.ts';
import { openKeyStore } from '../../../electron/node/identity/open-key-store.ts';
import { multikeyOf, readRing } from '../../../electron/node/identity/ring-content.ts';
import { readWords, recoveryKeyFor } from '../../../electron/node/identity/words/index.ts';
import { homeAt } from '../../../electron/node/root/home.ts';
import { ended, everybody, logOf, type World } from './recovery-world.ts';

/**
 * After a recovery one key is in use, by everybody's log and by what the machine holds and signs with; the feed begins anew
 * once. All run, and are stopped here.
 */
export async function expectOneKey(world: World): Promise<void> {
  const { machine, bob, did, words } = world;
  const log = logOf(bob, did)!;
  expect(log.versions.map(({ by }) => by)).toEqual(['first', 'words', 'device']);
  for (const member of everybody(world)) {
    expect(logOf(member, did)?.versions.at(-1)).toEqual(log.versions.at(-1));
    expect(member.node.cell.current!.log.graph.forkedAuthors()).toEqual([]);
  }
  const { graph } = machine.node.cell.current!.log;
  const { key, words: promised } = newestVersion(log);
  machine.node.cell.deciding().propose({ title: 'Tea', text: '', open: false });
  const [head, ...others] = graph.heads(log.scid);
  expect([head?.entry.key, others]).toEqual([key, []]);
  const begun = [...graph.nodes()].filter(({ entry }) => entry.author === log.scid && entry.key === key);
  expect(begun[0]?.entry).toMatchObject({ kind: 'restored', seq: 0 });
  expect(begun.filter(({ entry }) => entry.kind === 'restored')).toHaveLength(1);
  // The question is over, on both sides.
  expect(machine.node.cell.recovery.view()).toBeNull();
  expect(bob.node.cell.recovery.requests().some(({ state }) => state === 'asking')).toBe(false);
  expect(machine.node.words.view()?.state).toBe('forgotten');
  await ended(everybody(world));
  const home = homeAt(machine.home);
  const protection = { kind: 'secret', secret: machine.secret, origin: 'keychain' } as const;
  const ring = await unlockHome(home, protection);
  expect([multikeyOf(ring.inUse), ring.keyFor(newestVersion(log).device) !== null]).toEqual([key, true]);
  // Neither the words that were typed nor those that the home was made with are kept, and those on paper go on.
  const { keys, words: kept } = readRing((await openKeyStore(home.keyPath, protection)).content.bytes)!;
  expect([keys.length, kept]).toEqual([2, []]);
  expect(recoveryKeyFor(seedOf(words), promised)?.index).toBe(1);
}

export function seedOf(words: string): Uint8Array {
  const seed = readWords(words);
  if (!seed.ok) throw new Error(seed.error.message);
  return seed.value;
}
