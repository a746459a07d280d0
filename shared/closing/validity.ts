/**
 * Whether an entry by which a cell decides is valid: judged from its causal past alone (CLOSING: Validity), so
 * that the verdict is the same on every node and never changes. An invalid entry stays in the log and counts for
 * nothing.
 */
import type { GraphNode } from '../log/entry-graph.ts';
import {
  type Ballot,
  type Ballots,
  type Closure,
  causalPast,
  closureKey,
  closureOf,
  type Past,
} from './ballot.ts';
import { type BodyOf, isMembershipSlot, membershipSlot, type SignBody } from './bodies.ts';
import { certificates, hasSignQuorum } from './certificate.ts';
import { changeError, type Epoch, isMember, quorumSizes } from './epoch.ts';
import { tally } from './tally.ts';

/** What the rules need beside the ballots: the epoch and the drafts of a past. */
export interface Judge extends Ballots {
  /** The highest epoch certified in the causal past of an entry, itself included. */
  epochOf(node: GraphNode): Epoch;
  drafts(): readonly GraphNode[];
}

/** Why the entry is invalid, or null. The body has been parsed. */
export type Rule<B> = (judge: Judge, node: GraphNode, body: B) => string | null;

/** The author's earlier entries of a list, on the branch of `node`. */
function earlierOwn(judge: Judge, node: GraphNode, nodes: readonly GraphNode[]): GraphNode[] {
  const { prev } = node;
  if (!prev) return [];
  return nodes.filter((other) => judge.graph.onBranch(other, prev));
}

export const draftError: Rule<BodyOf<'draft'>> = (judge, node, body) => {
  if (!isMember(judge.epochOf(node), node.entry.author)) return 'its author is not a member';
  const past = causalPast(judge.graph, node);
  const numbers = judge
    .drafts()
    .filter((draft) => draft !== node && past(draft))
    .map((draft) => draft.entry.body.number as number);
  const expected = 1 + Math.max(0, ...numbers);
  return body.number === expected ? null : `its number is ${body.number}, ${expected} follows`;
};

export const openError: Rule<BodyOf<'open'>> = (judge, node, body) => {
  const past = causalPast(judge.graph, node);
  const draft = judge.graph.get(body.proposal);
  if (!draft || !judge.drafts().includes(draft) || !past(draft)) return 'its draft is not in its past';
  if (draft.entry.author !== node.entry.author) return 'only the proposer opens a ballot';
  const drafted = judge.epochOf(draft);
  const electorate = body.change ? judge.epochOf(node) : drafted;
  if (body.epoch !== electorate.number) return `its epoch is ${body.epoch}, it must be ${electorate.number}`;
  if (!isMember(electorate, node.entry.author)) return 'its author is not a member';
  if (body.rules.quorum > electorate.members.length) return 'its quorum is larger than the electorate';
  if (body.change) {
    const reason = changeError(electorate, body.change);
    if (reason) return reason;
  }
  const sibling = earlierOwn(judge, node, allOpens(judge, body.proposal)).find(
    (open) => open.entry.body.attempt === body.attempt,
  );
  if (sibling) return 'this attempt was opened before';
  if (body.attempt === 1) return null;
  return attemptEnded(judge, body.proposal, body.attempt - 1, past)
    ? null
    : 'the attempt before it has not expired';
};

function allOpens(judge: Judge, proposal: string): GraphNode[] {
  return judge.ballotsOf(proposal).map((ballot) => ballot.open);
}

/** An attempt ends without a decision by a certificate of `expired`, or by one that superseded it in its slot. */
function attemptEnded(judge: Judge, proposal: string, attempt: number, past: Past): boolean {
  return judge.ballotsOf(proposal).some((ballot) => {
    if (ballot.body.attempt !== attempt || !past(ballot.open)) return false;
    const [certificate, conflicting] = certificates(judge, past, ballot.slot);
    if (!certificate || conflicting) return false;
    if (certificate.closure.ballot !== ballot.open.hash) return true;
    return tally(judge, certificate.closure).outcome === 'expired';
  });
}

/** The ballot, if its `open` is valid, in the past of the entry, and has its author in the electorate. */
function ballotFor(judge: Judge, node: GraphNode, hash: string): Ballot | string {
  const ballot = judge.ballot(hash);
  if (!ballot || !judge.graph.inPast(ballot.open, node)) return 'its ballot is not in its past';
  if (!isMember(ballot.electorate, node.entry.author)) return 'its author is not in the electorate';
  return ballot;
}

export const voteError: Rule<BodyOf<'vote'>> = (judge, node, body) => {
  const ballot = ballotFor(judge, node, body.ballot);
  if (typeof ballot === 'string') return ballot;
  return earlierOwn(judge, node, judge.closes(body.ballot)).length > 0
    ? 'its author has closed already'
    : null;
};

