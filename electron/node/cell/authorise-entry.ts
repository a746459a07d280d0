import type { BallotBook } from '#shared/closing/ballot-book.ts';
import { BODIES } from '#shared/closing/bodies.ts';
import { ZERO_HASH } from '#shared/log/entry.ts';
import type { GraphHooks } from '#shared/log/entry-graph.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import { readMemberIdentity } from '../identity/member-identity.ts';

type Authorise = NonNullable<GraphHooks['authorise']>;

/**
 * An entry is its author's when its key is the one in the author's DID log, and that log came with an admission
 * (or the founding) in the entry's past. An SCID is the hash of its first version, so no other log can claim it.
 */
export function authoriseEntry(book: BallotBook): Authorise {
  /** SCID -> Multikey, of logs that were verified. */
  const keys = new Map<string, string>();

  const keyOf = (scid: string, log: unknown): string | null => {
    const known = keys.get(scid);
    if (known !== undefined) return known;
    try {
      const identity = readMemberIdentity(log);
      if (identity.scid !== scid) return null;
      const key = encodeMultikey('ed25519', identity.signingKey);
      keys.set(scid, key);
      return key;
    } catch {
      return null;
    }
  };

  return ({ entry }, parents) => {
    const { author, kind, prev, key } = entry;
    if (kind === 'found') {
      const body = BODIES.found.safeParse(entry.body);
      if (!body.success) return 'its body is not understood';
      return keyOf(author, body.data.didLog) === key ? null : 'its key is not in the DID log of its author';
    }
    const member = book.epochAt(parents).members.find(({ scid }) => scid === author);
    if (!member && prev === ZERO_HASH) return 'its author has not been admitted';
    // A former member goes on writing with the key that its admission brought.
    const expected = member ? keyOf(author, member.didLog) : keys.get(author);
    return expected === key ? null : 'its key is not in the DID log of its author';
  };
}
