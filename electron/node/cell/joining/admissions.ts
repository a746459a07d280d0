import type { Invitation as InvitationView, JoinRequest } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { changeError, type Epoch } from '#shared/protocol/closing/epoch.ts';
import { isSameName } from '#shared/protocol/names/name-skeleton.ts';
import { says } from '#shared/protocol/saying.ts';
import { decodeBase64url, encodeBase64url } from '../../crypto/base64url.ts';
import { type MemberIdentity, readMemberIdentity } from '../../identity/member-identity.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import type { JoinDesk } from '../../transport/link/cell-link.ts';
import type { Comparisons } from '../comparing/comparisons.ts';
import { AdmissionBallots, changeOf } from './admission-ballots.ts';
import { joinProof } from './invitation.ts';
import type { InvitationRow, InvitationStore } from './invitation-store.ts';
import { Invitations } from './invitations.ts';
import { clockOff } from './join-clock.ts';
import { type JoinAnswer, toldState } from './join-exchange.ts';
import type { DeskStep } from './join-machine.ts';
import { otherRequests, ownRequests, type RequestFacts } from './join-requests.ts';
import { joinCommitment, joinNonce, joinWords } from './join-words.ts';
import { claimedScid, readAsk, sameText } from './read-ask.ts';
import { SeenInvitations, SightAsk } from './seen-invitations.ts';

export interface AdmissionsOptions {
  readonly log: IntegrityLog;
  readonly store: InvitationStore;
  readonly self: MemberIdentity;
  readonly clock: () => number;
  readonly epoch: () => Epoch;
  /** When this node stored an entry, by the clock from which deadlines count. */
  readonly storedAtMs: (hash: string) => number | null;
  /** Accepts whoever comes with an invitation, and approves what others accepted. */
  readonly acceptAll: boolean;
  readonly comparisons: Comparisons;
  readonly changed: () => void;
  /** Writes what follows from the rows and the log; `kept` is told what kept it from that. */
  readonly follow: (kept: (error: unknown) => void) => void;
  /** Told of what could not be written while somebody was answered. */
  readonly failed?: (error: unknown) => void;
}

/** Invitations, and those who come with them: from the first question to the certified ballot. */
export class Admissions {
  readonly #options: AdmissionsOptions;
  readonly #ballots: AdmissionBallots;
  readonly #invitations: Invitations;
  /** For who has seen on the network that this node invites. */
  readonly seen: SeenInvitations;
  /** Where those who ask are received. */
  readonly desk: JoinDesk;
  /** How far the clocks of those who ask are ahead of ours, as they last said. */
  readonly #ahead = new Map<string, number>();

  constructor(options: AdmissionsOptions) {
    this.#options = options;
    const { log, self, epoch, storedAtMs } = options;
    this.#ballots = new AdmissionBallots({ book: log.book, self: self.scid, epoch, storedAtMs });
    this.#invitations = new Invitations(options);
    this.seen = new SeenInvitations({
      invitations: this.#invitations,
      rows: () => this.#rows(),
      revoke: (id) => this.#invitations.revoke(id),
      clock: options.clock,
    });
    this.desk = {
      isOpen: () => this.isOpen(),
      answer: async (request, key) =>
        SightAsk.safeParse(request).success ? this.seen.answer(key) : this.answer(request, key),
    };
  }

  // Invitations

  invite(addresses: readonly string[], ttlMs: number): InvitationView {
    const invitation = this.#invitations.create(addresses, ttlMs);
    this.#options.changed();
    return invitation;
  }

  revoke(id: string): void {
    this.#invitations.revoke(id);
    this.#options.changed();
  }

