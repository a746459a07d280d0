import type { Joining, JoinStanding } from '#shared/contract/domain/cell.ts';
import type { Told } from '#shared/contract/domain/saying.ts';
import { GhostStackError, saysOf, told } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { decodeBase64url } from '../../crypto/base64url.ts';
import { decodeMultikey } from '../../crypto/multikey.ts';
import { type MemberIdentity, readMemberIdentity } from '../../identity/member-identity.ts';
import type { Invitation } from './invitation.ts';
import { clockOff } from './join-clock.ts';
import { JoinAnswer, JoinQuestions } from './join-exchange.ts';
import { JoinHopes } from './join-hopes.ts';
import { type NewcomerEvent, newcomerNext, wordsSaid } from './join-machine.ts';
import { JoinPace } from './join-pace.ts';
import type { JoinRecord } from './join-record.ts';
import { joinWords } from './join-words.ts';

export interface JoinerOptions {
  readonly invitation: Invitation;
  /** From where it goes on. */
  readonly record: JoinRecord;
  readonly self: MemberIdentity;
  readonly alias: string;
  /** Asks the inviter; throws GhostStackError with the inviter's code. */
  readonly ask: (request: unknown, signal: AbortSignal) => Promise<unknown>;
  readonly clock: () => number;
  /** Writes where it stands, in one transaction: with the cell once it is a member, nothing once it is gone. */
  readonly save: (record: JoinRecord) => void;
  readonly changed: () => void;
  /** The cell has admitted this node, and that is written. */
  readonly admitted: () => void;
}

/** So long an inviter is told of a change of mind; until it hears of it, it waits and opens no ballot. */
const PARTING_MS = 10 * 60_000;
/** Runs the newcomer's side of joining (join-machine): asks, writes each step, and tells the operator. */
export class Joiner {
  readonly #options: JoinerOptions;
  readonly #abort = new AbortController();
  readonly #questions: JoinQuestions;
  readonly #startedAtMs: number;
  readonly #pace: JoinPace;
  readonly #hopes: JoinHopes;
  #record: JoinRecord;
  /** As it is on disk. */
  #written: JoinRecord;
  /** What the inviter last said of the ballot, its times by our clock. */
  #heard: Pick<JoinAnswer, 'state' | 'ballot'> & { readonly aheadMs: number | null } = NOTHING_HEARD;
  #trouble: Told = told(says('error.join.connecting'));
  #timer: NodeJS.Timeout | null = null;
  #isAsking = false;
  #isUrgent = false;
  #isHandedOver = false;

  constructor(options: JoinerOptions) {
    this.#options = options;
    const { invitation, self: identity, alias, record } = options;
    this.#record = record;
    this.#written = record;
    this.#startedAtMs = options.clock();
    this.#pace = new JoinPace(this.#startedAtMs);
    this.#hopes = new JoinHopes(options.clock);
    this.#questions = new JoinQuestions({ invitation, identity, alias }, decodeBase64url(record.nonce));
    if (record.step !== 'refused') this.#schedule(0);
  }

  /** Null once it was called off. */
  view(): Joining | null {
    const { step, sinceMs, heard } = this.#record;
    if (step === 'leaving' || step === 'gone' || step === 'member') return null;
    return {
      cellName: heard?.cellName ?? null,
      inviter: heard?.alias ?? null,
      words: this.#words(),
      state: VIEWS[step],
      standing: this.#standing(),
      trouble: this.#troubleNow(),
      sinceMs,
    };
  }

  /** True while it asks with this invitation. */
  asksWith({ cell, secret }: Invitation): boolean {
    const asked = this.#options.invitation;
    const view = this.view();
    return view !== null && view.state !== 'refused' && asked.cell === cell && asked.secret === secret;
  }

