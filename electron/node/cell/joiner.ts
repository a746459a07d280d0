import type { Joining } from '#shared/domain/cell.ts';
import { GhostStackError, toFailure } from '#shared/errors.ts';
import { decodeBase64url } from '../crypto/base64url.ts';
import { decodeMultikey } from '../crypto/multikey.ts';
import { type MemberIdentity, readMemberIdentity } from '../identity/member-identity.ts';
import { ClosedGate } from '../transport/ask-to-join.ts';
import type { Invitation } from './invitation.ts';
import { JoinAnswer, JoinQuestions } from './join-exchange.ts';
import { JoinPace } from './join-pace.ts';
import { joinWords } from './join-words.ts';

export interface JoinerOptions {
  readonly invitation: Invitation;
  readonly self: MemberIdentity;
  readonly alias: string;
  /** Asks the inviter; throws GhostStackError with the inviter's code. */
  readonly ask: (request: unknown, signal: AbortSignal) => Promise<unknown>;
  readonly clock: () => number;
  readonly changed: () => void;
  /** The cell has admitted this node, and its operator has compared the words. */
  readonly admitted: (inviter: { identity: MemberIdentity; alias: string }) => void;
}

/** A gate may close for a moment, when others crowd it or the inviter starts anew; for so long it means nothing. */
export const CLOSED_MS = 30_000;
/** Answers after which asking again cannot help. */
const FINAL_CODES = new Set([
  'refused',
  'expired',
  'not-found',
  'conflict',
  'already-exists',
  'malformed',
  'unsupported',
  'bad-signature',
]);

/** The side that joins: asks until it is admitted or refused, while its operator compares six words. */
export class Joiner {
  readonly #options: JoinerOptions;
  readonly #abort = new AbortController();
  readonly #sinceMs: number;
  readonly #questions: JoinQuestions;
  /** What the inviter is bound to since it first answered. */
  #inviterNonce: string | null = null;
  /** Whether it has been told ours. */
  #isTold = false;
  #state: Joining['state'] = 'connecting';
  /** What it waits for, or why it was refused. */
  #reason = 'Connecting to the one who invited you.';
  readonly #pace: JoinPace;
  #cellName: string | null = null;
  #inviter: { identity: MemberIdentity; alias: string } | null = null;
  #confirmed = false;
  #isAdmitted = false;
  #closedSinceMs: number | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: JoinerOptions) {
    this.#options = options;
    this.#sinceMs = options.clock();
    this.#pace = new JoinPace(this.#sinceMs);
    const { invitation, self: identity, alias } = options;
    this.#questions = new JoinQuestions({ invitation, identity, alias });
    void this.#ask();
  }

  view(): Joining {
    return {
      cellName: this.#cellName,
      inviter: this.#inviter?.alias ?? null,
      words: this.#words(),
      state: this.#state,
      reason: this.#pace.inWords(this.#reason, this.#options.clock()),
      sinceMs: this.#sinceMs,
    };
  }

  /** True while it asks with this invitation. */
  asksWith({ cell, secret }: Invitation): boolean {
    const asked = this.#options.invitation;
    return this.#state !== 'refused' && asked.cell === cell && asked.secret === secret;
  }

  /** The operator has compared the words with the inviter's screen. */
  confirm(same: boolean): void {
    if (!same) {
      this.#finish(
        'refused',
        'The words differ: somebody may sit between the two computers. Nothing was joined.',
      );
      return;
    }
    this.#confirmed = true;
    this.#update();
  }

  cancel(): void {
    this.#abort.abort();
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    const { ask } = this.#options;
    const tells = this.#inviterNonce !== null;
    try {
      const request = tells ? this.#questions.next() : this.#questions.first();
      const parsed = JoinAnswer.safeParse(await ask(request, this.#abort.signal));
      if (!parsed.success)
        throw new GhostStackError('malformed', 'The answer of the inviter is not understood.');
      this.#hear(parsed.data, tells);
    } catch (thrown) {
      if (this.#abort.signal.aborted) return;
      const { code, message } = toFailure(thrown);
      if (FINAL_CODES.has(code) || this.#staysClosed(thrown)) {
        this.#finish('refused', message);
        return;
      }
      // It passes: what both sides have proved stays as it is.
      if (this.#state === 'connecting') this.#reason = message;
      this.#pace.failed(message);
      this.#options.changed();
    }
    if (!this.#abort.signal.aborted) {
      const isHalfTold = this.#inviterNonce !== null && !this.#isTold && !tells;
      this.#timer = setTimeout(() => void this.#ask(), isHalfTold ? 0 : this.#pace.nextMs());
    }
  }

  /** Whether the inviter has let nobody in for so long that it is no accident. */
  #staysClosed(thrown: unknown): boolean {
    const nowMs = this.#options.clock();
    if (!(thrown instanceof ClosedGate)) this.#closedSinceMs = null;
    else this.#closedSinceMs ??= nowMs;
    return this.#closedSinceMs !== null && nowMs - this.#closedSinceMs >= CLOSED_MS;
  }

  #hear(answer: JoinAnswer, told: boolean): void {
    const { invitation, clock } = this.#options;
    this.#closedSinceMs = null;
    this.#pace.answered(clock());
    const identity = readMemberIdentity(answer.inviter.didLog, { nowMs: clock() });
    const expected = decodeMultikey(invitation.inviter).publicKey;
    if (Buffer.compare(identity.signingKey, expected) !== 0) {
      throw new GhostStackError('refused', 'Somebody else answered than the one who invited you.');
    }
    if (this.#inviterNonce !== null && answer.nonce !== this.#inviterNonce) {
      throw new GhostStackError(
        'refused',
        'The inviter named another number for the six words than before: somebody may sit between the two computers. Nothing was joined.',
      );
    }
    this.#inviterNonce = answer.nonce;
    this.#isTold ||= told;
    this.#cellName = answer.cellName;
    this.#inviter = { identity, alias: answer.inviter.alias };
    if (answer.state === 'refused') {
      this.#finish('refused', `${answer.cellName} did not admit this computer.`);
      return;
    }
    this.#isAdmitted = answer.state === 'admitted';
    this.#reason =
      answer.state === 'asking'
        ? `Waiting for ${answer.inviter.alias} to accept.`
        : `Waiting for the members of ${answer.cellName} to admit you.`;
    this.#update();
  }

  #update(): void {
    // Before the other screen has the words too, they cannot be compared.
    if (!this.#inviter || !this.#isTold || this.#state === 'refused') return;
    this.#state = this.#confirmed ? 'waiting' : 'comparing';
    if (this.#isAdmitted && this.#confirmed && !this.#abort.signal.aborted) {
      this.cancel();
      this.#options.admitted(this.#inviter);
    }
    this.#options.changed();
  }

  #words(): string[] | null {
    if (!this.#isTold || this.#inviterNonce === null) return null;
    const { invitation, self } = this.#options;
    return joinWords({
      cell: invitation.cell,
      inviterKey: decodeMultikey(invitation.inviter).publicKey,
      newcomerKey: self.signingKey,
      secret: decodeBase64url(invitation.secret),
      inviterNonce: decodeBase64url(this.#inviterNonce),
      newcomerNonce: this.#questions.nonce,
    });
  }

  #finish(state: 'refused', reason: string): void {
    this.cancel();
    this.#state = state;
    this.#reason = reason;
    this.#options.changed();
  }
}
