import type { ProposalDetail, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { autoTitle } from '#shared/protocol/closing/auto-proposal.ts';
import { type Ballot, everything } from '#shared/protocol/closing/ballot.ts';
import type { Change, Choice } from '#shared/protocol/closing/bodies.ts';
import type { BridgeChange, UnbridgeChange } from '#shared/protocol/closing/bridge-change.ts';
import { deliberationOf } from '#shared/protocol/closing/deliberation.ts';
import { isAfterEnd } from '#shared/protocol/closing/ended.ts';
import { changeError, type Epoch } from '#shared/protocol/closing/epoch.ts';
import { tooFewLeft } from '#shared/protocol/closing/left-of-electorate.ts';
import { newestEnd } from '#shared/protocol/closing/newest-end.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { isAheadOfTime } from '#shared/protocol/closing/rekey.ts';
import { type RulesWish, withWishes } from '#shared/protocol/closing/rules-wish.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import { decisionProof } from './decision-proof.ts';
import { type BallotWishes, ballotRules, openBallot } from './open-ballot.ts';
import { proposalDetail, proposalSummaries, type ViewContext } from './proposal-view.ts';

export interface DecisionsOptions {
  readonly log: Pick<IntegrityLog, 'book' | 'graph' | 'append' | 'ahead' | 'textOf'>;
  readonly me: string;
  readonly epoch: () => Epoch;
  readonly storedAtMs: (hash: string) => number | null;
  readonly heldBy: (node: GraphNode) => number;
  /** By which deadlines pass here; without it no change is too early. */
  readonly clock?: () => number;
}

export interface ProposalRequest extends BallotWishes {
  readonly title: string;
  readonly text: string;
  /** Opens the vote at once. */
  readonly open: boolean;
  /** The digest of the cycle that led to it, where the agent thought of it. */
  readonly agent?: string;
}

/** What a member does about the cell's decisions: every act is an entry, on disk before anyone else sees it. */
export class Decisions {
  readonly #options: DecisionsOptions;

  constructor(options: DecisionsOptions) {
    this.#options = options;
  }

  /** The newest first. */
  list(limit?: number): ProposalSummary[] {
    return proposalSummaries(this.#context(), limit);
  }

  detail(id: string): ProposalDetail {
    return proposalDetail(this.#context(), this.#draft(id));
  }

  /** What its newest ballot came to, for somebody who has nothing of the log. */
  proof(id: string): { readonly label: string; readonly text: string } {
    const { label } = this.detail(id);
    return { label, text: decisionProof(this.#options.log, id) };
  }

  propose(request: ProposalRequest): string {
    const { log, epoch } = this.#options;
    const { members, rules } = epoch();
    // What cannot be opened leaves no draft behind.
    if (request.open) ballotRules(rules, members.length, request);
    const draft = openBallot.draft(log, request.title, request.text, request.agent);
    if (request.open) this.open(draft.hash, request);
    return draft.hash;
  }

  /** Opens the vote on a member's removal: what it writes after the newest entry held here counts no more. */
  proposeRemoval(scid: string, text: string): string {
    const member = this.#options.epoch().members.find((one) => one.scid === scid);
    if (!member) throw new GhostStackError('not-found', says('error.cell.noSuchMember'));
    const title = autoTitle({ code: 'remove', params: { name: member.alias } });
    return this.#proposeChange(title, text, this.#removal(scid));
  }

  /** Opens the vote on a change of a member's key. */
  proposeRekey(change: Extract<Change, { type: 'rekey' }>): string {
    const member = this.#options.epoch().members.find((one) => one.scid === change.scid);
    if (!member) throw new GhostStackError('not-found', says('error.cell.noSuchMember'));
    const title = autoTitle({ code: 'rekey', params: { name: member.alias } });
    return this.#proposeChange(title, '', change);
  }

  /** Opens the vote on a bridge to another cell, or on its end. */
  proposeBridge(change: BridgeChange | UnbridgeChange): string {
    const { bridges } = this.#options.epoch();
    const name =
      change.type === 'bridge' ? change.name : bridges.find(({ cell }) => cell === change.cell)?.name;
    return this.#proposeChange(autoTitle({ code: change.type, params: { name: name ?? '' } }), '', change);
  }

  /** Opens the vote that counts out whoever is leaving: its end does so, whatever it comes to. */
  proposeLeavers(): string {
    return this.#proposeChange(autoTitle({ code: 'leavers', params: {} }), '', { type: 'leavers' });
  }

  /** Opens the vote on other rules of the cell. */
  proposeRules(wished: RulesWish, text: string): string {
    const { rules } = this.#options.epoch();
    const changed = withWishes(rules, wished);
    if (changed.deadlineMs < changed.deadlineMinMs) {
      throw new GhostStackError(
        'invalid-argument',
        says('error.cell.deadlineBelowShortest', {
          deadline: { durationMs: changed.deadlineMs },
          deadlineMin: { durationMs: changed.deadlineMinMs },
        }),
      );
    }
    if (canonicalize(changed) === canonicalize(rules)) {
      throw new GhostStackError('invalid-argument', says('error.cell.sameRules'));
    }
    const title = autoTitle({ code: 'rules', params: {} });
    return this.#proposeChange(title, text, { type: 'rules', rules: changed });
  }

  /** A new version, before the vote is opened. */
  revise(id: string, title: string, text: string): void {
    this.#unopened(id);
    this.#options.log.append('revise', { proposal: id, title, text });
  }

  /** Asks the members for comments. */
  review(id: string): void {
    this.#unopened(id);
    this.#options.log.append('review', { proposal: id });
  }

  comment(id: string, text: string): void {
    this.#draft(id);
    this.#options.log.append('comment', { proposal: id, text });
  }

  /** Opens the vote on the newest version, or a next attempt after one that expired. */
  open(id: string, wishes: BallotWishes = {}): void {
    const { log, epoch } = this.#options;
    const draft = this.#own(id);
    const latest = log.book.ballotsOf(id).at(-1);
    const state = latest ? ballotState(log.book, latest.open.hash).state : null;
    if (state !== null && state !== 'expired' && state !== 'superseded') {
      throw new GhostStackError('conflict', says('error.cell.voteOpenedAlready'));
    }
    const before = latest?.body.change;
    // By now the member may have written more that counts.
    const change = before?.type === 'remove' ? this.#removal(before.scid) : before;
    this.#requireOfTime(change);
    const few = change ? null : tooFewLeft(log.book.epochOf(draft), epoch());
    if (few) throw new GhostStackError('conflict', says('error.cell.tooFewLeft', { ...few }));
    const open = openBallot.open(log, {
      proposal: id,
      attempt: (latest?.body.attempt ?? 0) + 1,
      text: deliberationOf(log.book, draft).text,
      change,
      // Who votes on the cell's members and rules are the members of now; else those to whom it was drafted.
      epoch: change ? epoch() : log.book.epochOf(draft),
      rules: epoch().rules,
      wishes,
    });
    this.#requireValid(open);
  }

  vote(id: string, choice: Choice, comment: string | null): void {
    const ballot = this.#openBallot(id);
    const body = { ballot: ballot.open.hash, choice, ...(comment ? { comment } : {}) };
    this.#refuseAfterClose(ballot);
    this.#requireValid(this.#options.log.append('vote', body));
  }

  /** Notes something about a decision that failed: a scar, which such a note recovers once another member approves it. */
  noteScar(id: string, text: string): void {
    this.#draft(id);
    const ballot = this.#options.log.book.ballotsOf(id).at(-1);
    if (!ballot || ballotState(this.#options.log.book, ballot.open.hash).state !== 'failed')
      throw new GhostStackError('conflict', says('error.cell.notFailed'));
    this.#requireValid(this.#options.log.append('scar-note', { ballot: ballot.open.hash, text }));
  }

  healScar(note: string): void {
    const node = this.#options.log.graph.get(note);
    if (node?.entry.kind !== 'scar-note')
      throw new GhostStackError('not-found', says('error.cell.noSuchNote'));
    this.#requireValid(this.#options.log.append('scar-heal', { note }));
  }

  withdraw(id: string): void {
    const ballot = this.#openBallot(id);
    if (ballot.proposer !== this.#options.me)
      throw new GhostStackError('forbidden', says('error.cell.onlyProposerWithdraws'));
    this.#requireValid(this.#options.log.append('withdraw', { ballot: ballot.open.hash }));
  }

  /** Closes by hand, once one has voted. */
  close(id: string): void {
    const { log, me } = this.#options;
    const ballot = this.#openBallot(id);
    const hash = ballot.open.hash;
    this.#refuseAfterClose(ballot);
    if (!log.book.votes(hash).some((vote) => vote.entry.author === me)) {
      throw new GhostStackError('conflict', says('error.cell.voteBeforeClosing'));
    }
    this.#requireValid(log.append('close', { ballot: hash }));
  }

  #removal(scid: string): Change {
    const end = newestEnd(this.#options.log.ahead().get(scid) ?? []);
    return { type: 'remove', scid, end: end?.hash ?? ZERO_HASH };
  }

  #proposeChange(title: string, text: string, change: Change): string {
    const { log, epoch } = this.#options;
    this.#requireOfTime(change);
    const reason = changeError(epoch(), change);
    if (reason) throw new GhostStackError('conflict', says('error.cell.cannotBeProposed', { reason }));
    const draft = openBallot.draft(log, title, text);
    const ballot = { proposal: draft.hash, attempt: 1, text, epoch: epoch(), rules: epoch().rules };
    // Who leaves has written the draft meanwhile.
    const newest = change.type === 'remove' ? this.#removal(change.scid) : change;
    this.#requireValid(openBallot.open(log, { ...ballot, change: newest }));
    return draft.hash;
  }

  /** Nobody does anything about a key of the far future, which would leave no later one; nor is it proposed. */
  #requireOfTime(change: Change | undefined): void {
    const { clock } = this.#options;
    if (clock && isAheadOfTime({ body: { change } }, clock()))
      throw new GhostStackError('conflict', says('error.cell.keyAheadOfTime'));
  }

  #context(): ViewContext {
    const { log, me, storedAtMs, heldBy, epoch } = this.#options;
    return { log, me, epoch: epoch(), storedAtMs, heldBy };
  }

  #draft(id: string): GraphNode {
    const draft = this.#options.log.book.draft(id);
    if (!draft) throw new GhostStackError('not-found', says('error.cell.noSuchProposal'));
    return draft;
  }

  #own(id: string): GraphNode {
    const draft = this.#draft(id);
    if (draft.entry.author !== this.#options.me) {
      throw new GhostStackError('forbidden', says('error.cell.onlyProposerDoes'));
    }
    return draft;
  }

  #unopened(id: string): void {
    this.#own(id);
    if (this.#options.log.book.ballotsOf(id).length > 0) {
      throw new GhostStackError('conflict', says('error.cell.textFrozen'));
    }
  }

  #openBallot(id: string): Ballot {
    const { log, me, epoch } = this.#options;
    this.#draft(id);
    const ballot = log.book.ballotsOf(id).at(-1);
    if (!ballot) throw new GhostStackError('conflict', says('error.cell.voteNotOpenYet'));
    const { state } = ballotState(log.book, ballot.open.hash);
    if (state !== 'voting' && state !== 'closing') {
      throw new GhostStackError('conflict', says('error.cell.proposalDecided', { state }));
    }
    if (isAfterEnd(log.graph, epoch(), ballot.open, everything)) {
      throw new GhostStackError('conflict', says('error.cell.openedByFormerMember'));
    }
    if (!ballot.electorate.members.some(({ scid }) => scid === me)) {
      throw new GhostStackError('forbidden', says('error.cell.draftedBeforeYou'));
    }
    return ballot;
  }

  #refuseAfterClose(ballot: Ballot): void {
    const { log, me } = this.#options;
    if (!log.book.closes(ballot.open.hash).some((close) => close.entry.author === me)) return;
    const hasVoted = log.book.votes(ballot.open.hash).some((vote) => vote.entry.author === me);
    throw new GhostStackError(
      'conflict',
      says(hasVoted ? 'error.cell.closedWithVote' : 'error.cell.closedWithoutVote'),
    );
  }

  /** What was written is judged by the rules that all nodes follow; saying so beats silence. */
  #requireValid(node: GraphNode): void {
    const verdict = this.#options.log.book.verdict(node);
    if (!verdict.valid)
      throw new GhostStackError('refused', says('error.cell.doesNotCount', { reason: verdict.says }));
  }
}
