import { describe, expect, it } from 'vitest';
import type { Entry } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { readMemberIdentity } from '../../../electron/node/identity/member-identity.ts';
import { changedByDevice, memberDidLog } from '../../support/cell/member-did-log.ts';

const [key, another] = [1, 3].map((byte) => SigningKey.fromSeed(new Uint8Array(32).fill(byte)));
const nowMs = 1_800_000_000_000;
const log = memberDidLog(key!, nowMs);
const { scid } = readMemberIdentity(log);
const { didLog: longer, key: nextKey } = changedByDevice(key!, log, nowMs);

const multikey = (of: SigningKey | undefined): string => encodeMultikey('ed25519', of!.publicKey);
const ZERO = '0'.repeat(64);

/** Parents in whose epoch these are the members' DID logs, of which none may be the author's. */
function past(didLog: readonly unknown[] | null, prevKey?: string): readonly GraphNode[] {
  const hash = prevKey ? 'a'.repeat(64) : 'b'.repeat(64);
  const members = didLog ? [{ scid, didLog }] : [];
  return [{ hash, entry: { key: prevKey }, members } as unknown as GraphNode];
}

/** Epochs are those that `past` puts into its nodes. */
const book = {
  epochAt: (nodes: readonly GraphNode[]) => nodes[0],
  fork: () => null,
  graph: { get: () => undefined },
} as unknown as CellBook;

function entry(by: SigningKey | undefined, prev = ZERO): { hash: string; entry: Entry } {
  return { hash: 'c'.repeat(64), entry: { author: scid, kind: 'note', prev, key: multikey(by) } as Entry };
}

describe('the key of an entry', () => {
  it.each([
    ['first', [log, longer]],
    ['last', [longer, log]],
  ] as const)('is that of the version in its past, also when the older version came %s', (_, logs) => {
    const authorise = authoriseEntry(book);
    for (const didLog of logs) {
      const [own, other] = didLog === log ? [key, nextKey] : [nextKey, key];
      expect(authorise(entry(own), past(didLog))).toBeNull();
      expect(authorise(entry(other), past(didLog))).toMatchObject({ code: 'key' });
    }
  });

  it('is the one that a former member had before, and no stranger has one', () => {
    const authorise = authoriseEntry(book);
    const prev = 'a'.repeat(64);
    expect(authorise(entry(key, prev), past(null, multikey(key)))).toBeNull();
    expect(authorise(entry(another, prev), past(null, multikey(key)))).toMatchObject({ code: 'key' });
    expect(authorise(entry(key), past(null))).toMatchObject({ code: 'admission' });
  });
});
