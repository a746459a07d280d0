import type { Past } from '../closing/ballot.ts';
import { isAfterRemoval } from '../closing/ended.ts';
import type { Epoch } from '../closing/epoch.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { isIdle, rewardKey, type TokenChange } from './token-changes.ts';

/** A member's balance in the causal past of an entry of its own, with what is needed to go on from there. */
interface Account {
  /** By whose ends and lives it was judged what counts. */
  readonly epoch: Epoch;
  readonly balance: number;
  readonly rewarded: ReadonlySet<string>;
  /** How many of the member's changes were looked at. */
  readonly seen: number;
  /** Those of them that do not lie in this past: others' entries that this branch has not cited. */
  readonly pending: readonly TokenChange[];
  /** Those that do not count because a life of their author has ended: they may, once it goes on from them in a later one. */
  readonly idle: readonly TokenChange[];
  /** In which lives the feeds in this past end, of those who have had several; empty while nothing is idle. */
  readonly ends: string;
}

/** More ends of feeds than honest members have at once; what is forgotten is counted anew. */
const KEPT_MAX = 64;

/**
 * Balances where a fork, a removal or a restore asks for a look at each change: carried from entry to entry of a
 * branch, so that each change is looked at once and not once for each transfer.
 */
export class Accounts {
  readonly #log: { readonly graph: EntryGraph };
  readonly #beginningOf: (member: string) => number;
  /** End of a branch -> the balance of its author there. */
  readonly #kept = new Map<GraphNode, Account>();

  /** @param beginningOf what somebody has by its first admission */
  constructor(log: { readonly graph: EntryGraph }, beginningOf: (member: string) => number) {
    this.#log = log;
    this.#beginningOf = beginningOf;
  }

  /** The balance of an entry's author in the causal past of the entry, without itself; `changes` are all of its own. */
  before(node: GraphNode, changes: readonly TokenChange[], epoch: Epoch): number {
    const { prev } = node;
    const opened = (): Account => openedWith(this.#beginningOf(node.entry.author), epoch);
    if (!prev) return this.#goOn(opened(), node, changes, node).balance;
    let account = this.#kept.get(prev);
    if (!account || !isCountedAlike(account.epoch, epoch)) {
      account = this.#goOn(opened(), prev, changes);
      this.#keep(prev, account);
    }
    return this.#goOn(account, node, changes, node).balance;
  }

  /** An entry was applied, and its own changes are among these: what is kept of its branch goes on with it. */
  follow(node: GraphNode, changes: readonly TokenChange[], epoch: Epoch): void {
    const account = node.prev && this.#kept.get(node.prev);
    if (!node.prev || !account) return;
    this.#kept.delete(node.prev);
    if (isCountedAlike(account.epoch, epoch)) this.#keep(node, this.#goOn(account, node, changes));
  }

  #keep(end: GraphNode, account: Account): void {
    this.#kept.set(end, account);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_MAX && oldest) this.#kept.delete(oldest);
  }

  /** The account at an entry, from one further back on its branch; `without`: an entry that does not count yet. */
  #goOn(from: Account, to: GraphNode, changes: readonly TokenChange[], without?: GraphNode): Account {
    const isSeen = from.seen === changes.length;
    if (isSeen && from.pending.length === 0 && from.idle.length === 0) return from;
    const { graph } = this.#log;
    const { epoch } = from;
    const within: Past = (node) => graph.inPast(node, to);
    const isAsBefore = from.idle.length === 0 || from.ends === endsOf(epoch, to);
    const pending: TokenChange[] = [];
    const idle: TokenChange[] = isAsBefore ? [...from.idle] : [];
    let rewarded: Set<string> | null = null;
    let { balance } = from;
    const look = (change: TokenChange): void => {
      if (change.node === without || !within(change.node)) {
        pending.push(change);
        return;
      }
      if (isIdle(graph, epoch, change, within)) {
        if (!isAfterRemoval(graph, epoch, change.node)) idle.push(change);
        return;
      }
      const key = rewardKey(change);
      if (key !== null) {
        if ((rewarded ?? from.rewarded).has(key)) return;
        rewarded ??= new Set(from.rewarded);
        rewarded.add(key);
      }
      balance += change.delta;
    };
    for (const change of isAsBefore ? from.pending : [...from.idle, ...from.pending]) look(change);
    for (let at = from.seen; at < changes.length; at += 1) look(changes[at] as TokenChange);
    const ends = idle.length === 0 ? '' : isAsBefore && from.idle.length > 0 ? from.ends : endsOf(epoch, to);
    return { epoch, balance, rewarded: rewarded ?? from.rewarded, seen: changes.length, pending, idle, ends };
  }
}

function openedWith(balance: number, epoch: Epoch): Account {
  return { epoch, balance, rewarded: new Set(), seen: 0, pending: [], idle: [], ends: '' };
}

/** What of a past an ended life can come to count by: entries of later lives of its author. */
function endsOf({ lives }: Epoch, { tips }: GraphNode): string {
  const authors = new Set(lives.map(({ scid }) => scid));
  return [...authors]
    .flatMap((author) => tips.get(author) ?? [])
    .map(({ version, entry }) => `${entry.author}/${version}/${entry.gen}`)
    .sort()
    .join();
}

/** True when the same changes count in both: nodes that saw a certificate on different ways have equal epochs. */
function isCountedAlike(one: Epoch, other: Epoch): boolean {
  if (one === other) return true;
  return (
    one.number === other.number &&
    one.certifiedBy === other.certifiedBy &&
    countedBy(one) === countedBy(other)
  );
}

function countedBy({ members, ended, lives }: Epoch): string {
  return JSON.stringify([
    members.map(({ scid, admittedBy }) => [scid, admittedBy]),
    [...ended].map(([scid, { end, removal }]) => [scid, end, removal]),
    lives.map(({ scid, version, gen, closes }) => [scid, version, gen, closes]),
  ]);
}