  /** All that somebody could still use: whoever dials this node by them would not find it any more. */
  withdrawAll(): void {
    for (const { id } of this.#invitations.list([])) this.#invitations.revoke(id);
    this.seen.show([], 0);
    this.#options.changed();
  }

  /** Those that somebody can still use. */
  invitations(addresses: readonly string[]): InvitationView[] {
    return this.#invitations.list(addresses);
  }

  // Those who ask

  isOpen(): boolean {
    const nowMs = this.#options.clock();
    if (this.seen.isOpen) return true;
    return this.#rows().some((row) => {
      const step = this.#stepOf(row);
      // Who is admitted comes as a member; whom the cell refused may learn it for as long as the invitation was good.
      if (step === 'refused') return row.expiresAtMs > nowMs;
      return step !== 'admitted' && step !== 'over';
    });
  }

  async answer(request: unknown, newcomerKey: Uint8Array): Promise<JoinAnswer> {
    const { log, clock, store, acceptAll, changed } = this.#options;
    const { proof, alias, didLog, commitment, nonce, words, at } = readAsk(request, log.cell);
    // Before the log is looked at, which costs more: whoever has no invitation gets no further.
    const claimed = claimedScid(didLog);
    const row = this.#rows().find(({ secret }) => sameText(joinProof(secret, log.cell, claimed), proof));
    if (!row || (row.revoked && !row.accepted)) {
      throw new GhostStackError('not-found', says('error.cell.invitationInvalid'));
    }
    // Without a clock, as members will read it: whose clock is wrong is told, see below.
    const newcomer = readMemberIdentity(didLog);
    if (newcomer.scid !== claimed || Buffer.compare(newcomer.signingKey, newcomerKey) !== 0) {
      throw new GhostStackError('refused', says('error.cell.identityOfAnotherKey'));
    }
    if (row.asker && row.asker.scid !== newcomer.scid) {
      throw new GhostStackError('conflict', says('error.cell.invitationUsed'));
    }
    if (row.seenBy && Buffer.compare(row.seenBy, newcomerKey) !== 0)
      throw new GhostStackError('conflict', says('error.cell.invitationUsed'));
    const nowMs = clock();
    if (!row.asker) {
      if (row.expiresAtMs <= nowMs)
        throw new GhostStackError('expired', says('error.cell.invitationExpired'));
      this.#checkName(alias, newcomer.scid);
      const asker = { scid: newcomer.scid, alias, didLog: newcomer.log as never, askedAtMs: nowMs };
      store.bind(row.id, log.cell, asker);
    }
    const ourNonce = this.#exchange(row, newcomer.signingKey, commitment, nonce ?? null);
    const isNews = clockOff(this.#ahead.get(newcomer.scid) ?? 0) !== clockOff(at - nowMs);
    this.#ahead.set(newcomer.scid, at - nowMs);
    if (row.words !== words) store.say(row.id, words);
    const told = this.#row(row.id);
    // Whoever saw the invitation on the network holds nothing that was given to it: nothing but the words tells it apart.
    if (acceptAll && told.seenBy === null && this.#stepOf(told) === 'asking') store.accept(row.id);
    if (row.words !== words || isNews) changed();
    // What keeps us from writing is none of the newcomer's, and is tried again with its next question.
    this.#options.follow((error) => this.#options.failed?.(error));
    return this.#answerTo(this.#row(row.id), ourNonce);
  }

  #answerTo(row: InvitationRow, ourNonce: Uint8Array): JoinAnswer {
    const { self, clock } = this.#options;
    const epoch = this.#options.epoch();
    const me = epoch.members.find(({ scid }) => scid === self.scid);
    const state = toldState(this.#stepOf(row));
    const ballot = state === 'voting' ? this.#ballots.of(row) : null;
    return {
      v: 3,
      state,
      ballot: ballot ? this.#ballots.standing(ballot) : null,
      at: clock(),
      cellName: epoch.name,
      inviter: { alias: me?.alias ?? '', didLog: self.log as never },
      nonce: encodeBase64url(ourNonce),
    };
  }

  /** Our nonce for what the asker is bound to, fresh for each commitment; checks and keeps the asker's once it is told. */
  #exchange(row: InvitationRow, key: Uint8Array, commitment: string, told: string | null): Uint8Array {
    const { log, store, changed } = this.#options;
    const isKnown = row.exchange?.commitment === commitment;
    const ourNonce = isKnown ? row.exchange.ourNonce : joinNonce();
    if (!isKnown) store.commit(row.id, commitment, ourNonce);
    if (told === null || (isKnown && row.exchange.theirNonce)) return ourNonce;
    const theirNonce = decodeBase64url(told);
    if (joinCommitment(log.cell, key, theirNonce) !== commitment)
      throw new GhostStackError('refused', says('error.cell.newcomerNumberChanged'));
    store.reveal(row.id, theirNonce);
    changed();
    return ourNonce;
  }

  /** Accepts or refuses: one's own newcomer, or by a vote another's. */
  reply(scid: string, accept: boolean): void {
    const { log, store, changed } = this.#options;
    const isMine = ({ asker }: InvitationRow): boolean => asker?.scid === scid;
    const row = this.#rows().findLast(
      (each) => isMine(each) && ['asking', 'accepted', 'voting'].includes(this.#stepOf(each)),
    );
    // Accepting twice changes nothing, and whoever is accepted may be refused until the cell has decided.
    if (row?.accepted && accept) return;
    if (row) {
      const impossible = row.asker && changeError(this.#options.epoch(), changeOf(row.asker));
      if (accept && impossible)
        throw new GhostStackError('conflict', says('error.cell.newcomerInadmissible', { impossible }));
      if (accept) {
        store.accept(row.id);
        this.#noteCompared(row);
      }
      if (!accept) store.refuse(row.id);
      this.#follow();
      changed();
      return;
    }
    const ballot = this.#ballots.open().find(({ change }) => change.scid === scid);
    if (!ballot) throw new GhostStackError('not-found', says('error.cell.nobodyAsksToJoin'));
    const vote = { ballot: ballot.open.hash, choice: accept ? 'APPROVE' : 'REJECT' };
    if (log.objection('vote', vote))
      throw new GhostStackError('conflict', says('error.cell.ballotTakesNoVotes'));
    log.append('vote', vote);
    changed();
  }

  /** Everybody who asks now, here or by another member's invitation. */
  requests(): JoinRequest[] {
    const facts: RequestFacts = {
      me: this.#options.self.scid,
      members: this.#options.epoch().members,
      ballots: this.#ballots,
      stepOf: (row) => this.#stepOf(row),
      words: (row) => this.#words(row),
      clockAheadMs: (scid) => clockOff(this.#ahead.get(scid) ?? 0),
    };
    const own = ownRequests(this.#rows(), facts);
    return [...own, ...otherRequests(new Set(own.map(({ scid }) => scid)), facts)];
  }

  /** Writes the step that the operator has decided on; throws what keeps it from being written. */
  #follow(): void {
    const kept: unknown[] = [];
    this.#options.follow((error) => kept.push(error));
    if (kept.length > 0) throw kept[0];
  }

  #stepOf(row: InvitationRow): DeskStep {
    return this.#ballots.next(row, this.#options.clock()).step;
  }

  /** Names of members, and of those whom our operator lets in; who only asks holds none. */
  #checkName(alias: string, scid: string): void {
    const { members } = this.#options.epoch();
    const inCell = members.some((member) => member.scid !== scid && isSameName(member.alias, alias));
    const accepted = this.#rows().some(
      (row) =>
        row.asker &&
        row.asker.scid !== scid &&
        isSameName(row.asker.alias, alias) &&
        ['accepted', 'voting'].includes(this.#stepOf(row)),
    );
    if (inCell || accepted)
      throw new GhostStackError('already-exists', says('error.cell.nameTaken', { alias }));
  }

  /** The words stood on the screen on which the operator accepted. */
  #noteCompared(row: InvitationRow): void {
    if (!row.asker || !this.#words(row)) return;
    const { signingKey } = readMemberIdentity(row.asker.didLog);
    this.#options.comparisons.note(row.asker.scid, signingKey, this.#options.clock());
  }

  #words(row: InvitationRow): string[] | null {
    const { log, self } = this.#options;
    if (!row.asker || !row.exchange?.theirNonce) return null;
    return joinWords({
      cell: log.cell,
      inviterKey: self.signingKey,
      newcomerKey: readMemberIdentity(row.asker.didLog).signingKey,
      secret: row.secret,
      inviterNonce: row.exchange.ourNonce,
      newcomerNonce: row.exchange.theirNonce,
    });
  }

  #rows(): readonly InvitationRow[] {
    return this.#options.store.list(this.#options.log.cell);
  }

  #row(id: string): InvitationRow {
    const row = this.#options.store.get(id);
    if (!row) throw new GhostStackError('not-found', says('error.cell.noSuchInvitation'));
    return row;
  }
}
