import type { Told } from '#shared/contract/domain/saying.ts';
import { GhostStackError, saysOf, told } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { ClosedGate } from '../../transport/join/ask-to-join.ts';
import type { RecoveryCode } from '../joining/invitation.ts';
import { JoinHopes } from '../joining/join-hopes.ts';
import { JoinPace } from '../joining/join-pace.ts';
import type { FindKey, MemberKey } from './member-key.ts';
import { type RecovererEvent, type RecovererStep, recovererNext } from './recoverer-machine.ts';
import { type RecoveringView, recoveringView } from './recovering-view.ts';
import { heardNames, heardState, isKeyOf, mayGoOn, readLog, refusedFor } from './recovery-answers.ts';
import { HashesAnswer, NEW_VERSIONS_MAX } from './recovery-exchange.ts';
import { recoveryQuestion } from './recovery-question.ts';
import type { RecoveryRecord } from './recovery-record.ts';

export interface RecovererOptions {
  readonly code: RecoveryCode;
  /** From where it goes on. */
  readonly record: RecoveryRecord;
  /** With which this machine dials: Ed25519, 32 bytes. */
  readonly asker: Uint8Array;
  /** Of a home that comes back where it is: whose it is; null, or left out, where that is to be told. */
  readonly scid?: string | null;
  /** What is at hand without asking anybody: a device's next key. */
  readonly find?: FindKey;
  /** It asks by that key, and no words may be typed instead. */
  readonly isByDevice?: boolean;
  /** Asks the member; throws GhostStackError with its code. */
  readonly ask: (request: unknown, signal: AbortSignal) => Promise<unknown>;
  readonly clock: () => number;
  /** Writes where it stands, in one transaction; nothing once it is gone. */
  readonly save: (record: RecoveryRecord) => void;
  readonly changed: () => void;
  /**
   * Makes this home the member's, again if it was begun; resolves with true when that is written, and with false where
   * something else is waited for and ends this.
   */
  readonly restore: (record: RecoveryRecord) => Promise<boolean>;
}

/** How often a member is asked how it stands. */
const STATE_MS = 2_000;
/** So long it is tried to tell the member that the six words differ. */
const PARTING_MS = 10 * 60_000;

/** Runs the machine's side of a recovery (recoverer-machine): asks, writes each step, and tells the operator. */
export class Recoverer {
  readonly #options: RecovererOptions;
  readonly #abort = new AbortController();
  readonly #pace: JoinPace;
  readonly #hopes: JoinHopes;
  #record: RecoveryRecord;
  /** As it is on disk. */
  #written: RecoveryRecord;
  /** Never written. */
  #key: MemberKey | null = null;
  /** As the member last said. */
  #standing: RecoveringView['standing'] = null;
  #trouble: Told | null = told(says('error.recovery.connecting'));
  #timer: NodeJS.Timeout | null = null;
  #isAsking = false;
  #isUrgent = false;
  /** When this run began to tell the member that the words differ. */
  #partsSinceMs: number | null = null;

