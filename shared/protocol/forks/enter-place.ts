import type { Fork } from '../closing/fork-body.ts';
import type { DidLogText } from '../closing/member-logs.ts';
import { type Entry, ZERO_HASH } from '../log/entry.ts';
import type { EntryGraph, Refused } from '../log/entry-graph.ts';
import { refusal } from '../log/refusal.ts';
import { says } from '../saying.ts';
import { EnterBody } from './bodies.ts';

export interface EnterPlaces {
  readonly graph: EntryGraph;
  /** What this cell took along from another; null for one that did not branch off. */
  fork(): Fork | null;
}

/** The Multikey that signs in the newest version of a member's DID log, or null where this is not its log. */
type KeyReader = (scid: string, log: DidLogText) => string | null;

const NO_ENTER = refusal('admission', says('refusal.enterNotUnderstood'));

/**
 * Why an `enter`, or the first entry of somebody who is listed, has no place here, or null. Each is the same bytes
 * whenever it is made, so a home that forgot it makes the same one again.
 */
export function enterPlaceError(log: EnterPlaces, entry: Entry, readKey: KeyReader): Refused | null {
  if (entry.kind !== 'enter' && entry.prev !== ZERO_HASH) return null;
  const fork = log.fork();
  const found = log.graph.get(log.graph.cell)?.entry;
  const listed = fork?.members.find(({ scid }) => scid === entry.author);
  const isFounder = found?.author === entry.author;
  if (entry.kind !== 'enter') {
    return listed && !isFounder ? refusal('admission', says('refusal.listedEntersFirst')) : null;
  }
  if (!fork || !found || !listed) return refusal('admission', says('refusal.enterNotListed'));
  const body = EnterBody.safeParse(entry.body);
  if (!body.success) return NO_ENTER;
  if (entry.at !== found.at || !isFirstPlace(entry, log.graph.cell, found.author)) return NO_ENTER;
  const { didLog } = body.data;
  if (isFounder !== (didLog === undefined)) return NO_ENTER;
  if (didLog && readKey(entry.author, didLog) !== listed.key)
    return refusal('admission', says('refusal.enterOtherLog'));
  return entry.key === listed.key ? null : refusal('key', says('refusal.enterOtherKey'));
}

/** Right after the founding entry: the founder's own follows it, all others cite it and nothing else. */
function isFirstPlace({ author, prev, gen, seen }: Entry, cell: string, founder: string): boolean {
  const cited = Object.entries(seen);
  if (author === founder) return prev === cell && gen === 0 && cited.length === 0;
  const [first] = cited;
  return prev === ZERO_HASH && gen === 0 && cited.length === 1 && first?.[0] === founder && first[1] === cell;
}
