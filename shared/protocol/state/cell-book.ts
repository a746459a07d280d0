import { advanceEpoch } from '../closing/advance.ts';
import { type Attestation, type Ballot, causalPast, closureKey } from '../closing/ballot.ts';
import {
  BODIES,
  type BodyOf,
  DEFAULT_CELL_RULES,
  type DecidingKind,
  type ProofBody,
  type SignBody,
} from '../closing/bodies.ts';
import type { End, Epoch } from '../closing/epoch.ts';
import * as rules from '../closing/validity.ts';
import { type Invalid, type Verdict, verdictOf } from '../closing/verdict.ts';
import { ZERO_HASH } from '../log/entry.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { bodyRefusal } from '../log/refusal.ts';
import { TrustBook } from '../trust/trust-book.ts';

/**
 * Drafts, ballots, votes, closes, signs and confirms of a cell, with the verdict on each and the epoch that each
 * entry stands in. Entries are given causes first; nothing that comes later changes what was said of them.
 */
export class CellBook implements rules.Judge {
  readonly graph: EntryGraph;
  /** Endorsements, transfers and rewards, judged with the rest. */
  readonly trust: TrustBook = new TrustBook(this);
  readonly #epochs = new Map<GraphNode, Epoch>();
  readonly #verdicts = new Map<GraphNode, Verdict>();
  readonly #drafts: GraphNode[] = [];
  readonly #deliberation = new Map<string, GraphNode[]>();
  readonly #ballots = new Map<string, Ballot>();
  readonly #ballotsBySlot = new Map<string, Ballot[]>();
  readonly #ballotsByProposal = new Map<string, Ballot[]>();
  readonly #ballotsByProposer = new Map<string, Ballot[]>();
  readonly #votes = new Map<string, GraphNode[]>();
  readonly #withdraws = new Map<string, GraphNode[]>();
  readonly #closes = new Map<string, GraphNode[]>();
  readonly #signs = new Map<string, Attestation[]>();
  readonly #confirms = new Map<string, Attestation[]>();
  readonly #proofs = new Map<string, GraphNode[]>();
  /** How to take back what was filed of the entry that is being applied. */
  #filed: (() => unknown)[] = [];

  constructor(graph: EntryGraph) {
    this.graph = graph;
  }

  /**
   * Judges an entry whose whole causal past was judged before. Entries of other kinds are valid here. If this throws,
   * nothing is left of the entry.
   */
  apply(node: GraphNode): Verdict {
    this.#filed = [];
    try {
      return this.#apply(node);
    } catch (thrown) {
      this.#epochs.delete(node);
      this.#verdicts.delete(node);
      for (const takeBack of this.#filed.reverse()) takeBack();
      throw thrown;
    }
  }

  /** The verdict that `apply` would give; nothing is filed. */
  preview(node: GraphNode): Verdict {
    this.#epochs.set(node, this.#epochBefore(node));
    try {
      return this.#judge(node);
    } finally {
      this.#epochs.delete(node);
    }
  }

  verdict(node: GraphNode): Verdict {
    const verdict = this.#verdicts.get(node);
    if (!verdict) throw new RangeError('an entry is judged after its causal past');
    return verdict;
  }

  epochOf(node: GraphNode): Epoch {
    const epoch = this.#epochs.get(node);
    if (!epoch) throw new RangeError('an entry is judged after its causal past');
    return epoch;
  }

  /** The highest epoch that a set of entries certifies, given by the tips that it ends in. */
  epochAt(nodes: readonly GraphNode[]): Epoch {
    const tips = this.graph.mergeTips(nodes);
    return advanceEpoch(this, this.#highest(nodes), (node) => this.graph.covers(tips, node));
  }

  drafts(): readonly GraphNode[] {
    return this.#drafts;
  }

  /** Valid revisions, calls for review and comments that name a proposal, in the order in which they came. */
  deliberationOn(proposal: string): readonly GraphNode[] {
    return this.#deliberation.get(proposal) ?? [];
  }

  ballot(hash: string): Ballot | undefined {
    return this.#ballots.get(hash);
  }

  ballots(): Ballot[] {
    return [...this.#ballots.values()];
  }

  /** Slots that have a ballot, in the order in which they were opened here. */
  slots(): string[] {
    return [...this.#ballotsBySlot.keys()];
  }

  ballotsIn(slot: string): readonly Ballot[] {
    return this.#ballotsBySlot.get(slot) ?? [];
  }

  ballotsOf(proposal: string): readonly Ballot[] {
    return this.#ballotsByProposal.get(proposal) ?? [];
  }

  ballotsBy(proposer: string): readonly Ballot[] {
    return this.#ballotsByProposer.get(proposer) ?? [];
  }

  votes(ballot: string): readonly GraphNode[] {
    return this.#votes.get(ballot) ?? [];
  }

  withdraws(ballot: string): readonly GraphNode[] {
    return this.#withdraws.get(ballot) ?? [];
  }

  closes(ballot: string): readonly GraphNode[] {
    return this.#closes.get(ballot) ?? [];
  }

  signs(slot: string): readonly Attestation[] {
    return this.#signs.get(slot) ?? [];
  }

  confirms(slot: string): readonly Attestation[] {
    return this.#confirms.get(slot) ?? [];
  }

  proofs(member: string): readonly GraphNode[] {
    return this.#proofs.get(member) ?? [];
  }

  #apply(node: GraphNode): Verdict {
    this.#epochs.set(node, this.#epochBefore(node));
    const verdict = this.#judge(node);
    this.#verdicts.set(node, verdict);
    if (verdict.valid)
      this.#parsed(node, (kind, body) => {
        this.#file(node, kind, body);
        return null;
      });
    if (verdict.valid && node.entry.kind === 'confirm')
      this.#epochs.set(node, this.#advance(this.epochOf(node), node));
    this.trust.note(node, verdict.valid);
    return verdict;
  }

  #judge(node: GraphNode): Verdict {
    return verdictOf(this.#parsed(node, (kind, body) => this.#error(node, kind, body)));
  }

  /** Applies `then` to the body of a deciding entry, or says what else is to be said of the entry. */
  #parsed(node: GraphNode, then: (kind: DecidingKind, body: unknown) => Invalid | null): Invalid | null {
    const { kind, body } = node.entry;
    if (!Object.hasOwn(BODIES, kind)) {
      const verdict = this.trust.judge(node);
      return verdict.valid ? null : verdict;
    }
    const parsed = BODIES[kind as DecidingKind].safeParse(body);
    return parsed.success ? then(kind as DecidingKind, parsed.data) : bodyRefusal(parsed.error.issues);
  }

