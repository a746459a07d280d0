/**
 * Whether an entry by which a cell decides is valid: judged from its causal past alone (CLOSING: Validity), so
 * that the verdict is the same on every node and never changes. An invalid entry stays in the log and counts for
 * nothing.
 */
import { ZERO_HASH } from '../log/entry.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { dayOf } from '../log/feed-bounds.ts';
import { refusal } from '../log/refusal.ts';
import { type Saying, says } from '../saying.ts';
import { type Ballot, type Ballots, causalPast, type Past } from './ballot.ts';
import type {
  Change,
  CloseBody,
  DraftBody,
  OpenBody,
  ProofBody,
  SignBody,
  VoteBody,
  WithdrawBody,
} from './bodies.ts';
import { bridgeError } from './bridge-change.ts';
import { certificates, hasSignQuorum, signBackings } from './certificate.ts';
import { changeError, type Epoch, isMember, quorumSizes, versionOf } from './epoch.ts';
import { openRulesError } from './floors.ts';
import type { Fork } from './fork-body.ts';
import { generationError } from './generation.ts';
import { leavingWithin } from './leaving.ts';
import { newestEnd } from './newest-end.ts';
import { isFreeToSign, ownNodes, ownRounds } from './own.ts';
import { provedVersion } from './proof.ts';
import { stillOpen } from './still-open.ts';
import { tally } from './tally.ts';
import type { Invalid } from './verdict.ts';

/** What the rules need beside the ballots: the epoch and the drafts of a past. */
export interface Judge extends Ballots {
  /** The highest epoch certified in the causal past of an entry, itself included. */
  epochOf(node: GraphNode): Epoch;
  /** A valid draft. */
  draft(hash: string): GraphNode | undefined;
  /** The highest number of a valid draft in the causal past of an entry, without the entry itself; 0 for none. */
  draftedBefore(node: GraphNode): number;
  /** What this cell took along from another, or null. */
  fork(): Fork | null;
}

/** Why the entry is invalid, or null. The body has been parsed. */
export type Rule<B> = (judge: Judge, node: GraphNode, body: B) => Invalid | null;

const STRANGER = refusal('not-a-member', says('refusal.notMember'));
const NO_BALLOT = refusal('no-ballot', says('refusal.ballotNotInPast'));
const CLOSED = refusal('closed', says('refusal.closedAlready'));

export const draftError: Rule<DraftBody> = (judge, node, body) => {
  if (!isMember(judge.epochOf(node), node.entry.author)) return STRANGER;
  const expected = 1 + judge.draftedBefore(node);
  return body.number === expected
    ? null
    : refusal('number', says('refusal.otherNumberFollows', { number: body.number, expected }));
};

export const openError: Rule<OpenBody> = (judge, node, body) => {
  const past = causalPast(judge.graph, node);
  const draft = draftFor(judge, node, body.proposal);
  if ('code' in draft) return draft;
  if (draft.entry.author !== node.entry.author)
    return refusal('not-the-proposer', says('refusal.onlyProposerOpensBallot'));
  const drafted = judge.epochOf(draft);
  const electorate = body.change ? judge.epochOf(node) : drafted;
  if (body.epoch !== electorate.number)
    return refusal('epoch', says('refusal.otherEpoch', { epoch: body.epoch, number: electorate.number }));
  for (const epoch of [electorate, judge.epochOf(node)])
    if (!isMember(epoch, node.entry.author)) return STRANGER;
  if (body.rules.quorum > electorate.members.length) return refusal('quorum', says('refusal.quorumTooLarge'));
  const { rules } = judge.epochOf(node);
  const low = openRulesError(body, rules, electorate.members.length);
  if (low) return low;
  if (body.change && body.change.type !== 'rekey') {
    const reason = changeError(electorate, body.change) ?? bridgeFault(judge, node, electorate, body.change);
    if (reason) return refusal('change', reason);
    const endless = endError(node, body.change);
    if (endless) return endless;
    if (body.change.type === 'leavers' && !isSomebodyLeaving(judge, node))
      return refusal('change', says('refusal.nobodyLeaves'));
  }
  const opens = judge.ballotsOf(body.proposal).filter((ballot) => ballot.body.attempt === body.attempt);
  const own = ownNodes(
    judge,
    node.prev,
    opens.map((ballot) => ballot.open),
  );
  if (own.length > 0) return refusal('opened', says('refusal.attemptOpened'));
  if (stillOpen(judge, node).length >= rules.openBallotsMax)
    return refusal('too-many', says('refusal.tooManyBallotsOpen', { openBallotsMax: rules.openBallotsMax }));
  if (body.attempt > 1 && !attemptEnded(judge, body.proposal, body.attempt - 1, past))
    return refusal('attempt', says('refusal.attemptBeforeOpen'));
  return body.change?.type === 'rekey' ? rekeyError(judge, electorate, body.change) : null;
};

