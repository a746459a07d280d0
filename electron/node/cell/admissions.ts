import { randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Ballot } from '#shared/closing/ballot.ts';
import { everything } from '#shared/closing/ballot.ts';
import { type Change, type DidLog, MEMBERS_MAX } from '#shared/closing/bodies.ts';
import { changeError, type Epoch, quorumSizes } from '#shared/closing/epoch.ts';
import { hasVoted } from '#shared/closing/known.ts';
import { ballotState } from '#shared/closing/proposal-state.ts';
import type { Invitation as InvitationView, JoinRequest } from '#shared/domain/cell.ts';
import { GhostStackError } from '#shared/errors.ts';
import { isSameName } from '#shared/format/name-skeleton.ts';
import { decodeBase64url, encodeBase64url } from '../crypto/base64url.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import { type MemberIdentity, readMemberIdentity } from '../identity/member-identity.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import type { JoinDesk } from '../transport/cell-link.ts';
import { encodeInvitation, invitationUrl, joinProof, SECRET_BYTES } from './invitation.ts';
import type { InvitationRow, InvitationStore } from './invitation-store.ts';
import { type JoinAnswer, JoinAsk } from './join-exchange.ts';
import { joinCommitment, joinNonce, joinWords } from './join-words.ts';
import { openBallot } from './open-ballot.ts';

export interface AdmissionsOptions {
  readonly log: IntegrityLog;
  readonly store: InvitationStore;
  readonly self: MemberIdentity;
  readonly clock: () => number;
  readonly epoch: () => Epoch;
  /** Accepts whoever comes with an invitation, and approves what others accepted. */
  readonly acceptAll: boolean;
  readonly changed: () => void;
}

/** Invitations, and those who come with them: from the first question to the certified ballot. */
export class Admissions implements JoinDesk {
  readonly #options: AdmissionsOptions;

  constructor(options: AdmissionsOptions) {
    this.#options = options;
  }

  // Invitations

  invite(addresses: readonly string[], ttlMs: number): InvitationView {
    const { log, store, clock } = this.#options;
    if (this.#options.epoch().members.length >= MEMBERS_MAX) {
      throw new GhostStackError(
        'conflict',
        `A cell has at most ${MEMBERS_MAX} members. Fork it to make room.`,
      );
    }
    if (addresses.length === 0) {
      throw new GhostStackError(
        'offline',
        'This node listens nowhere, so nobody could use an invitation. Go online first.',
      );
    }
    const id = encodeBase64url(randomBytes(9));
    const nowMs = clock();
    store.create({
      id,
      cell: log.cell,
      secret: new Uint8Array(randomBytes(SECRET_BYTES)),
      createdAtMs: nowMs,
      expiresAtMs: nowMs + ttlMs,
    });
    this.#options.changed();
    return this.#view(this.#row(id), addresses);
  }

  revoke(id: string): void {
    this.#row(id);
    this.#options.store.revoke(id);
    this.#options.changed();
  }

