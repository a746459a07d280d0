import type { Bridge } from '../closing/bridge-change.ts';
import { type Epoch, isMember, versionOf } from '../closing/epoch.ts';
import type { Fork } from '../closing/fork-body.ts';
import type { Judge } from '../closing/validity.ts';
import type { Invalid } from '../closing/verdict.ts';
import { ZERO_HASH } from '../log/entry.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { refusal } from '../log/refusal.ts';
import { type SayingKey, says } from '../saying.ts';
import { Accounts } from './accounts.ts';
import { EndorseBody, TransferBody } from './bodies.ts';
import { earning, type Ledger, Ledgers, NOTHING, sending, sentTo } from './ledgers.ts';
import { INITIAL_BALANCE, REWARDS, type Reward, rewardFor } from './rewards.ts';
import type { TokenChange } from './token-changes.ts';

/** A log whose endorsements, transfers and rewards were judged. */
export interface TrustedLog {
  readonly graph: EntryGraph;
  readonly trust: TrustBook;
}

export interface EndorsementEntry {
  readonly node: GraphNode;
  readonly body: EndorseBody;
  /** Ballot of the bridge over which it was given; null for one among members, and for a withdrawal. */
  readonly bridge: string | null;
}

/** What was noted of entries when they were judged, by row of the graph. */
export interface TrustFacts {
  /** Row of the ballot that a vote is about. */
  about(row: number): number;
  isRewarded(row: number): boolean;
  member(row: number): string;
  /** Or the strength of an endorsement. */
  amount(row: number): number;
  text(row: number): string | null;
}

function endorsementOf(facts: TrustFacts, row: number): EndorseBody {
  const cell = facts.text(row);
  const [member, strength] = [facts.member(row), facts.amount(row)];
  return cell === null ? { member, strength } : { member, strength, cell };
}

function bridgeOver({ bridges }: Epoch, to: string): Bridge | undefined {
  return bridges.find(({ cell }) => cell === to);
}