  /** Whether the inviter with this key is asked. */
  asks(key: Uint8Array): boolean {
    return Buffer.compare(decodeMultikey(this.#options.invitation.inviter).publicKey, key) === 0;
  }

  /** The operator has compared the words with the inviter's screen. */
  confirm(same: boolean): void {
    if (!same) this.#refuse(told(says('error.join.wordsDiffer')));
    this.#happened(same ? 'same' : 'differ');
  }

  /** The operator no longer wants to join; the inviter is told. */
  callOff(): void {
    this.#happened('call-off');
  }

  /**
   * Another member is asked in its place. An inviter that has not accepted is told, so that its screen shows no words
   * which the newcomer's does not; after that the answer is the other one's.
   */
  handOver(): void {
    const { aheadMs, state } = this.#heard;
    this.#isHandedOver = true;
    if (aheadMs === null || state !== 'asking') this.stop();
    else this.#happened('call-off');
  }

  /** Stops asking; what is written is gone on with later. */
  stop(): void {
    this.#abort.abort();
    if (this.#timer) clearTimeout(this.#timer);
  }

  get #isOver(): boolean {
    return this.#abort.signal.aborted;
  }

  /** One step: what follows is written before anything comes of it. */
  #happened(event: NewcomerEvent): void {
    const { step, agrees } = this.#record;
    const { state, effect } = newcomerNext({ step, agrees }, event);
    if (event !== 'no-answer') this.#write({ ...this.#record, ...state });
    if (effect === 'ask') this.#schedule(0);
    else if (effect === 'wait') this.#schedule(this.#pace.nextMs());
    else if (effect !== 'none') this.stop();
    if (effect === 'join') this.#options.admitted();
    this.#options.changed();
  }

  /** What cannot be written has not happened: it is heard, or said, again. */
  #write(record: JoinRecord): void {
    try {
      const isNews = JSON.stringify(record) !== JSON.stringify(this.#written);
      if (isNews && !this.#isHandedOver) this.#options.save(record);
      this.#written = record;
    } finally {
      this.#record = this.#written;
    }
  }

  #refuse(why: Told): void {
    this.#record = { ...this.#record, why };
  }

  #schedule(waitMs: number): void {
    if (this.#isOver) return;
    if (this.#isAsking) {
      this.#isUrgent ||= waitMs === 0;
      return;
    }
    if (this.#timer) clearTimeout(this.#timer);
    if (waitMs === 0) void this.#ask();
    else this.#timer = setTimeout(() => void this.#ask(), waitMs);
  }

  async #ask(): Promise<void> {
    const { ask, clock } = this.#options;
    const tells = this.#record.heard !== null;
    const { aheadMs } = this.#heard;
    const clocksAgree = aheadMs !== null && clockOff(aheadMs) === null;
    const said = { words: wordsSaid(this.#record, clocksAgree), at: clock() };
    this.#isAsking = true;
    let event: NewcomerEvent;
    try {
      const request = tells ? this.#questions.next(said) : this.#questions.first(said);
      const parsed = JoinAnswer.safeParse(await ask(request, this.#abort.signal));
      if (!parsed.success) throw new GhostStackError('malformed', says('error.cell.answerNotUnderstood'));
      event = this.#hear(parsed.data, tells);
    } catch (thrown) {
      event = this.#failed(thrown);
    } finally {
      this.#isAsking = false;
    }
    if (this.#isOver) return;
    // Asked before the operator had a change of mind: that has yet to be told.
    const { step } = this.#record;
    const isBehind = (step === 'parting' || step === 'leaving') && !['differ', 'left'].includes(said.words);
    if (isBehind && event !== 'turned-away') event = 'answered';
    try {
      this.#happened(event);
    } catch (thrown) {
      this.#pace.failed(told(saysOf(thrown)));
      this.#schedule(this.#pace.nextMs());
    }
    if (this.#isUrgent) {
      this.#isUrgent = false;
      this.#schedule(0);
    }
  }

  #failed(thrown: unknown): NewcomerEvent {
    const trouble = told(saysOf(thrown));
    const isOver = this.#hopes.isOver(thrown, this.#record.heard?.told === true) || this.#partsForLong();
    this.#trouble = trouble;
    this.#pace.failed(trouble);
    if (!isOver) return 'no-answer';
    this.#refuse(this.#record.why ?? trouble);
    return 'turned-away';
  }

  #partsForLong(): boolean {
    const isParting = this.#record.step === 'parting' || this.#record.step === 'leaving';
    return isParting && this.#options.clock() - this.#startedAtMs > PARTING_MS;
  }

  /** @param tells whether the question told our number */
  #hear(answer: JoinAnswer, tells: boolean): NewcomerEvent {
    const { invitation, clock } = this.#options;
    const { heard } = this.#record;
    const nowMs = clock();
    this.#hopes.answered();
    const { cellName, inviter, nonce, state, ballot, at } = answer;
    const identity = readMemberIdentity(inviter.didLog);
    const expected = decodeMultikey(invitation.inviter).publicKey;
    if (Buffer.compare(identity.signingKey, expected) !== 0) {
      throw new GhostStackError('refused', says('error.cell.somebodyElseAnswered'));
    }
    if (heard !== null && nonce !== heard.nonce) {
      throw new GhostStackError('refused', says('error.cell.inviterNumberChanged'));
    }
    this.#pace.answered(nowMs);
    const aheadMs = at - nowMs;
    this.#heard = {
      state,
      aheadMs,
      ballot: ballot && { ...ballot, untilMs: Math.max(0, ballot.untilMs - aheadMs) },
    };
    const isTold = tells || heard?.told === true;
    const { alias, didLog } = inviter;
    this.#record = { ...this.#record, heard: { nonce, cellName, alias, didLog, told: isTold } };
    if (state === 'refused') {
      this.#refuse(this.#record.why ?? told(says('error.join.notAdmitted', { cell: cellName })));
      return 'turned-away';
    }
    if (!isTold) return 'answered';
    if (state === 'admitted' && this.#record.step === 'leaving')
      this.#refuse(told(says('error.join.admittedMeanwhile', { cell: cellName })));
    return state === 'admitted' ? 'admitted' : 'told';
  }

  /** What is waited for, as far as the inviter has told. */
  #standing(): JoinStanding | null {
    const { step, heard } = this.#record;
    if (step === 'refused' || step === 'parting' || !heard?.told) return null;
    const { state, ballot, aheadMs } = this.#heard;
    return { compared: step === 'agreed', state, ballot, clockAheadMs: clockOff(aheadMs ?? 0) };
  }

  #troubleNow(): Told | null {
    const { step, heard, why } = this.#record;
    if (step === 'refused' || step === 'parting') return why;
    return heard?.told ? this.#pace.silence(this.#options.clock()) : this.#trouble;
  }

  #words(): string[] | null {
    const { heard } = this.#record;
    if (!heard?.told) return null;
    const { invitation, self } = this.#options;
    return joinWords({
      cell: invitation.cell,
      inviterKey: decodeMultikey(invitation.inviter).publicKey,
      newcomerKey: self.signingKey,
      secret: decodeBase64url(invitation.secret),
      inviterNonce: decodeBase64url(heard.nonce),
      newcomerNonce: this.#questions.nonce,
    });
  }
}

const NOTHING_HEARD = { state: 'asking', ballot: null, aheadMs: null } as const;

const VIEWS = {
  calling: 'connecting',
  telling: 'connecting',
  comparing: 'comparing',
  agreed: 'waiting',
  parting: 'refused',
  refused: 'refused',
} as const;