  constructor(options: RecovererOptions) {
    this.#options = options;
    this.#record = options.record;
    this.#written = options.record;
    this.#pace = new JoinPace(options.clock());
    this.#hopes = new JoinHopes(options.clock);
    this.#lookForKey();
    const { step } = options.record;
    if (step === 'admitted') void this.#restore();
    else if (step === 'words' && this.#key) this.#happened('typed');
    else if (['calling', 'agreed', 'parting'].includes(step)) this.#schedule(0);
  }

  /** Null once it was called off, or has led into the cell. */
  view(): RecoveringView | null {
    return recoveringView(this.#record, this.#options, { trouble: this.#trouble, standing: this.#standing });
  }

  /** The operator has typed the words. Throws `not-found` if they are nobody's here; nothing is sent then. */
  give(find: FindKey): void {
    const { step, told: answered } = this.#record;
    if (step !== 'words' || answered === null)
      throw new GhostStackError('conflict', says('error.recovery.wordsNotAsked'));
    const key = find(new Set(answered.hashes));
    if (key === null) throw new GhostStackError('not-found', says('error.recovery.wordsOfNobody'));
    this.#key = key;
    this.#happened('typed');
  }

  /** The operator has compared the six words with the member's screen. */
  confirm(same: boolean): void {
    if (!same) this.#refuse(says('error.recovery.wordsDiffer'));
    this.#happened(same ? 'same' : 'differ');
  }

  callOff(): void {
    this.#happened('call-off');
  }

  /** Stops asking; what is written is gone on with later. */
  stop(): void {
    this.#abort.abort();
    this.#key = null;
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** False once nothing more is asked. */
  get isAsking(): boolean {
    return !this.#isOver;
  }

  get #isOver(): boolean {
    return this.#abort.signal.aborted;
  }

  #lookForKey(): void {
    const { find } = this.#options;
    const answered = this.#record.told;
    if (find && answered) this.#key = find(new Set(answered.hashes));
  }

  /** One step: what follows is written before anything comes of it. */
  #happened(event: RecovererEvent): void {
    const { step, agrees } = this.#record;
    const next = recovererNext({ step, agrees, holdsKey: this.#key !== null }, event);
    // New versions are made from the log that was told last, and written before anybody sees them.
    const wanted = next.effect === 'make' ? this.#make() : this.#record.wanted;
    this.#write({ ...this.#record, step: next.step, agrees: next.agrees, wanted });
    if (next.effect === 'ask' || next.effect === 'make') this.#schedule(0);
    else if (next.effect === 'wait') this.#schedule(this.#waitMs(next.step));
    else if (next.effect === 'end') this.stop();
    else if (next.effect === 'restore') void this.#restore();
    this.#options.changed();
  }

  #waitMs(step: RecovererStep): number {
    return step === 'agreed' ? STATE_MS : this.#pace.nextMs();
  }

  /** What cannot be written has not happened: it is heard, or said, again. */
  #write(record: RecoveryRecord): void {
    try {
      if (JSON.stringify(record) !== JSON.stringify(this.#written)) this.#options.save(record);
      this.#written = record;
    } finally {
      this.#record = this.#written;
    }
  }

  #refuse(why: Saying): void {
    this.#record = { ...this.#record, why: told(why) };
  }

  #make(): RecoveryRecord['wanted'] {
    const { names } = this.#record;
    if (this.#key === null || names === null) return this.#record.wanted;
    const log = readLog(names.didLog);
    // Called off, and let in all the same: what was asked for then is asked for again, for no key comes back.
    const versions = isKeyOf(log, this.#options.asker)
      ? log.didLog.slice(-NEW_VERSIONS_MAX)
      : this.#key.versions(log, this.#options.clock());
    return { versions: versions.map((version) => ({ ...version })), lost: this.#key.lost };
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
    const asked = this.#record;
    this.#isAsking = true;
    let event: RecovererEvent;
    try {
      const answer = await this.#options.ask(
        recoveryQuestion(this.#record, { ...this.#options, key: this.#key?.key ?? null }),
        this.#abort.signal,
      );
      // Whoever typed, compared or called off meanwhile asks anew.
      event = this.#record.step === asked.step ? this.#hear(answer) : this.#heardLate();
      this.#hopes.answered();
      this.#pace.answered(this.#options.clock());
      this.#trouble = null;
    } catch (thrown) {
      event = this.#failed(thrown);
    } finally {
      this.#isAsking = false;
    }
    if (this.#isOver) return;
    try {
      this.#happened(event);
    } catch (thrown) {
      this.#trouble = told(saysOf(thrown));
      this.#schedule(this.#pace.nextMs());
    }
    if (this.#isUrgent) {
      this.#isUrgent = false;
      this.#schedule(0);
    }
  }

  /** An answer to what was asked before the operator went on: whoever parts has not said so yet. */
  #heardLate(): RecovererEvent {
    return this.#record.step === 'parting' ? 'no-answer' : 'waiting';
  }

  #failed(thrown: unknown): RecovererEvent {
    const isExpired = thrown instanceof ClosedGate && this.#isExpired;
    const trouble = isExpired ? says('error.recovery.codeExpired') : saysOf(thrown);
    this.#trouble = told(trouble);
    this.#pace.failed(this.#trouble);
    if (!isExpired && !this.#hopes.isOver(thrown, this.#record.names !== null) && !this.#partsForLong)
      return 'no-answer';
    // Why it parts is what its operator is told, whether the member heard it or not.
    if (this.#record.step !== 'parting') this.#refuse(trouble);
    return 'turned-away';
  }

  get #partsForLong(): boolean {
    if (this.#record.step !== 'parting') return false;
    const nowMs = this.#options.clock();
    this.#partsSinceMs ??= nowMs;
    return nowMs - this.#partsSinceMs > PARTING_MS;
  }

  /** Whoever has come with it in time is answered after that, too. */
  get #isExpired(): boolean {
    const { code, clock } = this.#options;
    return this.#record.told === null && code.expires <= clock();
  }

  #hear(answer: unknown): RecovererEvent {
    const { step } = this.#record;
    const { code, scid } = this.#options;
    if (step === 'proving' && this.#key) {
      const names = heardNames(answer, this.#key.key.publicKey, code.inviter, scid ?? null);
      this.#record = { ...this.#record, names };
      return 'names';
    }
    if (step === 'agreed') return this.#hearState(answer);
    // Whatever is answered: it was heard.
    if (step === 'parting') return 'waiting';
    const parsed = HashesAnswer.safeParse(answer);
    if (!parsed.success) throw new GhostStackError('malformed', says('error.recovery.answerNotUnderstood'));
    this.#record = { ...this.#record, told: parsed.data };
    this.#lookForKey();
    if (this.#key || !this.#options.isByDevice) return 'hashes';
    this.#refuse(says('error.recovery.deviceGone'));
    return 'turned-away';
  }

  #hearState(answer: unknown): RecovererEvent {
    const { state, reason, didLog, ballot } = heardState(answer, this.#record);
    this.#standing = { state, ballot: ballot ?? null };
    const { names } = this.#record;
    // One that has not grown asks for what it has been given: there is nothing to be made anew.
    if (state === 'again' && (didLog?.length ?? 0) <= (names?.didLog.length ?? 0)) return 'waiting';
    if (didLog && names) this.#record = { ...this.#record, names: { ...names, didLog } };
    if (state === 'refused') {
      const isDevice = reason === 'spent' && this.#record.wanted?.lost === false;
      this.#refuse(isDevice ? says('error.recovery.deviceGone') : refusedFor(reason));
      return 'turned-away';
    }
    if (state === 'again' && this.#key && !mayGoOn(readLog(didLog), this.#key.key, this.#options.asker)) {
      this.#refuse(says(this.#key.lost ? 'error.recovery.wordsGone' : 'error.recovery.deviceGone'));
      return 'turned-away';
    }
    return state === 'admitted' || state === 'again' ? state : 'waiting';
  }

  /** Until it is written it is tried again, now and at every start. */
  async #restore(): Promise<void> {
    let isRestored: boolean;
    try {
      isRestored = await this.#options.restore(this.#record);
    } catch (thrown) {
      this.#trouble = told(saysOf(thrown));
      this.#options.changed();
      if (!this.#isOver) this.#timer = setTimeout(() => void this.#restore(), this.#pace.nextMs());
      return;
    }
    if (isRestored && !this.#isOver) this.#happened('restored');
  }
}
