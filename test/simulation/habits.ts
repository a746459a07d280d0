import { asWritten, type Saying } from '#shared/protocol/saying.ts';
/** How a node departs from the protocol without signing twice. */

import type { SignBody } from '#shared/protocol/closing/bodies.ts';
import { coordinatorOf } from '#shared/protocol/closing/coordinator.ts';
import { type Epoch, quorumSizes } from '#shared/protocol/closing/epoch.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { refusal } from '#shared/protocol/log/refusal.ts';
import type { ReactingLog } from '../../electron/node/cell/reaction-writer.ts';
import type { Counts } from './counts.ts';

/** The highest that a sign may name. */
const LAST_ROUND = 1_000_000;

export interface Habits {
  /** Members whose closes it leaves out as coordinator. */
  readonly omits: Set<string>;
  mute: boolean;
  /** How many rounds ahead it signs; 0 for none. */
  far: number;
}

export function goodHabits(): Habits {
  return { omits: new Set(), mute: false, far: 0 };
}

const HOLDS_BACK = refusal('rules', asWritten('it would rather not'));

/** What the reactions of a node are written to: the log, and in place of some signs what the node has the habit of signing. */
export class HabitualLog implements ReactingLog {
  readonly #log: ReactingLog;
  readonly #me: string;
  readonly #habits: Habits;
  readonly #counts: Counts;
  /** What it made of a sign may be invalid, and would be asked for again at once. */
  #lied = false;

  constructor(log: ReactingLog, me: string, habits: Habits, counts: Counts) {
    this.#log = log;
    this.#me = me;
    this.#habits = habits;
    this.#counts = counts;
  }

  get book(): ReactingLog['book'] {
    return this.#log.book;
  }

  get graph(): ReactingLog['graph'] {
    return this.#log.graph;
  }

  get signingBarred(): Saying | null {
    return this.#log.signingBarred;
  }

  ownHead(): GraphNode | null {
    return this.#log.ownHead();
  }

  subscribe(listener: (nodes: readonly GraphNode[]) => void): () => void {
    return this.#log.subscribe((nodes) => {
      this.#lied = false;
      listener(nodes);
    });
  }

  objection(kind: string, body: Record<string, unknown>): ReturnType<ReactingLog['objection']> {
    if (kind !== 'sign' || !this.#isHabitual()) return this.#log.objection(kind, body);
    const adjusted = this.#adjusted(body as unknown as SignBody);
    if (!adjusted || (this.#lied && adjusted !== body)) return HOLDS_BACK;
    return adjusted === body ? this.#log.objection(kind, body) : null;
  }

  append(kind: string, body: Record<string, unknown>): GraphNode {
    if (kind !== 'sign' || !this.#isHabitual()) return this.#log.append(kind, body);
    const adjusted = this.#adjusted(body as unknown as SignBody) ?? body;
    if (adjusted === body) return this.#log.append(kind, body);
    this.#counts[this.#habits.far > 0 ? 'signs in far rounds' : 'closes omitted'] += 1;
    const written = this.#log.append(kind, { ...adjusted });
    // Only now: its own news is none.
    this.#lied = true;
    return written;
  }

  #isHabitual(): boolean {
    const { omits, mute, far } = this.#habits;
    return mute || omits.size > 0 || far > 0;
  }

  /** What it signs in place of what the protocol asks for; null for nothing. */
  #adjusted(body: SignBody): SignBody | null {
    const { omits, mute, far } = this.#habits;
    const { slot, ballot, round, closes } = body;
    const electorate = this.book.ballot(ballot)?.electorate;
    if (!electorate) return body;
    if (far > 0) return this.#far(electorate, body, far);
    if (coordinatorOf(slot, electorate, round) !== this.#me) return body;
    if (mute) {
      this.#counts['turns passed in silence'] += 1;
      return null;
    }
    const kept = closes.filter((hash) => !omits.has(this.graph.get(hash)?.entry.author ?? ''));
    const isSame = kept.length === closes.length || kept.length < quorumSizes(electorate).q;
    return isSame ? body : { ...body, closes: kept };
  }

  /** As coordinator of a round that nobody is in; far away, a set that nobody would sign. */
  #far(electorate: Epoch, body: SignBody, ahead: number): SignBody {
    const { slot, closes } = body;
    const { n, q } = quorumSizes(electorate);
    let round = Math.min(body.round + ahead, LAST_ROUND);
    // The nearest of its own turns: backwards from the last round, forwards from any other.
    const step = round === LAST_ROUND ? -1 : 1;
    while (coordinatorOf(slot, electorate, round) !== this.#me) round += step;
    return { ...body, round, closes: ahead > 2 * n && closes.length > q ? closes.slice(1) : closes };
  }
}
