import { type Epoch, isMember } from '../closing/epoch.ts';
import type { Judge } from '../closing/validity.ts';
import type { Invalid } from '../closing/verdict.ts';
import { ZERO_HASH } from '../log/entry.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { refusal } from '../log/refusal.ts';
import { type SayingKey, says } from '../saying.ts';
import { Accounts } from './accounts.ts';
import { EndorseBody, TransferBody } from './bodies.ts';
import { INITIAL_BALANCE, REWARDS, rewardFor } from './rewards.ts';
import type { TokenChange } from './token-changes.ts';

/** A log whose endorsements, transfers and rewards were judged. */
export interface TrustedLog {
  readonly graph: EntryGraph;
  readonly trust: TrustBook;
}

export interface EndorsementEntry {
  readonly node: GraphNode;
  readonly body: EndorseBody;
}

/** What an author's feed has earned and passed on up to an entry, on this entry's branch. */
interface Ledger {
  readonly earned: number;
  readonly sent: number;
  readonly sentTo: ReadonlyMap<string, number>;
}

const NOTHING: Ledger = { earned: 0, sent: 0, sentTo: new Map() };
const NO_CHANGES: readonly TokenChange[] = [];

interface PairFaults {
  readonly itself: SayingKey;
  readonly stranger: SayingKey;
}

const ENDORSING: PairFaults = { itself: 'refusal.endorsesItself', stranger: 'refusal.endorsesStranger' };
const SENDING: PairFaults = { itself: 'refusal.sendsToItself', stranger: 'refusal.sendsToStranger' };

/**
 * Endorsements, transfers and rewards of a cell. Like the book of ballots, of which it is a part, it is given
 * entries causes first, and what it says of one depends on that entry's causal past alone.
 */
export class TrustBook {
  readonly #judge: Judge;
  readonly #ledgers = new Map<GraphNode, Ledger>();
  readonly #changes = new Map<string, TokenChange[]>();
  readonly #accounts: Accounts;
  /** `kind/author/proposal` -> the first of each branch. */
  readonly #rewarded = new Map<string, GraphNode[]>();
  readonly #endorsements: EndorsementEntry[] = [];
  /** Member -> the entry that admitted it first. */
  readonly #admissions = new Map<string, string>();

  constructor(judge: Judge) {
    this.#judge = judge;
    this.#accounts = new Accounts(judge);
  }

  /** Why an endorsement is invalid, or null. */
  endorseError(node: GraphNode, { member }: EndorseBody): Invalid | null {
    return this.#pairError(node, member, ENDORSING);
  }

  /** Why a transfer is invalid, or null. */
  transferError(node: GraphNode, { to, amount }: TransferBody): Invalid | null {
    return this.#pairError(node, to, SENDING) ?? this.#fundsError(node, amount);
  }

  /** Files an entry that was judged. */
  note(node: GraphNode, isValid: boolean): void {
    const { author, kind, prev } = node.entry;
    // All that may throw comes first, so that nothing is left of an entry that is refused for it.
    const reward = isValid ? rewardFor(this.#judge, node) : null;
    const transfer = isValid && kind === 'transfer' ? TransferBody.parse(node.entry.body) : null;
    const endorsement = isValid && kind === 'endorse' ? EndorseBody.parse(node.entry.body) : null;
    if (prev === ZERO_HASH && !this.#admissions.has(author)) {
      const admitted = this.#judge.epochOf(node).members.find(({ scid }) => scid === author);
      if (admitted) this.#admissions.set(author, admitted.admittedBy);
    }
    let ledger = (node.prev && this.#ledgers.get(node.prev)) ?? NOTHING;
    if (isValid) {
      if (reward && this.#isFirst(`${reward.kind}/${author}/${reward.proposal}`, node)) {
        const delta = REWARDS[reward.kind];
        this.#add(author, { ...reward, node, delta });
        ledger = { ...ledger, earned: ledger.earned + delta };
      }
      if (transfer) ledger = this.#transfer(node, transfer, ledger);
      if (endorsement) this.#endorsements.push({ node, body: endorsement });
    }
    this.#ledgers.set(node, ledger);
    this.#accounts.follow(node, this.changesOf(author), this.#judge.epochOf(node));
  }

  /** All that may change the balance of a member, in the order in which it was applied. */
  changesOf(member: string): readonly TokenChange[] {
    return this.#changes.get(member) ?? NO_CHANGES;
  }

  /** Valid endorsements and withdrawals, in the order in which they were applied. */
  endorsements(): readonly EndorsementEntry[] {
    return this.#endorsements;
  }

  /** The entry that admitted a member for the first time, or null before it wrote anything. */
  firstAdmission(member: string): string | null {
    return this.#admissions.get(member) ?? null;
  }

  #pairError(node: GraphNode, other: string, { itself, stranger }: PairFaults): Invalid | null {
    const epoch = this.#judge.epochOf(node);
    if (!isMember(epoch, node.entry.author)) return refusal('not-a-member', says('refusal.notMember'));
    if (other === node.entry.author) return refusal('self', says(itself));
    return isMember(epoch, other) ? null : refusal('no-such-member', says(stranger));
  }

  #fundsError(node: GraphNode, amount: number): Invalid | null {
    const balance = this.#balanceBefore(node);
    return amount <= balance ? null : refusal('funds', says('refusal.tooFewTokens', { balance, amount }));
  }

  /** The balance of the author of an entry in its causal past. */
  #balanceBefore(node: GraphNode): number {
    const { author } = node.entry;
    const epoch = this.#judge.epochOf(node);
    return this.#directBalance(node, epoch) ?? this.#accounts.before(node, this.changesOf(author), epoch);
  }

  /** The same from running sums: O(members). Null where a fork or a removal asks for a look at each entry. */
  #directBalance(node: GraphNode, epoch: Epoch): number | null {
    if (epoch.ended.size > 0) return null;
    const { author } = node.entry;
    let balance = INITIAL_BALANCE;
    for (const [other, [tip, second]] of node.tips) {
      if (!tip || second) return null;
      const ledger = this.#ledgers.get(tip === node ? (node.prev ?? node) : tip) ?? NOTHING;
      balance += other === author ? ledger.earned - ledger.sent : (ledger.sentTo.get(author) ?? 0);
    }
    return balance;
  }

  #transfer(node: GraphNode, { to, amount, note: text }: TransferBody, ledger: Ledger): Ledger {
    const { author } = node.entry;
    const note = text ?? null;
    this.#add(author, { kind: 'sent', node, delta: -amount, other: to, note });
    this.#add(to, { kind: 'received', node, delta: amount, other: author, note });
    const sentTo = new Map(ledger.sentTo).set(to, (ledger.sentTo.get(to) ?? 0) + amount);
    return { ...ledger, sent: ledger.sent + amount, sentTo };
  }

  #isFirst(key: string, node: GraphNode): boolean {
    const known = this.#rewarded.get(key) ?? [];
    if (known.some((earlier) => this.#judge.graph.onBranch(earlier, node))) return false;
    this.#rewarded.set(key, [...known, node]);
    return true;
  }

  #add(member: string, change: TokenChange): void {
    const list = this.#changes.get(member);
    if (list) list.push(change);
    else this.#changes.set(member, [change]);
  }
}
