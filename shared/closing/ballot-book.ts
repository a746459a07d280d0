import { ZERO_HASH } from '../log/entry.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { bodyRefusal } from '../log/refusal.ts';
import { TrustBook } from '../trust/trust-book.ts';
import { advanceEpoch } from './advance.ts';
import { type Attestation, type Ballot, causalPast, closureKey } from './ballot.ts';
import { BODIES, type BodyOf, type DecidingKind, type ProofBody, type SignBody } from './bodies.ts';
import type { Epoch } from './epoch.ts';
import * as rules from './validity.ts';
import { type Invalid, type Verdict, verdictOf } from './verdict.ts';

/**
 * Drafts, ballots, votes, closes, signs and confirms of a cell, with the verdict on each and the epoch that each
 * entry stands in. Entries are given causes first; nothing that comes later changes what was said of them.
 */
export class BallotBook implements rules.Judge {
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
  readonly #votes = new Map<string, GraphNode[]>();
  readonly #withdraws = new Map<string, GraphNode[]>();
  readonly #closes = new Map<string, GraphNode[]>();
  readonly #signs = new Map<string, Attestation[]>();
  readonly #confirms = new Map<string, Attestation[]>();
  readonly #proofs = new Map<string, GraphNode[]>();

  constructor(graph: EntryGraph) {
    this.graph = graph;
  }

  /** Judges an entry whose whole causal past was judged before. Entries of other kinds are valid here. */
  apply(node: GraphNode): Verdict {
    this.#epochs.set(node, this.#epochBefore(node));
    const verdict = this.#judge(node);
    this.#verdicts.set(node, verdict);
    if (verdict.valid && node.entry.kind === 'confirm')
      this.#epochs.set(node, this.#advance(this.epochOf(node), node));
    this.trust.note(node, verdict.valid);
    return verdict;
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

  #judge(node: GraphNode): Verdict {
    const kind = node.entry.kind;
    if (!Object.hasOwn(BODIES, kind)) return this.trust.judge(node);
    const parsed = BODIES[kind as DecidingKind].safeParse(node.entry.body);
    return verdictOf(
      parsed.success
        ? this.#record(node, kind as DecidingKind, parsed.data)
        : bodyRefusal(parsed.error.issues[0]),
    );
  }

  /** Applies the rule of the kind and, when the entry is valid, files it. */
  #record(node: GraphNode, kind: DecidingKind, body: unknown): Invalid | null {
    switch (kind) {
      case 'found':
        return null;
      case 'draft':
        return (
          rules.draftError(this, node, body as BodyOf<'draft'>) ?? this.#file(() => this.#drafts.push(node))
        );
      case 'revise':
      case 'review': {
        const { proposal } = body as BodyOf<'review'>;
        return (
          rules.revisionError(this, node, { proposal }) ??
          this.#file(() => append(this.#deliberation, proposal, node))
        );
      }
      case 'comment': {
        const { proposal } = body as BodyOf<'comment'>;
        return (
          rules.commentError(this, node, { proposal }) ??
          this.#file(() => append(this.#deliberation, proposal, node))
        );
      }
      case 'open': {
        const open = body as BodyOf<'open'>;
        return rules.openError(this, node, open) ?? this.#file(() => this.#open(node, open));
      }
      case 'vote': {
        const vote = body as BodyOf<'vote'>;
        return rules.voteError(this, node, vote) ?? this.#file(() => append(this.#votes, vote.ballot, node));
      }
      case 'withdraw': {
        const withdraw = body as BodyOf<'withdraw'>;
        return (
          rules.withdrawError(this, node, withdraw) ??
          this.#file(() => append(this.#withdraws, withdraw.ballot, node))
        );
      }
      case 'close': {
        const close = body as BodyOf<'close'>;
        return (
          rules.closeError(this, node, close) ?? this.#file(() => append(this.#closes, close.ballot, node))
        );
      }
      case 'sign': {
        const sign = body as SignBody;
        return (
          rules.signError(this, node, sign) ??
          this.#file(() => append(this.#signs, sign.slot, { node, body: sign, key: closureKey(sign) }))
        );
      }
      case 'confirm': {
        const confirm = body as SignBody;
        return (
          rules.confirmError(this, node, confirm) ??
          this.#file(() =>
            append(this.#confirms, confirm.slot, { node, body: confirm, key: closureKey(confirm) }),
          )
        );
      }
      case 'proof': {
        const proof = body as ProofBody;
        return (
          rules.proofError(this, node, proof) ?? this.#file(() => append(this.#proofs, proof.member, node))
        );
      }
    }
  }

  #file(file: () => unknown): null {
    file();
    return null;
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
    append(this.#ballotsBySlot, ballot.slot, ballot);
    append(this.#ballotsByProposal, body.proposal, ballot);
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

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Epoch 0; a `found` whose body is not understood founds a cell without members, in which nothing is valid. */
function foundingEpoch(node: GraphNode): Epoch {
  const parsed = BODIES.found.safeParse(node.entry.body);
  const none = { number: 0, certifiedBy: null, closes: [], ended: new Map<string, string>() };
  if (!parsed.success) {
    const rules_ = { version: 1, f: 0, deadlineMs: 0, graceMs: 0, turnMs: 1 };
    return { ...none, name: '', members: [], rules: rules_ };
  }
  const { name, alias, didLog, rules: agreed } = parsed.data;
  const founder = { scid: node.entry.author, alias, didLog, admittedBy: node.hash };
  return { ...none, name, members: [founder], rules: agreed };
}
