import { FoundBody, OpenBody } from '#shared/protocol/closing/bodies.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { type DidLogText, isExtensionOf } from '#shared/protocol/closing/member-logs.ts';
import { enterPlaceError } from '#shared/protocol/forks/enter-place.ts';
import { forkFault } from '#shared/protocol/forks/fork-place.ts';
import type { GraphHooks, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { refusal } from '#shared/protocol/log/refusal.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { memberKey } from '../../log/member-logs.ts';

type Authorise = NonNullable<GraphHooks['authorise']>;

/** The Multikey that signs in the newest version of a member's DID log, or null where this is not its log. */
export type KeyReader = (scid: string, log: DidLogText) => string | null;

/** The Multikey under which an author writes an entry with these parents, or null if it may write none. */
export type KeyAt = (
  author: string,
  parents: readonly GraphNode[],
  prev: Pick<GraphNode, 'entry'> | null,
) => string | null;

const WRONG_KEY = refusal('key', says('error.cell.keyNotInDidLog'));

/** The key of the newest version that the epoch has of a member; a former member goes on with the one that it had. */
export function keyAt(book: Pick<CellBook, 'epochAt'>, readKey: KeyReader = memberKey): KeyAt {
  /** Keys of verified logs, by the log and not by the SCID: they change. */
  const keys = new WeakMap<object, string | null>();

  const keyOf = (scid: string, log: DidLogText): string | null => {
    const known = keys.get(log);
    if (known !== undefined) return known;
    const key = readKey(scid, log);
    keys.set(log, key);
    return key;
  };

  return (author, parents, prev) => {
    const member = book.epochAt(parents).members.find(({ scid }) => scid === author);
    return member ? keyOf(author, member.didLog) : (prev?.entry.key ?? null);
  };
}

/**
 * An entry is its author's when its key is the one in the author's DID log, and that log came with an admission (or the
 * founding), or was continued by a change of the key, in the entry's past. An SCID is the hash of its first version, so no
 * other log can claim it.
 */
export function authoriseEntry(book: CellBook, readKey: KeyReader = memberKey): Authorise {
  const keyFor = keyAt(book, readKey);

  return ({ entry }, parents) => {
    const { author, kind, prev, key } = entry;
    if (kind === 'found') {
      const body = FoundBody.safeParse(entry.body);
      if (!body.success) return refusal('founding', says('error.cell.bodyNotUnderstood'));
      const fault = body.data.fork && forkFault(entry, body.data.fork);
      if (fault) return refusal('founding', fault);
      return readKey(author, body.data.didLog) === key ? null : WRONG_KEY;
    }
    const place = enterPlaceError(book, entry, readKey);
    if (place || kind === 'enter') return place;
    if (kind === 'open' && !isAdmissible(entry.body, () => book.epochAt(parents), readKey))
      return refusal('admission', says('error.cell.didLogOfAnother'));
    const own = keyFor(author, parents, parents.find(({ hash }) => hash === prev) ?? null);
    if (own === null) return refusal('admission', says('error.cell.authorNotAdmitted'));
    return own === key ? null : WRONG_KEY;
  };
}

/** Whoever is admitted comes with a member's log: who ever was one, with the log that the cell knows, or a longer one. */
function isAdmissible(open: unknown, epoch: () => Epoch, readKey: KeyReader): boolean {
  const body = OpenBody.safeParse(open);
  const change = body.success ? body.data.change : undefined;
  if (change?.type !== 'admit') return true;
  const known = epoch().logs.get(change.scid);
  if (known && !isExtensionOf(known.didLog, change.didLog)) return false;
  return readKey(change.scid, change.didLog) !== null;
}
