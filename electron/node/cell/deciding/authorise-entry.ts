import { FoundBody, OpenBody } from '#shared/protocol/closing/bodies.ts';
import type { GraphHooks } from '#shared/protocol/log/entry-graph.ts';
import { refusal } from '#shared/protocol/log/refusal.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import { readMemberIdentity } from '../../identity/member-identity.ts';

type Authorise = NonNullable<GraphHooks['authorise']>;

/** The Multikey that signs in the newest version of a member's DID log, or null where this is not its log. */
export type KeyReader = (scid: string, log: readonly unknown[]) => string | null;

const WRONG_KEY = refusal('key', says('error.cell.keyNotInDidLog'));

/**
 * An entry is its author's when its key is the one in the author's DID log, and that log came with an admission
 * (or the founding) in the entry's past. An SCID is the hash of its first version, so no other log can claim it.
 */
export function authoriseEntry(book: CellBook, readKey: KeyReader = memberKey): Authorise {
  /** Keys of verified logs, by the log and not by the SCID: who returns may bring a later version with another key. */
  const keys = new WeakMap<object, string | null>();

  const keyOf = (scid: string, log: readonly unknown[]): string | null => {
    const known = keys.get(log);
    if (known !== undefined) return known;
    const key = readKey(scid, log);
    keys.set(log, key);
    return key;
  };

  return ({ entry }, parents) => {
    const { author, kind, prev, key } = entry;
    if (kind === 'found') {
      const body = FoundBody.safeParse(entry.body);
      if (!body.success) return refusal('founding', says('error.cell.bodyNotUnderstood'));
      return readKey(author, body.data.didLog) === key ? null : WRONG_KEY;
    }
    if (kind === 'open' && !isAdmissible(entry.body, readKey))
      return refusal('admission', says('error.cell.didLogOfAnother'));
    const member = book.epochAt(parents).members.find(({ scid }) => scid === author);
    if (member) return keyOf(author, member.didLog) === key ? null : WRONG_KEY;
    const before = parents.find(({ hash }) => hash === prev);
    if (!before) return refusal('admission', says('error.cell.authorNotAdmitted'));
    // A former member goes on writing with the key that it had.
    return before.entry.key === key ? null : WRONG_KEY;
  };
}

/** Whoever is admitted has one key that signs and one that seals; all nodes look its member up by them. */
function isAdmissible(open: unknown, readKey: KeyReader): boolean {
  const body = OpenBody.safeParse(open);
  const change = body.success ? body.data.change : undefined;
  return change?.type !== 'admit' || readKey(change.scid, change.didLog) !== null;
}

export function memberKey(scid: string, log: readonly unknown[]): string | null {
  try {
    const identity = readMemberIdentity(log);
    return identity.scid === scid ? encodeMultikey('ed25519', identity.signingKey) : null;
  } catch {
    return null;
  }
}
