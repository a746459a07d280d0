import type {
  CertificateView,
  ChangeView,
  MyVote,
  ProposalDetail,
  ProposalState,
  ProposalSummary,
  ReceiptPlace,
  Seat,
  SeatRecord,
  TallyView,
} from '#shared/contract/domain/governance.ts';
import { autoOfText, autoOfTitle } from '#shared/protocol/closing/auto-proposal.ts';
import { type Ballot, causalPast, closureKey, everything } from '#shared/protocol/closing/ballot.ts';
import type { Choice, DraftBody } from '#shared/protocol/closing/bodies.ts';
import { deliberationOf } from '#shared/protocol/closing/deliberation.ts';
import { isAfterEnd } from '#shared/protocol/closing/ended.ts';
import { type Epoch, isMember, quorumSizes } from '#shared/protocol/closing/epoch.ts';
import { leavingWithin } from '#shared/protocol/closing/leaving.ts';
import { type BallotState, ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { voteFate } from '#shared/protocol/closing/vote-fate.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { didOfScid } from '../../identity/did-webvh/index.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import { bridgeChangeView } from '../bridging/bridge-words.ts';
import { draftLabel } from '../draft-label.ts';
import { certificateHash } from './certificate-hash.ts';
import { leftToVote } from './left-to-vote.ts';
import { memberName as nameOf } from './member-name.ts';
import { rekeyOf } from './rekey-of.ts';
import { scarNotesOf, scarViewOf } from './scar-view.ts';

export interface ViewContext {
  readonly log: Pick<IntegrityLog, 'book' | 'graph'>;
  readonly me: string;
  readonly epoch: Epoch;
  readonly storedAtMs: (hash: string) => number | null;
  /** Other members who are known to hold an entry. */
  readonly heldBy: (node: GraphNode) => number;
}

/** A row of the board for each proposal, the newest first, `limit` at most. */
export function proposalSummaries(context: ViewContext, limit = Number.POSITIVE_INFINITY): ProposalSummary[] {
  return [...context.log.book.drafts()]
    .sort((a, b) => b.entry.at - a.entry.at || (a.hash < b.hash ? -1 : 1))
    .slice(0, limit)
    .map((draft) => summaryOf(context, draft));
}

export function proposalDetail(context: ViewContext, draft: GraphNode): ProposalDetail {
  const { book } = context.log;
  const deliberation = deliberationOf(book, draft);
  const ballots = book.ballotsOf(draft.hash);
  const latest = ballots.at(-1);
  const text = latest ? latest.body.text : deliberation.text;
  const summary = summaryOf(context, draft);
  return {
    ...summary,
    opened: latest ? placeOf(latest.open) : null,
    records: summary.seats.map(({ scid }) => recordOf(context, latest, scid)),
    text,
    textAuto: autoOfText(latest, text),
    ...leftToVote(context, draft, latest),
    attempt: latest?.body.attempt ?? 0,
    rules: latest?.body.rules ?? null,
    change: latest ? changeOf(context, latest) : null,
    scarNotes: latest && summary.scar ? scarNotesOf(context, latest) : [],
    comments: deliberation.comments.map(({ node, text }) => ({
      name: nameOf(context, node.entry.author),
      text,
      atMs: node.entry.at,
      receipt: node.hash,
    })),
    versions: deliberation.versions,
    reviewed: deliberation.inReview,
    earlier: ballots.slice(0, -1).map(({ open, body }) => ({
      attempt: body.attempt,
      state: shownState(ballotState(book, open.hash)),
    })),
  };
}

/** `P-3`, as it is told apart from others of this number. */
export function labelOf(context: ViewContext, draft: GraphNode): string {
  return draftLabel(context.log.book, draft, (scid) => nameOf(context, scid));
}

export function summaryOf(context: ViewContext, draft: GraphNode): ProposalSummary {
  const { log, me, epoch } = context;
  const { book } = log;
  const deliberation = deliberationOf(book, draft);
  const ballot = book.ballotsOf(draft.hash).at(-1) ?? null;
  const state = ballot ? ballotState(book, ballot.open.hash) : null;
  const electorate = ballot?.electorate ?? epoch;
  const seats = electorate.members.map((member): Seat => seatOf(context, ballot, member.scid, member.alias));
  const own = seats.find((seat) => seat.me);
  const isPending = state === null || state.state === 'voting' || state.state === 'closing';
  const passedOver = isPending && isAfterEnd(log.graph, epoch, ballot?.open ?? draft, everything);
  const isOpen = state !== null && isPending && !passedOver;
  return {
    id: draft.hash,
    label: labelOf(context, draft),
    title: deliberation.title,
    auto: autoOfTitle(ballot, deliberation.title),
    proposer: nameOf(context, draft.entry.author),
    mine: draft.entry.author === me,
    ...agentOf(draft),
    state: state ? shownState(state) : deliberation.inReview ? 'review' : 'draft',
    kind: kindOf(ballot),
    rekey: rekeyViewOf(context, ballot),
    createdAtMs: draft.entry.at,
    decidedAtMs:
      state && 'certificate' in state ? decidedAtMs(context, ballot, state.certificate.round) : null,
    seats,
    quorum: ballot?.body.rules.quorum ?? majorityOf(epoch.members.length),
    deadlineAtMs: ballot && isOpen ? deadlineAtMs(context, ballot) : null,
    tally: tallyOf(state, seats),
    certificate: ballot && state && 'tally' in state ? certificateOf(context, ballot, state) : null,
    counting: ballot && countingOf(context, ballot),
    myVote: ballot ? myVoteOf(context, ballot) : null,
    // A former member has its seat in votes that began before, but signs no more.
    needsMyVote: isOpen && isMember(epoch, me) && own !== undefined && own.choice === null && !own.closed,
    passedOver,
    waitingFor:
      isOpen && state?.state === 'closing'
        ? seats.filter(({ closed }) => !closed).map(({ name }) => name)
        : [],
    scar: ballot && state?.state === 'failed' ? scarViewOf(context, ballot) : null,
  };
}

/** Of a draft that is valid, so its body is as the rules say. */
function agentOf({ entry }: GraphNode): { agent?: string } {
  const { agent } = entry.body as DraftBody;
  return agent === undefined ? {} : { agent };
}

function seatOf({ log, me }: ViewContext, ballot: Ballot | null, scid: string, name: string): Seat {
  const hash = ballot?.open.hash;
  const vote = hash ? newestVote(log, hash, scid) : null;
  const closed = hash !== undefined && log.book.closes(hash).some((close) => close.entry.author === scid);
  return { scid, name, me: scid === me, choice: vote ? (vote.entry.body.choice as Choice) : null, closed };
}

function newestVote({ book }: Pick<IntegrityLog, 'book'>, ballot: string, author: string): GraphNode | null {
  const votes = book.votes(ballot).filter((vote) => vote.entry.author === author);
  return votes.reduce<GraphNode | null>(
    (newest, vote) => (!newest || vote.depth > newest.depth ? vote : newest),
    null,
  );
}

function myVoteOf({ log, me, heldBy }: ViewContext, ballot: Ballot): MyVote | null {
  const vote = newestVote(log, ballot.open.hash, me);
  if (!vote) return null;
  const { choice, comment } = vote.entry.body as { choice: Choice; comment?: string };
  return {
    choice,
    comment: comment ?? null,
    receipt: vote.hash,
    atMs: vote.entry.at,
    fate: voteFate(log.book, vote).kind,
    heldBy: heldBy(vote),
  };
}

/** Members other than its author who are known to hold an entry; null for one that is not here. */
export function heldByOf({ log, heldBy }: ViewContext, hash: string): number | null {
  const node = log.graph.get(hash);
  return node ? heldBy(node) : null;
}

function placeOf({ hash, entry }: GraphNode): ReceiptPlace {
  return { hash, gen: entry.gen, seq: entry.seq, atMs: entry.at };
}

function changeOf(context: ViewContext, ballot: Ballot): ChangeView | null {
  const { body, electorate } = ballot;
  const { change } = body;
  if (!change) return null;
  if (change.type === 'rules') return { type: 'rules', before: electorate.rules, after: change.rules };
  if (change.type === 'bridge' || change.type === 'unbridge') return bridgeChangeView(electorate, change);
  if (change.type === 'leavers') return { type: 'leavers', names: leaverNames(context, ballot) };
  const { type, scid } = change;
  const did = didOfScid(scid);
  const rekey = rekeyViewOf(context, ballot);
  if (type === 'rekey') return rekey && { type, did, ...rekey };
  if (type === 'admit') return { type, scid, did, name: change.alias };
  const end = context.log.graph.get(change.end);
  const name = electorate.members.find((member) => member.scid === scid)?.alias ?? scid;
  return { type, scid, did, name, end: end ? placeOf(end) : null };
}

/** Who was leaving when the ballot was opened. */
function leaverNames({ log: { book, graph } }: ViewContext, { open, electorate }: Ballot): string[] {
  const leaving = leavingWithin(book, electorate, causalPast(graph, open));
  return electorate.members.filter(({ scid }) => leaving.has(scid)).map(({ alias }) => alias);
}

/** Of a change of somebody's key; null for everything else. */
function rekeyViewOf(context: ViewContext, ballot: Ballot | null): ProposalSummary['rekey'] {
  return rekeyOf(context, ballot, {
    nameOf: (scid) => nameOf(context, scid),
    certifiedAtMs: (one) => {
      const state = ballotState(context.log.book, one.open.hash);
      return 'certificate' in state ? decidedAtMs(context, one, state.certificate.round) : null;
    },
  });
}

function recordOf({ log }: ViewContext, ballot: Ballot | undefined, scid: string): SeatRecord {
  if (!ballot) return { scid, vote: null, close: null, confirm: null };
  const { book } = log;
  const vote = newestVote(log, ballot.open.hash, scid);
  const comment = vote?.entry.body.comment;
  const close = book.closes(ballot.open.hash).find(({ entry }) => entry.author === scid);
  const confirm = book
    .confirms(ballot.slot)
    .filter(({ node, body }) => node.entry.author === scid && body.ballot === ballot.open.hash)
    .reduce<GraphNode | null>(
      (newest, { node }) => (newest && newest.depth > node.depth ? newest : node),
      null,
    );
  return {
    scid,
    vote: vote && { ...placeOf(vote), comment: typeof comment === 'string' ? comment : null },
    close: close ? placeOf(close) : null,
    confirm: confirm && placeOf(confirm),
  };
}

/** Confirms are the signatures that make a count final; those of one round and one set add up. */
function countingOf({ log }: ViewContext, ballot: Ballot): ProposalSummary['counting'] {
  const authors = new Map<string, Set<string>>();
  for (const { node, body, key } of log.book.confirms(ballot.slot)) {
    if (body.ballot !== ballot.open.hash) continue;
    const group = `${body.round}:${key}`;
    authors.set(group, (authors.get(group) ?? new Set()).add(node.entry.author));
  }
  const signatures = Math.max(0, ...[...authors.values()].map(({ size }) => size));
  return { needed: quorumSizes(ballot.electorate).q, signatures };
}

function tallyOf(state: BallotState | null, seats: readonly Seat[]): TallyView {
  if (state && 'tally' in state) {
    const { approve, reject, abstain } = state.tally;
    return { approve, reject, abstain };
  }
  const count = (choice: Choice): number => seats.filter((seat) => seat.choice === choice).length;
  return { approve: count('APPROVE'), reject: count('REJECT'), abstain: count('ABSTAIN') };
}

function certificateOf(
  context: ViewContext,
  ballot: Ballot,
  state: BallotState & { tally: unknown },
): CertificateView | null {
  if (!('certificate' in state)) return null;
  const { closure, slot, round, signers } = state.certificate;
  return {
    hash: certificateHash(slot, closure),
    round,
    signers: signers.map((scid) => nameOf(context, scid)),
    needed: quorumSizes(ballot.electorate).q,
  };
}

/** By the clock of the member whose confirm completed the certificate, as far as it is known here. */
function decidedAtMs({ log }: ViewContext, ballot: Ballot | null, round: number): number | null {
  if (!ballot) return null;
  const confirms = log.book.confirms(ballot.slot).filter(({ body }) => body.round === round);
  const key = confirms[0] ? closureKey(confirms[0].body) : '';
  const times = confirms.filter(({ body }) => closureKey(body) === key).map(({ node }) => node.entry.at);
  return times.length === 0 ? null : Math.max(...times);
}

function deadlineAtMs({ storedAtMs }: ViewContext, ballot: Ballot): number | null {
  const stored = storedAtMs(ballot.open.hash);
  return stored === null ? null : stored + ballot.body.rules.deadlineMs;
}

/** As people are told of it. */
export function shownState(state: BallotState): ProposalState {
  return state.state === 'superseded' ? 'expired' : state.state;
}

function kindOf(ballot: Ballot | null): ProposalSummary['kind'] {
  const type = ballot?.body.change?.type;
  if (type === 'admit') return 'admission';
  if (type === 'remove') return 'removal';
  if (type === 'rekey') return 'rekey';
  if (type === 'bridge' || type === 'unbridge') return 'bridge';
  if (type === 'leavers') return 'leavers';
  return type === 'rules' ? 'rules' : 'proposal';
}