export const withdrawError: Rule<BodyOf<'withdraw'>> = (judge, node, body) => {
  const ballot = judge.ballot(body.ballot);
  if (!ballot || !judge.graph.inPast(ballot.open, node)) return 'its ballot is not in its past';
  return ballot.proposer === node.entry.author ? null : 'only the proposer withdraws';
};

export const closeError: Rule<BodyOf<'close'>> = (judge, node, body) => {
  const ballot = ballotFor(judge, node, body.ballot);
  if (typeof ballot === 'string') return ballot;
  if (earlierOwn(judge, node, judge.closes(body.ballot)).length > 0) return 'its author has closed already';
  return restoredError(judge, node, ballot);
};

export const signError: Rule<SignBody> = (judge, node, body) => {
  const reason = attestationError(judge, node, body);
  if (reason) return reason;
  const past = causalPast(judge.graph, node);
  const signs = own(judge, node, judge.signs(body.slot));
  const confirms = own(judge, node, judge.confirms(body.slot));
  if ([...signs, ...confirms].some((earlier) => earlier.round >= body.round)) {
    return 'its author has signed or confirmed in this round or a later one';
  }
  const lock = latest(confirms);
  if (!lock || closureKey(lock) === closureKey(body)) return null;
  for (let round = lock.round + 1; round < body.round; round += 1) {
    if (hasSignQuorum(judge, past, body.slot, round, body)) return null;
  }
  return 'its author is locked on another set';
};

export const confirmError: Rule<SignBody> = (judge, node, body) => {
  const reason = attestationError(judge, node, body);
  if (reason) return reason;
  const past = causalPast(judge.graph, node);
  if (own(judge, node, judge.confirms(body.slot)).some((earlier) => earlier.round >= body.round)) {
    return 'its author has confirmed in this round or a later one';
  }
  if (own(judge, node, judge.signs(body.slot)).some((earlier) => earlier.round > body.round)) {
    return 'its author has signed in a later round';
  }
  return hasSignQuorum(judge, past, body.slot, body.round, body)
    ? null
    : 'there are not enough equal signs in its past';
};

/** What sign and confirm share: the closes are valid, in the past, of this ballot, by at least q of the electorate. */
function attestationError(judge: Judge, node: GraphNode, body: SignBody): string | null {
  const ballot = ballotFor(judge, node, body.ballot);
  if (typeof ballot === 'string') return ballot;
  if (ballot.slot !== body.slot) return 'its ballot belongs to another slot';
  const closes = judge.closes(body.ballot);
  const authors = new Set<string>();
  for (const hash of body.closes) {
    const close = closes.find((candidate) => candidate.hash === hash);
    if (!close || !judge.graph.inPast(close, node)) return 'it names a close that is not in its past';
    authors.add(close.entry.author);
  }
  if (authors.size < quorumSizes(ballot.electorate).q) return 'it names the closes of too few members';
  return restoredError(judge, node, ballot);
}

function own(
  judge: Judge,
  node: GraphNode,
  attestations: readonly { node: GraphNode; body: SignBody }[],
): SignBody[] {
  const { prev } = node;
  if (!prev) return [];
  return attestations.filter((other) => judge.graph.onBranch(other.node, prev)).map((other) => other.body);
}

function latest(bodies: readonly SignBody[]): SignBody | null {
  return bodies.reduce<SignBody | null>(
    (newest, body) => (!newest || body.round > newest.round ? body : newest),
    null,
  );
}

/**
 * A restored author has forgotten what it signed, so it takes no part in slots that it may have signed in before:
 * those whose draft lacks its `restored`, and the membership slot until an epoch is certified that has it.
 */
function restoredError(judge: Judge, node: GraphNode, ballot: Ballot): string | null {
  const restored = restoredBy(judge, node);
  if (!restored) return null;
  const { graph } = judge;
  if (ballot.electorate.members.length === 2) {
    const other = ballot.electorate.members.find((member) => member.scid !== node.entry.author);
    const tips = other ? (node.tips.get(other.scid) ?? []) : [];
    if (tips.every((tip) => tip.entry.gen === 0)) return null;
  }
  const reason = 'its author was restored from a backup after this was drafted';
  if (!isMembershipSlot(ballot.slot)) {
    const draft = graph.get(ballot.body.proposal);
    return draft && graph.inPast(restored, draft) ? null : reason;
  }
  const { closes } = ballot.electorate;
  if (closes.length === 0) return reason;
  const certified: Closure = { ballot: ballot.open.hash, closes };
  return closureOf(judge, certified)(restored) ? null : reason;
}

/** The `restored` entry that began the generation of `node`, or null in generation 0. */
function restoredBy(judge: Judge, node: GraphNode): GraphNode | null {
  const { author, gen } = node.entry;
  if (gen === 0) return null;
  return judge.graph.at(author, gen, 0).find((first) => judge.graph.onBranch(first, node)) ?? null;
}

export function slotOf(body: BodyOf<'open'>): string {
  return body.change ? membershipSlot(body.epoch) : `${body.proposal}/${body.attempt}`;
}
