import { BridgeBook } from '../bridges/bridge-book.ts';
import { advanceEpoch } from '../closing/advance.ts';
import { causalPast, type Decidable, everything, type Past } from '../closing/ballot.ts';
import { FoundBody } from '../closing/bodies.ts';
import { certificates } from '../closing/certificate.ts';
import { mergedEntries, withEnter } from '../closing/entered.ts';
import { baseOf, type Epoch, isMember, versionOf } from '../closing/epoch.ts';
import type { Fork } from '../closing/fork-body.ts';
import { foundingEpoch } from '../closing/founding-epoch.ts';
import { leavingWithin } from '../closing/leaving.ts';
import { type MemberLogs, NO_LONGER_LOGS } from '../closing/member-logs.ts';
import type { Verdict } from '../closing/verdict.ts';
import { IssuingBook } from '../issuing/issuing-book.ts';
import type { StoredPart } from '../log/columns.ts';
import { ZERO_HASH } from '../log/entry.ts';
import type { EntryGraph, GraphNode, Standing } from '../log/entry-graph.ts';
import { type EntryTexts, NO_TEXTS } from '../log/entry-texts.ts';
import { TrustBook } from '../trust/trust-book.ts';
import { FiledBook } from './filed-book.ts';
import { Judged } from './judged.ts';
import type { Judging } from './kinds.ts';
import { bodyVerdict, readBody } from './read-body.ts';
import { isCountedBranch, Refiling } from './refile.ts';

/**
 * Drafts, ballots, votes, closes, signs and confirms of a cell, with the verdict on each and the epoch that each
 * entry stands in. Entries are given causes first; nothing that comes later changes what was said of them.
 */
export class CellBook extends FiledBook implements Judging, Decidable {
  readonly graph: EntryGraph;
  readonly logs: MemberLogs;
  readonly texts: EntryTexts;
  /** Endorsements, transfers and rewards, judged with the rest. */
  readonly trust: TrustBook = new TrustBook(this);
  readonly #judged: Judged;
  /** Of an entry that is only looked at. */
  #looked: { readonly node: GraphNode; readonly epoch: Epoch } | null = null;
  readonly bridges: BridgeBook = new BridgeBook(this, this.filed.filing);
  readonly issuing: IssuingBook = new IssuingBook(this, this.filed.filing);
  #fork: Fork | null | undefined;
  readonly #certified = new Set<string>();
  /** What was asked for last: the same is asked for to place an entry, to see whose it is, and to judge it. */
  #reached: { readonly by: readonly GraphNode[]; readonly epoch: Epoch } | null = null;