function bridgeFault(judge: Judge, node: GraphNode, { bridges }: Epoch, change: Change): Saying | null {
  if (change.type !== 'bridge' && change.type !== 'unbridge') return null;
  return bridgeError({ bridges, here: judge.graph.cell, day: dayOf(node.entry.at) }, change);
}

/** Somebody other than the author, in the past of an entry. */
function isSomebodyLeaving(judge: Judge, node: GraphNode): boolean {
  const leaving = leavingWithin(judge, judge.epochOf(node), causalPast(judge.graph, node));
  return [...leaving.keys()].some((scid) => scid !== node.entry.author);
}

/** Signatures take longest, and are looked at last. */
function rekeyError(judge: Judge, epoch: Epoch, change: Extract<Change, { type: 'rekey' }>): Invalid | null {
  const reason = changeError(epoch, change);
  if (reason) return refusal('change', reason);
  const { scid, versions, lost } = change;
  if (lost && versions.length < 2) return refusal('recovery', says('refusal.lostByDevice'));
  const { didLog = [] } = epoch.logs.get(scid) ?? {};
  return judge.logs.extended(scid, didLog, versions)
    ? null
    : refusal('recovery', says('refusal.versionsDoNotFit'));
}

/** A removal names the newest entry of the member in its past, or zeros if there is none. */
function endError(node: GraphNode, change: Change): Invalid | null {
  if (change.type !== 'remove') return null;
  const ends = node.tips.get(change.scid) ?? [];
  // Who removes itself cannot name the entry that says so.
  const known = ends.flatMap((end) => (end === node ? (node.prev ?? []) : end));
  return change.end === (newestEnd(known)?.hash ?? ZERO_HASH)
    ? null
    : refusal('end', says('refusal.endNotNewest'));
}

/**
 * An attempt ends without a decision by a certificate of `expired`, or by one for another proposal in its slot. One
 * for another open of the same proposal (its author opened twice) is a decision.
 */
function attemptEnded(judge: Judge, proposal: string, attempt: number, past: Past): boolean {
  return judge.ballotsOf(proposal).some((ballot) => {
    if (ballot.body.attempt !== attempt || !past(ballot.open)) return false;
    const [certificate, conflicting] = certificates(judge, past, ballot.slot);
    if (!certificate || conflicting) return false;
    const decided = judge.ballot(certificate.closure.ballot);
    if (decided?.body.proposal !== proposal) return true;
    return tally(judge, certificate.closure).outcome === 'expired';
  });
}

/** The draft of a proposal, if it is valid and in the past of the entry. */
function draftFor(judge: Judge, node: GraphNode, hash: string): GraphNode | Invalid {
  const draft = judge.draft(hash);
  return draft && judge.graph.inPast(draft, node)
    ? draft
    : refusal('no-draft', says('refusal.draftNotInPast'));
}

/** A new version or the call for review: by the proposer, before it opens the vote. */
export const revisionError: Rule<{ readonly proposal: string }> = (judge, node, body) => {
  const reason = commentError(judge, node, body);
  if (reason) return reason;
  if (judge.graph.get(body.proposal)?.entry.author !== node.entry.author)
    return refusal('not-the-proposer', says('refusal.onlyProposerChanges'));
  const opens = judge.ballotsOf(body.proposal).map(({ open }) => open);
  return ownNodes(judge, node.prev, opens).length > 0 ? refusal('opened', says('refusal.textFrozen')) : null;
};

export const commentError: Rule<{ readonly proposal: string }> = (judge, node, body) => {
  if (!isMember(judge.epochOf(node), node.entry.author)) return STRANGER;
  const draft = draftFor(judge, node, body.proposal);
  return 'code' in draft ? draft : null;
};

