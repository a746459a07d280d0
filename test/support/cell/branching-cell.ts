/** Cells that branch off, of members whose entries nobody signs. */
import type { Fork } from '#shared/protocol/closing/fork-body.ts';
import { enterEntry, forkOf } from '#shared/protocol/forks/make-fork.ts';
import { type HashedEntry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { hashed, scid } from './feed-writer.ts';
import { type KeyedMember, keyNamed, logOf } from './keyed-cell.ts';

/** What a member would write to found a cell with these others. */
export function foundBranch(
  founder: KeyedMember,
  names: readonly string[],
  atMs: number,
  change: (fork: Fork) => Fork = (fork) => fork,
): HashedEntry {
  const parents = [...founder.ahead().values()].flat();
  const fork = change(forkOf(founder.book, parents, { listed: names.map(scid), atMs, slots: {} }));
  const epoch = founder.book.epochAt(parents);
  const own = epoch.members.find((member) => member.scid === founder.author);
  return hashed({
    v: 1,
    cell: ZERO_HASH,
    author: founder.author,
    gen: 0,
    seq: 0,
    prev: ZERO_HASH,
    seen: {},
    at: atMs,
    kind: 'found',
    body: {
      name: 'Maple Street 2',
      alias: founder.name,
      didLog: own?.didLog as unknown[],
      rules: epoch.rules,
      nonce: 'nonce-of-sixteen-characters',
      fork,
    },
    key: founder.key,
  });
}

/** The body of a `branch` for it. */
export function branchBody({ entry }: HashedEntry): Record<string, unknown> {
  return { found: { entry, signature: 'A'.repeat(86) } };
}

export function branchOff(founder: KeyedMember, names: readonly string[], atMs = 0): HashedEntry {
  const found = foundBranch(founder, names, atMs);
  founder.put('branch', branchBody(found), { at: atMs });
  return found;
}

/** The `enter` of somebody whose key is that of its n-th version. */
export function enter(
  found: HashedEntry,
  name: string,
  n = 1,
  nonce = `nonce of ${name}, long`,
): HashedEntry {
  return hashed(
    enterEntry(found, { scid: scid(name), key: keyNamed(name, n), nonce, didLog: logOf(name, n) }),
  );
}

export function partWith(member: KeyedMember, kind: 'leave' | 'stay', cell: string | null = null): GraphNode {
  return member.write(kind, { cell });
}