/** A transfer whose note is there or not. */
interface Sent {
  readonly to: string;
  readonly amount: number;
  readonly note?: string | undefined;
}

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
  readonly #ledgers = new Ledgers();
  readonly #changes = new Map<string, TokenChange[]>();
  readonly #accounts: Accounts;
  readonly #names = new Map<string, string>();
  #later: (() => void) | null = null;
  /** `kind/author/proposal` -> the first of each branch. */
  readonly #rewarded = new Map<string, GraphNode[]>();
  readonly #endorsements: EndorsementEntry[] = [];
  /** Member -> the entry that admitted it first. */
  readonly #admissions = new Map<string, string>();

  constructor(judge: Judge) {
    this.#judge = judge;
    this.#accounts = new Accounts(judge, (member) => this.beginningOf(member));
  }

  /** What was judged before is filed by `run` once it is asked for: a start need not wait for it. */
  later(run: () => void): void {
    this.#later = run;
  }

  /** What the cell took along from another, or null. */
  get carried(): Fork | null {
    return this.#judge.fork();
  }

  /** Whole tokens of a member by its first admission. */
  beginningOf(member: string): number {
    const listed = this.carried?.members.find(({ scid }) => scid === member);
    return listed?.balance ?? INITIAL_BALANCE;
  }

  /** Why an endorsement is invalid, or null. */
  endorseError(node: GraphNode, { member, strength, cell }: EndorseBody): Invalid | null {
    if (cell === undefined) return this.#pairError(node, member, ENDORSING);
    const epoch = this.#judge.epochOf(node);
    if (!isMember(epoch, node.entry.author)) return refusal('not-a-member', says('refusal.notMember'));
    if (member === node.entry.author) return refusal('self', says(ENDORSING.itself));
    const isNamed = bridgeOver(epoch, cell)?.members.some(({ scid }) => scid === member) ?? false;
    return isNamed || strength === 0 ? null : refusal('no-such-member', says('refusal.endorsesUnnamed'));
  }

  /** Why a transfer is invalid, or null. */
  transferError(node: GraphNode, { to, amount }: TransferBody): Invalid | null {
    return this.#pairError(node, to, SENDING) ?? this.#fundsError(node, amount);
  }

  /** Files an entry that was judged; true if its author is rewarded for it. */
  note(node: GraphNode, isValid: boolean): boolean {
    this.#catchUp();
    const { kind, prev } = node.entry;
    const author = this.#name(node.entry.author);
    // All that may throw comes first, so that nothing is left of an entry that is refused for it.
    const reward = isValid ? rewardFor(this.#judge, node) : null;
    const transfer = isValid && kind === 'transfer' ? TransferBody.parse(node.entry.body) : null;
    const endorsement = isValid && kind === 'endorse' ? EndorseBody.parse(node.entry.body) : null;
    if (prev === ZERO_HASH) this.#admit(author, node);
    const ledgers = this.#ledgers;
    const { graph } = this.#judge;
    const before = node.prev ? graph.rowOf(node.prev) : -1;
    let ledger = before < 0 ? NOTHING : ledgers.at(before);
    const isFirst = reward !== null && this.#isFirst(`${reward.kind}/${author}/${reward.proposal}`, node);
    if (reward && isFirst) ledger = this.#reward(node, reward, author, ledger);
    if (transfer) ledger = this.#transfer(node, transfer, author, ledger);
    if (endorsement) this.#endorse(node, endorsement);
    ledgers.set(graph.rowOf(node), before, ledger);
    this.#accounts.follow(node, this.changesOf(author), this.#judge.epochOf(node));
    return isFirst;
  }

  /** Files a valid entry anew by what was noted of it; all of those before it were. */
  refile(node: GraphNode, row: number, prev: number, kind: string, facts: TrustFacts): void {
    const author = this.#name(node.entry.author);
    if (prev < 0) this.#admit(author, node);
    let ledger = prev < 0 ? NOTHING : this.#ledgers.at(prev);
    if (kind === 'transfer') {
      const transfer = {
        to: facts.member(row),
        amount: facts.amount(row),
        note: facts.text(row) ?? undefined,
      };
      ledger = this.#transfer(node, transfer, author, ledger);
    } else if (kind === 'endorse') this.#endorse(node, endorsementOf(facts, row));
    else if ((kind === 'open' || kind === 'vote') && facts.isRewarded(row)) {
      const open = kind === 'open' ? node : this.#judge.graph.nodeAt(facts.about(row));
      const proposal = this.#judge.ballot(open.hash)?.body.proposal ?? '';
      const reward = { kind: kind === 'open' ? 'proposed' : 'voted', proposal } as const;
      const key = `${reward.kind}/${author}/${proposal}`;
      this.#rewarded.set(key, [...(this.#rewarded.get(key) ?? []), node]);
      ledger = this.#reward(node, reward, author, ledger);
    }
    this.#ledgers.set(row, prev, ledger);
  }

  /** All that may change the balance of a member, in the order in which it was applied. */
  changesOf(member: string): readonly TokenChange[] {
    this.#catchUp();
    return this.#changes.get(member) ?? NO_CHANGES;
  }

  /** Valid endorsements and withdrawals, in the order in which they were applied. */
  endorsements(): readonly EndorsementEntry[] {
    this.#catchUp();
    return this.#endorsements;
  }

  /** The entry that admitted a member for the first time, or null before it wrote anything. */
  firstAdmission(member: string): string | null {
    this.#catchUp();
    return this.#admissions.get(member) ?? null;
  }

  #catchUp(): void {
    const run = this.#later;
    this.#later = null;
    run?.();
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
    this.#catchUp();
    const { author } = node.entry;
    const epoch = this.#judge.epochOf(node);
    return this.#directBalance(node, epoch) ?? this.#accounts.before(node, this.changesOf(author), epoch);
  }

  /** The same from running sums: O(members). Null where a fork or a removal asks for a look at each entry. */
  #directBalance(node: GraphNode, epoch: Epoch): number | null {
    if (epoch.ended.size > 0) return null;
    const { author } = node.entry;
    let balance = this.beginningOf(author);
    for (const [other, [tip, second]] of node.tips) {
      // What follows the certificate of a later version of its author may not count.
      if (!tip || second || tip.version < versionOf(epoch, other)) return null;
      const last = tip === node ? node.prev : tip;
      const ledger = last ? this.#ledgers.at(this.#judge.graph.rowOf(last)) : NOTHING;
      balance += other === author ? ledger.earned - ledger.sent : sentTo(ledger, author);
    }
    return balance;
  }

  #admit(author: string, node: GraphNode): void {
    if (this.#admissions.has(author)) return;
    const admitted = this.#judge.epochOf(node).members.find(({ scid }) => scid === author);
    if (admitted) this.#admissions.set(author, admitted.admittedBy);
  }

  #reward(node: GraphNode, reward: Reward, author: string, ledger: Ledger): Ledger {
    const delta = REWARDS[reward.kind];
    this.#add(author, { ...reward, node, delta });
    return earning(ledger, delta);
  }

  #endorse(node: GraphNode, { member, strength, cell }: EndorseBody): void {
    const over = cell === undefined || strength === 0 ? null : bridgeOver(this.#judge.epochOf(node), cell);
    const body = { member: this.#name(member), strength, ...(cell === undefined ? {} : { cell }) };
    this.#endorsements.push({ node, body, bridge: over?.ballot ?? null });
  }

  #transfer(node: GraphNode, transfer: Sent, author: string, ledger: Ledger): Ledger {
    const to = this.#name(transfer.to);
    const { amount } = transfer;
    const note = transfer.note ?? null;
    this.#add(author, { kind: 'sent', node, delta: -amount, other: to, note });
    this.#add(to, { kind: 'received', node, delta: amount, other: author, note });
    return sending(ledger, to, amount);
  }

  /** The same text for each member, however many entries name it. */
  #name(scid: string): string {
    const known = this.#names.get(scid);
    if (known !== undefined) return known;
    this.#names.set(scid, scid);
    return scid;
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