/** The ballot, if its `open` is valid, in the past of the entry, and has its author in the electorate. */
function ballotFor(judge: Judge, node: GraphNode, hash: string): Ballot | Invalid {
  const ballot = judge.ballot(hash);
  if (!ballot || !judge.graph.inPast(ballot.open, node)) return NO_BALLOT;
  if (!isMember(ballot.electorate, node.entry.author))
    return refusal('not-in-electorate', says('refusal.notInElectorate'));
  if (node.version < versionOf(ballot.electorate, node.entry.author))
    return refusal('old-key', says('refusal.oldKey'));
  return ballot;
}

export const voteError: Rule<VoteBody> = (judge, node, body) => {
  const ballot = ballotFor(judge, node, body.ballot);
  if ('code' in ballot) return ballot;
  return ownNodes(judge, node.prev, judge.closes(body.ballot)).length > 0 ? CLOSED : null;
};

export const withdrawError: Rule<WithdrawBody> = (judge, node, body) => {
  const ballot = judge.ballot(body.ballot);
  if (!ballot || !judge.graph.inPast(ballot.open, node)) return NO_BALLOT;
  return ballot.proposer === node.entry.author
    ? null
    : refusal('not-the-proposer', says('refusal.onlyProposerWithdraws'));
};

export const closeError: Rule<CloseBody> = (judge, node, body) => {
  const ballot = ballotFor(judge, node, body.ballot);
  if ('code' in ballot) return ballot;
  if (ownNodes(judge, node.prev, judge.closes(body.ballot)).length > 0) return CLOSED;
  return generationError(judge, ballot, node.entry.author, node.prev, node.tips);
};

export const signError: Rule<SignBody> = (judge, node, body) => {
  const reason = attestationError(judge, node, body);
  if (reason) return reason;
  const { signed, confirmed, lock } = ownRounds(judge, node.prev, body.slot);
  if (Math.max(signed, confirmed) >= body.round) {
    return refusal('round', says('refusal.signedOrConfirmed'));
  }
  const backed = () => signBackings(judge, causalPast(judge.graph, node), body.slot);
  return isFreeToSign(lock, body, backed) ? null : refusal('locked', says('refusal.lockedOnAnother'));
};

export const confirmError: Rule<SignBody> = (judge, node, body) => {
  const reason = attestationError(judge, node, body);
  if (reason) return reason;
  const { signed, confirmed } = ownRounds(judge, node.prev, body.slot);
  if (confirmed >= body.round) return refusal('round', says('refusal.confirmed'));
  if (signed > body.round) return refusal('round', says('refusal.signedLater'));
  return hasSignQuorum(judge, causalPast(judge.graph, node), body.slot, body.round, body)
    ? null
    : refusal('no-quorum', says('refusal.tooFewSigns'));
};

/** What sign and confirm share: closes of this ballot, valid and in the past, one per author, at least q of them. */
function attestationError(judge: Judge, node: GraphNode, body: SignBody): Invalid | null {
  const ballot = ballotFor(judge, node, body.ballot);
  if ('code' in ballot) return ballot;
  if (ballot.slot !== body.slot) return refusal('slot', says('refusal.otherSlot'));
  const closes = judge.closes(body.ballot);
  const authors = new Set<string>();
  for (const hash of body.closes) {
    const close = closes.find((candidate) => candidate.hash === hash);
    if (!close || !judge.graph.inPast(close, node)) return refusal('closes', says('refusal.closeNotInPast'));
    if (authors.has(close.entry.author)) return refusal('closes', says('refusal.twoClosesOfOne'));
    authors.add(close.entry.author);
  }
  if (authors.size < quorumSizes(ballot.electorate).q)
    return refusal('too-few-closes', says('refusal.tooFewCloses'));
  return generationError(judge, ballot, node.entry.author, node.prev, node.tips);
}

export const proofError: Rule<ProofBody> = (judge, node, body) => {
  const [one, other] = body.entries.map((hash) => judge.graph.get(hash));
  const past = causalPast(judge.graph, node);
  if (!one || !other || one === other || !past(one) || !past(other))
    return refusal('no-proof', says('refusal.proofNotInPast'));
  const places = [one, other].map(({ entry }) => `${entry.author}/${entry.gen}/${entry.seq}`);
  if (places[0] !== places[1] || one.entry.author !== body.member)
    return refusal('no-proof', says('refusal.proofOfOtherPlaces'));
  const version = Math.min(one.version, other.version);
  const own = ownNodes(judge, node.prev, judge.proofs(body.member));
  return own.some((proof) => provedVersion(judge.graph, proof) === version)
    ? refusal('proved', says('refusal.provedBefore'))
    : null;
};
