import type { Past } from '#shared/protocol/closing/ballot.ts';
import { type Epoch, isLaterLife } from '#shared/protocol/closing/epoch.ts';
import { countedChanges, rewardKey, type TokenChange } from '#shared/protocol/trust/token-changes.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';

/** A member's tokens, and what of them it was given for what. */
export interface BalanceSums {
  readonly balance: number;
  readonly fromProposals: number;
  readonly fromVotes: number;
}

const NONE: BalanceSums = { balance: 0, fromProposals: 0, fromVotes: 0 };

interface Kept {
  sums: BalanceSums;
  /** How many of the member's changes were looked at. */
  seen: number;
  readonly rewarded: Set<string>;
}

/**
 * Balances as sums that go on with each change, and do not begin again with it. As long as nobody has forked, was
 * removed or restored its home, all that is applied counts, once and for good; else they are folded anew.
 */
export class KeptBalances {
  readonly #log: Pick<IntegrityLog, 'graph' | 'book'>;
  readonly #kept = new Map<string, Kept>();

  constructor(log: Pick<IntegrityLog, 'graph' | 'book'>) {
    this.#log = log;
  }

  /** Of a present member, within what counts. */
  of(scid: string, within: Past, epoch: Epoch): BalanceSums {
    const { graph, book } = this.#log;
    const changes = book.trust.changesOf(scid);
    const admitted = book.trust.firstAdmission(scid) ?? memberOf(epoch, scid)?.admittedBy;
    if (admitted === undefined || !graph.get(admitted)) return NONE;
    const opened = { ...NONE, balance: book.trust.beginningOf(scid) };
    if (!isPlain(this.#log, epoch))
      return countedChanges(graph, changes, within, epoch).reduce(withChange, opened);
    const kept = this.#kept.get(scid) ?? { sums: opened, seen: 0, rewarded: new Set() };
    for (; kept.seen < changes.length; kept.seen += 1) {
      const change = changes[kept.seen] as TokenChange;
      const key = rewardKey(change);
      if (key !== null && kept.rewarded.has(key)) continue;
      if (key !== null) kept.rewarded.add(key);
      kept.sums = withChange(kept.sums, change);
    }
    this.#kept.set(scid, kept);
    return kept.sums;
  }
}

/**
 * True as long as whatever is applied counts, and goes on counting. Who changed its key and goes on from all that it had
 * written has one branch, which ends in its present life.
 */
export function isPlain({ graph }: Pick<IntegrityLog, 'graph'>, { ended, lives }: Epoch): boolean {
  if (ended.size > 0 || graph.forkedAuthors().length > 0) return false;
  return lives.every((life) => {
    const [end, other] = graph.heads(life.scid);
    return end !== undefined && !other && !isLaterLife(life, end);
  });
}

function withChange(sums: BalanceSums, { kind, delta }: TokenChange): BalanceSums {
  return {
    balance: sums.balance + delta,
    fromProposals: sums.fromProposals + (kind === 'proposed' ? delta : 0),
    fromVotes: sums.fromVotes + (kind === 'voted' ? delta : 0),
  };
}

function memberOf({ members }: Epoch, scid: string) {
  return members.find((member) => member.scid === scid);
}