  /** The rule of the kind. */
  #error(node: GraphNode, kind: DecidingKind, body: unknown): Invalid | null {
    switch (kind) {
      case 'found':
        return null;
      case 'draft':
        return rules.draftError(this, node, body as BodyOf<'draft'>);
      case 'revise':
      case 'review':
        return rules.revisionError(this, node, body as BodyOf<'review'>);
      case 'comment':
        return rules.commentError(this, node, body as BodyOf<'comment'>);
      case 'open':
        return rules.openError(this, node, body as BodyOf<'open'>);
      case 'vote':
        return rules.voteError(this, node, body as BodyOf<'vote'>);
      case 'withdraw':
        return rules.withdrawError(this, node, body as BodyOf<'withdraw'>);
      case 'close':
        return rules.closeError(this, node, body as BodyOf<'close'>);
      case 'sign':
        return rules.signError(this, node, body as SignBody);
      case 'confirm':
        return rules.confirmError(this, node, body as SignBody);
      case 'proof':
        return rules.proofError(this, node, body as ProofBody);
    }
  }

  /** Files a valid entry by what it is about. */
  #file(node: GraphNode, kind: DecidingKind, body: unknown): void {
    switch (kind) {
      case 'found':
        return;
      case 'draft':
        this.#push(this.#drafts, node);
        return;
      case 'revise':
      case 'review':
      case 'comment':
        this.#append(this.#deliberation, (body as BodyOf<'review'>).proposal, node);
        return;
      case 'open':
        this.#open(node, body as BodyOf<'open'>);
        return;
      case 'vote':
        this.#append(this.#votes, (body as BodyOf<'vote'>).ballot, node);
        return;
      case 'withdraw':
        this.#append(this.#withdraws, (body as BodyOf<'withdraw'>).ballot, node);
        return;
      case 'close':
        this.#append(this.#closes, (body as BodyOf<'close'>).ballot, node);
        return;
      case 'sign':
      case 'confirm': {
        const attested = body as SignBody;
        const list = kind === 'sign' ? this.#signs : this.#confirms;
        this.#append(list, attested.slot, { node, body: attested, key: closureKey(attested) });
        return;
      }
      case 'proof':
        this.#append(this.#proofs, (body as ProofBody).member, node);
        return;
    }
  }

  #append<V>(map: Map<string, V[]>, key: string, value: V): void {
    const list = map.get(key);
    if (list) this.#push(list, value);
    else {
      map.set(key, [value]);
      this.#filed.push(() => map.delete(key));
    }
  }

  #push<V>(list: V[], value: V): void {
    list.push(value);
    this.#filed.push(() => list.pop());
  }

  #open(node: GraphNode, body: BodyOf<'open'>): void {
    const draft = this.graph.get(body.proposal) as GraphNode;
    const ballot: Ballot = {
      open: node,
      body,
      slot: rules.slotOf(body),
      proposer: node.entry.author,
      electorate: body.change ? this.epochOf(node) : this.epochOf(draft),
    };
    this.#ballots.set(node.hash, ballot);
    this.#filed.push(() => this.#ballots.delete(node.hash));
    this.#append(this.#ballotsBySlot, ballot.slot, ballot);
    this.#append(this.#ballotsByProposal, body.proposal, ballot);
    this.#append(this.#ballotsByProposer, ballot.proposer, ballot);
  }

  #epochBefore(node: GraphNode): Epoch {
    if (node.entry.prev === ZERO_HASH && node.parents.length === 0) return foundingEpoch(node);
    return this.#advance(this.#highest(node.parents), node);
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
    return highest;
  }

  #advance(from: Epoch, node: GraphNode): Epoch {
    return advanceEpoch(this, from, causalPast(this.graph, node));
  }
}

/** Epoch 0; a `found` whose body is not understood founds a cell without members, in which nothing is valid. */
function foundingEpoch(node: GraphNode): Epoch {
  const parsed = BODIES.found.safeParse(node.entry.body);
  const none = { number: 0, certifiedBy: null, closes: [], ended: new Map<string, End>(), lives: [] };
  if (!parsed.success) {
    return { ...none, name: '', members: [], rules: DEFAULT_CELL_RULES };
  }
  const { name, alias, didLog, rules: agreed } = parsed.data;
  const founder = { scid: node.entry.author, alias, didLog, admittedBy: node.hash };
  return { ...none, name, members: [founder], rules: agreed };
}
