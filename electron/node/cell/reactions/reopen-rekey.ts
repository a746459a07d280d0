import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { Change } from '#shared/protocol/closing/bodies.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { newestVersionId } from '#shared/protocol/closing/member-logs.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { actsFromMs } from '#shared/protocol/closing/rekey.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { says } from '#shared/protocol/saying.ts';
import { openBody } from '../deciding/open-ballot.ts';
import { NO_WISH, type Reacted, type ReactionState, type Wish } from './reaction.ts';

export const REOPENING = says('fault.reopeningRekey');

export interface ReopeningMemory {
  /** How many of the own ballots were looked at. */
  readonly looked: number;
  /** Proposals of changes of keys by this member of which something may still become. */
  readonly left: readonly string[];
}

export const NOTHING_REOPENED: ReopeningMemory = { looked: 0, left: [] };

/**
 * A change of a key that another change of the slot has superseded is opened again by its proposer, as long as its
 * versions still follow the log that the cell has: nobody need make them anew. It is voted on again, by clicks.
 */
export function reopenRekey(
  state: ReactionState,
  { looked, left }: ReopeningMemory,
): Reacted & { readonly memory: ReopeningMemory } {
  const { book, me, tips, nowMs } = state;
  // What nobody cites yet is in no past of what is written now.
  const past = (node: GraphNode): boolean => book.graph.covers(tips, node);
  const own = book.ballotsBy(me);
  const opened = own.slice(looked).filter(({ body }) => body.change?.type === 'rekey');
  const open = [...new Set([...left, ...opened.map(({ body }) => body.proposal)])];
  if (open.length === 0) return { ...NO_WISH, memory: { looked: own.length, left: [] } };
  const epoch = book.epochAt([...tips.values()].flat());
  const wishes: Wish[] = [];
  let wakeAtMs: number | null = null;
  const stillLeft = open.filter((proposal) => {
    const last = book.ballotsOf(proposal).at(-1);
    const { state: is } = last ? ballotState(book, last.open.hash, past) : { state: 'expired' };
    if (is === 'voting' || is === 'closing') return true;
    if (!last || is !== 'superseded' || !holds(state, last, epoch)) return false;
    const fromMs = actsFromMs(last) ?? nowMs;
    if (fromMs > nowMs) wakeAtMs = Math.min(wakeAtMs ?? fromMs, fromMs);
    else wishes.push({ do: 'write', kind: 'open', body: nextAttempt(last, epoch), why: REOPENING });
    return true;
  });
  return { ...NO_WISH, wishes, wakeAtMs, memory: { looked: own.length, left: stillLeft } };
}

/** Whether its versions follow the log of the epoch, which does not have them yet. */
function holds({ book }: ReactionState, { body: { change } }: Ballot, epoch: Epoch): boolean {
  if (!isRekey(change)) return false;
  const { scid, versions } = change;
  const member = epoch.members.find((one) => one.scid === scid);
  if (!member || member.version === newestVersionId(versions)) return false;
  return book.logs.extended(scid, member.didLog, versions) !== null;
}

function nextAttempt({ body }: Ballot, epoch: Epoch): object {
  const { proposal, attempt, text, change } = body;
  return openBody({ proposal, attempt: attempt + 1, text, change, epoch, rules: epoch.rules });
}

function isRekey(change: Change | undefined): change is Extract<Change, { type: 'rekey' }> {
  return change?.type === 'rekey';
}