  /**
   * @param logs the rules of DID logs; without them no key is ever changed
   * @param texts reads entries of other cells in bodies; without it none holds
   */
  constructor(graph: EntryGraph, logs: MemberLogs = NO_LONGER_LOGS, texts: EntryTexts = NO_TEXTS) {
    super();
    this.graph = graph;
    this.logs = logs;
    this.texts = texts;
    this.#judged = new Judged(graph);
    graph.standBy((author, prev, parents) => this.#standing(author, prev, parents));
  }

  /** One chunk of what was said of entries, to be stored beside that of the graph. */
  part(at: number): StoredPart {
    return this.#judged.part(at, ({ hash }) => this.filed.ballots.get(hash));
  }

  /** Takes over what was stored of a book on this graph, which has loaded `size` entries; only while this is empty. */
  load(parts: readonly StoredPart[], size: number): void {
    const opens = parts.flatMap((part, at) => this.#judged.load(at, part));
    const byRow = new Map(opens.map(([row, body, electorate]) => [row, [body, electorate] as const]));
    new Refiling(this, this.filed, this.#judged, byRow).run(size);
  }

  /**
   * Judges an entry whose whole causal past was judged before. Entries of other kinds are valid here. If this throws,
   * nothing is left of the entry.
   */
  apply(node: GraphNode): Verdict {
    this.filed.filing.begin();
    try {
      return this.#apply(node);
    } catch (thrown) {
      this.#judged.forget(this.graph.rowOf(node));
      this.filed.filing.takeBack();
      throw thrown;
    }
  }

  /** The verdict that `apply` would give; nothing is filed. */
  preview(node: GraphNode): Verdict {
    this.#looked = { node, epoch: this.#epochBefore(node) };
    try {
      return bodyVerdict(this, node, readBody(node));
    } finally {
      this.#looked = null;
    }
  }

  verdict(node: GraphNode): Verdict {
    const row = this.graph.rowOf(node);
    const verdict = row < 0 ? undefined : this.#judged.verdict(row);
    if (!verdict) throw new RangeError('an entry is judged after its causal past');
    return verdict;
  }

  epochOf(node: GraphNode): Epoch {
    const row = this.graph.rowOf(node);
    const looked = this.#looked?.node === node ? this.#looked.epoch : undefined;
    const epoch = row < 0 ? looked : this.#judged.epoch(row);
    if (!epoch) throw new RangeError('an entry is judged after its causal past');
    return epoch;
  }

  /** The highest epoch that a set of entries certifies, given by the tips that it ends in. */
  epochAt(nodes: readonly GraphNode[]): Epoch {
    if (this.#reached && isSameList(this.#reached.by, nodes)) return this.#reached.epoch;
    let tips: ReadonlyMap<string, readonly GraphNode[]> | null = null;
    const epoch = advanceEpoch(this, this.#highest(nodes), (node) => {
      tips ??= this.graph.mergeTips(nodes);
      return this.graph.covers(tips, node);
    });
    this.#reached = { by: nodes, epoch };
    return epoch;
  }

  /** What this cell took along from another, or null. */
  fork(): Fork | null {
    const found = this.#fork === undefined ? this.graph.get(this.graph.cell) : undefined;
    if (found) this.#fork = FoundBody.safeParse(found.entry.body).data?.fork ?? null;
    return this.#fork ?? null;
  }

  leaving(epoch: Epoch, within: Past): ReadonlyMap<string, GraphNode> {
    return leavingWithin(this, epoch, within);
  }

  draftedBefore({ parents }: GraphNode): number {
    return this.draftedUpTo(parents);
  }

  /** The highest number of a valid draft among these entries and in their causal past; 0 without one. */
  draftedUpTo(nodes: readonly GraphNode[]): number {
    return Math.max(0, ...nodes.map((node) => this.#judged.drafted(this.graph.rowOf(node))));
  }

  /** True once something is certified in a slot: that is for good, though a fork may certify something else as well. */
  isCertified(slot: string): boolean {
    if (this.#certified.has(slot)) return true;
    const is = this.filed.wasCertified(slot) || certificates(this, everything, slot).length > 0;
    if (is) this.#certified.add(slot);
    return is;
  }

  #apply(node: GraphNode): Verdict {
    const row = this.graph.rowOf(node);
    this.#judged.begin(row);
    this.#judged.setEpoch(row, this.#epochBefore(node));
    const read = readBody(node);
    const verdict = bodyVerdict(this, node, read);
    this.#judged.setVerdict(row, verdict);
    const number = this.#numberBy(node, verdict);
    this.#judged.setDrafted(row, Math.max(number, this.draftedBefore(node)));
    if (verdict.valid && read && 'kind' in read) read.kind.file(this.filed, node, read.body, this);
    if (verdict.valid && node.entry.kind === 'confirm')
      this.#judged.setEpoch(row, this.#advance(this.epochOf(node), node));
    this.bridges.note(node, verdict.valid);
    if (verdict.valid && node.entry.kind === 'enter')
      this.#judged.setEpoch(row, withEnter(this.epochOf(node), node));
    if (node.entry.kind === 'branch' && isCountedBranch(verdict)) this.filed.branched(node);
    const isRewarded = this.trust.note(node, verdict.valid);
    if (verdict.valid && read && 'kind' in read) this.#judged.facts.note(node, read.body, isRewarded);
    else this.#judged.facts.none(node);
    return verdict;
  }

  /** The number that its author's next draft follows. */
  #numberBy({ entry: { kind, body } }: GraphNode, { valid }: Verdict): number {
    if (kind === 'found') return this.fork()?.number ?? 0;
    return valid && kind === 'draft' ? Number(body.number) : 0;
  }

  #epochBefore(node: GraphNode): Epoch {
    if (node.entry.prev === ZERO_HASH && node.parents.length === 0) return foundingEpoch(node);
    return this.epochAt(node.parents);
  }

  /** Who is no member any more goes on in the version that it had. */
  #standing(author: string, prev: GraphNode | null, parents: readonly GraphNode[]): Standing {
    const epoch = parents.length === 0 ? null : this.epochAt(parents);
    if (!epoch || !isMember(epoch, author)) return { version: prev?.version ?? 0, base: 0 };
    return { version: versionOf(epoch, author), base: baseOf(epoch, author) };
  }

  /** Of epochs of equal number (a forked membership slot) the one with the lower key: the same on every node. */
  #highest(nodes: readonly GraphNode[]): Epoch {
    let highest: Epoch | null = null;
    for (const node of nodes) {
      const epoch = this.epochOf(node);
      const later = highest ? epoch.number - highest.number : 1;
      if (later > 0 || (later === 0 && (epoch.certifiedBy ?? '') < (highest?.certifiedBy ?? '')))
        highest = epoch;
    }
    if (!highest) throw new RangeError('an entry other than the founding one has a past');
    if (highest.number > 0 || nodes.length === 1 || !this.fork()) return highest;
    return mergedEntries(nodes.map((node) => this.epochOf(node))) ?? highest;
  }

  #advance(from: Epoch, node: GraphNode): Epoch {
    return advanceEpoch(this, from, causalPast(this.graph, node));
  }
}

function isSameList(one: readonly GraphNode[], other: readonly GraphNode[]): boolean {
  return one.length === other.length && one.every((node, at) => node === other[at]);
}
