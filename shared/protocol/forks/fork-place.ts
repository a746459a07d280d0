import { FoundBody } from '../closing/bodies.ts';
import type { Fork } from '../closing/fork-body.ts';
import type { MemberLogs } from '../closing/member-logs.ts';
import type { Entry, HashedEntry } from '../log/entry.ts';
import { isFounding } from '../log/place-rules.ts';
import { type Saying, says } from '../saying.ts';
import { dayOf } from '../trust/endorsement-day.ts';

/** Why an entry cannot found a cell that takes this along, or null; its signature and its DID log are asked elsewhere. */
export function forkFault({ author, key, at, body }: Entry, { members, day }: Fork): Saying | null {
  const founder = members.find(({ scid }) => scid === author);
  if (!founder) return says('refusal.founderNotListed');
  if (founder.alias !== String(body.alias).trim()) return says('refusal.founderOtherName');
  if (founder.key !== key) return says('refusal.founderOtherKey');
  return day === dayOf(at) ? null : says('refusal.forkOtherDay');
}

/** A founding entry that could found a cell which branched off, as it stands in the body of a `branch`. */
export interface Founding extends HashedEntry {
  readonly body: FoundBody;
  readonly fork: Fork;
}

/** Null where it is not: whether it fits the cell in which it stands is asked by the caller. */
export function readFounding(read: HashedEntry | null, logs: MemberLogs): Founding | null {
  if (!read || !isFounding(read.entry)) return null;
  const parsed = FoundBody.safeParse(read.entry.body);
  if (!parsed.success || !parsed.data.fork) return null;
  const { fork, didLog } = parsed.data;
  const { author, key } = read.entry;
  if (forkFault(read.entry, fork) || logs.signingKey(author, didLog) !== key) return null;
  return { ...read, body: parsed.data, fork };
}