  /** Those that somebody can still use, or has used. */
  invitations(addresses: readonly string[]): InvitationView[] {
    const nowMs = this.#options.clock();
    return this.#rows()
      .filter((row) => !row.revoked && !row.asker && row.expiresAtMs > nowMs)
      .map((row) => this.#view(row, addresses));
  }

  // Those who ask

  isOpen(): boolean {
    const nowMs = this.#options.clock();
    return this.#rows().some((row) => {
      if (row.revoked || row.refused) return false;
      // Who is admitted comes as a member; whom the cell refused may learn it for as long as the invitation was good.
      const isAnswered = row.asker !== null && ['admitted', 'refused'].includes(this.#stateOf(row));
      if (row.asker && !isAnswered) return true;
      return row.expiresAtMs > nowMs && !(row.asker && this.#stateOf(row) === 'admitted');
    });
  }

  async answer(request: unknown, newcomerKey: Uint8Array): Promise<JoinAnswer> {
    const { log, self, clock, store, acceptAll } = this.#options;
    const parsed = JoinAsk.safeParse(request);
    if (!parsed.success) throw new GhostStackError('malformed', 'The request to join is not understood.');
    const { cell, proof, alias, didLog, commitment, nonce } = parsed.data;
    if (cell !== log.cell) throw new GhostStackError('not-found', 'This invitation is for another cell.');
    // Before the log is looked at, which costs more: whoever has no invitation gets no further.
    const claimed = claimedScid(didLog);
    const row = this.#rows().find(({ secret }) => sameText(joinProof(secret, cell, claimed), proof));
    if (!row || row.revoked) {
      throw new GhostStackError(
        'not-found',
        'This invitation is not valid, or was withdrawn. Ask for a new one.',
      );
    }
    const newcomer = readMemberIdentity(didLog, { nowMs: clock() });
    if (newcomer.scid !== claimed || Buffer.compare(newcomer.signingKey, newcomerKey) !== 0) {
      throw new GhostStackError('refused', 'The identity is not that of the key that connected.');
    }
    if (row.asker && row.asker.scid !== newcomer.scid) {
      throw new GhostStackError('conflict', 'This invitation was used by somebody else. Ask for a new one.');
    }
    if (!row.asker) {
      if (row.expiresAtMs <= clock())
        throw new GhostStackError('expired', 'This invitation has expired. Ask for a new one.');
      this.#checkName(alias, newcomer.scid);
      store.bind(row.id, { scid: newcomer.scid, alias, didLog: newcomer.log as never, askedAtMs: clock() });
    }
    const ourNonce = this.#exchange(row, newcomer.signingKey, commitment, nonce ?? null);
    const told = this.#row(row.id);
    if (acceptAll && told.exchange?.theirNonce && !told.accepted && !told.refused) this.#accept(told);
    const epoch = this.#options.epoch();
    const me = epoch.members.find(({ scid }) => scid === self.scid);
    return {
      v: 2,
      state: this.#stateOf(this.#row(row.id)),
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
      throw new GhostStackError(
        'refused',
        'The number for the six words is not the one that was announced: somebody may sit between the two computers.',
      );
    store.reveal(row.id, theirNonce);
    changed();
    return ourNonce;
  }

  /** Accepts or refuses: opens the ballot of one's own newcomer, or votes in the ballot of another's. */
  reply(scid: string, accept: boolean): void {
    const { log, self, store } = this.#options;
    const row = this.#rows().find(
      ({ asker, exchange, accepted, refused }) =>
        asker?.scid === scid && exchange?.theirNonce && !accepted && !refused,
    );
    if (row) {
      if (accept) this.#accept(row);
      else store.refuse(row.id);
      this.#options.changed();
      return;
    }
    const ballot = this.#openBallots().find(({ body }) => admitted(body.change)?.scid === scid);
    if (!ballot) throw new GhostStackError('not-found', 'Nobody of that name asks to join now.');
    if (hasVoted(log.book, ballot.open.hash, self.scid, everything)) {
      throw new GhostStackError('conflict', 'You have answered already.');
    }
    log.append('vote', { ballot: ballot.open.hash, choice: accept ? 'APPROVE' : 'REJECT' });
  }

  requests(): JoinRequest[] {
    const { log, self } = this.#options;
    const { members } = this.#options.epoch();
    const nameOf = (scid: string): string => members.find((member) => member.scid === scid)?.alias ?? scid;
    const own = this.#rows().flatMap((row): JoinRequest[] => {
      // Until the words are here there is nothing to compare, and nobody to answer.
      if (!row.asker || row.revoked || !(row.exchange?.theirNonce || row.accepted)) return [];
      const { scid, alias, askedAtMs } = row.asker;
      const state = this.#stateOf(row);
      if (state === 'admitted' || row.refused) return [];
      const ballot = this.#openBallots().find(({ body }) => admitted(body.change)?.scid === scid);
      return [
        {
          scid,
          name: alias,
          inviter: nameOf(self.scid),
          words: this.#words(row),
          receivedAtMs: askedAtMs,
          state,
          ballot: ballot?.open.hash ?? null,
          needed: ballot ? this.#needed(ballot) : 0,
          answered: row.accepted,
        },
      ];
    });
    const others = this.#openBallots().flatMap((ballot): JoinRequest[] => {
      const change = admitted(ballot.body.change);
      if (!change || ballot.proposer === self.scid) return [];
      return [
        {
          scid: change.scid,
          name: change.alias,
          inviter: nameOf(ballot.proposer),
          words: null,
          receivedAtMs: ballot.open.entry.at,
          state: 'voting',
          ballot: ballot.open.hash,
          needed: this.#needed(ballot),
          answered: hasVoted(log.book, ballot.open.hash, self.scid, everything),
        },
      ];
    });
    return [...own, ...others];
  }

  /** What the log's news ask for: approvals, if they are automatic, and a new ballot where another won the slot. */
  follow(): void {
    const { log, store, self, acceptAll } = this.#options;
    if (log.signingBarred) return;
    for (const row of this.#rows()) {
      if (!row.asker || !row.accepted || row.refused || !row.proposal) continue;
      const latest = log.book.ballotsOf(row.proposal).at(-1);
      if (
        latest &&
        ballotState(log.book, latest.open.hash).state === 'superseded' &&
        !this.#isMember(row.asker.scid)
      ) {
        // The winner may have taken the name or the last seat: who asked is told, and can come with another invitation.
        if (changeError(this.#options.epoch(), changeOf(row.asker))) {
          store.refuse(row.id);
          this.#options.changed();
        } else this.#open(row, row.proposal, latest.body.attempt + 1);
      }
    }
    if (!acceptAll) return;
    for (const ballot of this.#openBallots()) {
      // Who lets newcomers in without asking has not agreed to anything else.
      if (!admitted(ballot.body.change)) continue;
      if (ballot.proposer !== self.scid && !hasVoted(log.book, ballot.open.hash, self.scid, everything)) {
        const vote = { ballot: ballot.open.hash, choice: 'APPROVE' };
        if (!log.objection('vote', vote)) log.append('vote', vote);
      }
    }
  }

  #accept(row: InvitationRow): void {
    const { log, store } = this.#options;
    const { asker } = row;
    if (!asker) return;
    const impossible = changeError(this.#options.epoch(), changeOf(asker));
    if (impossible) throw new GhostStackError('conflict', `This newcomer cannot be admitted: ${impossible}.`);
    const draft = openBallot.draft(log, `Admit ${asker.alias}`, `${asker.alias} came by an invitation.`);
    store.accept(row.id, draft.hash);
    this.#open(row, draft.hash, 1);
  }

  #open(row: InvitationRow, proposal: string, attempt: number): void {
    const { log } = this.#options;
    const { asker } = row;
    if (!asker) return;
    const change = changeOf(asker);
    const epoch = this.#options.epoch();
    const open = openBallot.open(log, { proposal, attempt, text: '', change, epoch, rules: epoch.rules });
    log.append('vote', { ballot: open.hash, choice: 'APPROVE' });
  }

  #openBallots(): Ballot[] {
    const { log } = this.#options;
    const { number } = this.#options.epoch();
    return log.book
      .ballotsIn(`members/${number}`)
      .filter((ballot) => ['voting', 'closing'].includes(ballotState(log.book, ballot.open.hash).state));
  }

  #needed(ballot: Ballot): number {
    const { log } = this.#options;
    const closed = new Set(log.book.closes(ballot.open.hash).map((close) => close.entry.author)).size;
    return Math.max(0, quorumSizes(ballot.electorate).q - closed);
  }

  #stateOf(row: InvitationRow): JoinRequest['state'] {
    if (row.asker && this.#isMember(row.asker.scid)) return 'admitted';
    if (row.refused) return 'refused';
    if (!row.accepted || !row.proposal) return 'asking';
    const latest = this.#options.log.book.ballotsOf(row.proposal).at(-1);
    const state = latest ? ballotState(this.#options.log.book, latest.open.hash).state : 'voting';
    // Whoever was admitted and is no member now was removed since, and asks with another invitation.
    if (state === 'passed') return 'admitted';
    return ['failed', 'expired', 'withdrawn', 'forked'].includes(state) ? 'refused' : 'voting';
  }

  #isMember(scid: string): boolean {
    return this.#options.epoch().members.some((member) => member.scid === scid);
  }

  #checkName(alias: string, scid: string): void {
    const { members } = this.#options.epoch();
    const inCell = members.some((member) => isSameName(member.alias, alias));
    const asked = this.#rows().some(
      ({ asker, refused }) => asker && !refused && asker.scid !== scid && isSameName(asker.alias, alias),
    );
    if (inCell || asked)
      throw new GhostStackError(
        'already-exists',
        `The name ${alias} is taken in this cell. Choose another one.`,
      );
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

  #rows(): InvitationRow[] {
    return this.#options.store.list(this.#options.log.cell);
  }

  #row(id: string): InvitationRow {
    const row = this.#rows().find((candidate) => candidate.id === id);
    if (!row) throw new GhostStackError('not-found', 'There is no such invitation.');
    return row;
  }

  #view(row: InvitationRow, addresses: readonly string[]): InvitationView {
    const { log, self } = this.#options;
    const code = encodeInvitation({
      v: 1,
      cell: log.cell,
      inviter: encodeMultikey('ed25519', self.signingKey),
      addresses: reachable(addresses).slice(0, 8),
      secret: encodeBase64url(row.secret),
      expires: row.expiresAtMs,
    });
    const { id, createdAtMs, expiresAtMs } = row;
    return { id, code, url: invitationUrl(code), createdAtMs, expiresAtMs, usedBy: row.asker?.alias ?? null };
  }
}

/** Addresses that mean something on another computer; the loopback interface only if there is no other. */
function reachable(addresses: readonly string[]): string[] {
  const outside = addresses.filter((address) => !/^\/ip4\/127\.|^\/ip6\/::1\//.test(address));
  return outside.length > 0 ? outside : [...addresses];
}

function changeOf({ scid, alias, didLog }: NonNullable<InvitationRow['asker']>): Change {
  return { type: 'admit', scid, alias, didLog: [...didLog] };
}

/** Whose log it says it is; what is wrong with it shows when it is read. */
function claimedScid([first]: z.infer<typeof DidLog>): string {
  const parsed = z.object({ parameters: z.object({ scid: z.string() }) }).safeParse(first);
  return parsed.data?.parameters.scid ?? '';
}

function admitted(change: Change | undefined): (Change & { type: 'admit' }) | null {
  return change?.type === 'admit' ? change : null;
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
