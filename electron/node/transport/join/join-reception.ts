import type { Connection, PeerId, Stream } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import { inEnglish, says } from '#shared/protocol/saying.ts';
import { parseStrictJsonBytes } from '../../crypto/strict-json.ts';
import type { JoinDesk } from '../link/cell-link.ts';
import { FrameStream } from '../link/frame-stream.ts';
import { encodeFrame } from '../link/frames.ts';
import { addressGroup, StrangerBudget } from '../link/stranger-budget.ts';
import type { TransportTiming } from '../link/timing.ts';
import { JOIN_ANSWER_MAX_BYTES, JOIN_REQUEST_MAX_BYTES, type JoinReply } from './join-frames.ts';

export interface JoinReceptionOptions {
  /** Null outside a cell. */
  readonly desk: () => JoinDesk | null;
  readonly timing: TransportTiming;
  readonly clock: () => number;
}

/** Strangers that may be connected at the same time. */
const STRANGERS_MAX = 16;
/** Of these, from one address. */
const PER_ADDRESS_MAX = 4;

/** Where newcomers are received: the only thing that strangers can reach, and only while an invitation is open. */
export class JoinReception {
  readonly #options: JoinReceptionOptions;
  readonly #strangers = new Set<Connection>();
  readonly #budget: StrangerBudget;

  constructor(options: JoinReceptionOptions) {
    this.#options = options;
    this.#budget = new StrangerBudget(options.clock);
  }

  /** Whether a stranger may connect now from an address. */
  admits(peerId: PeerId, address: string): boolean {
    const desk = this.#options.desk();
    if (peerId.type !== 'Ed25519' || desk?.isOpen() !== true || this.#strangers.size >= STRANGERS_MAX)
      return false;
    const group = addressGroup(address);
    return [...this.#strangers].filter((one) => addressGroup(hostOf(one)) === group).length < PER_ADDRESS_MAX;
  }

  /** Ends a stranger's connection when its time is up. */
  watch(connection: Connection): void {
    this.#strangers.add(connection);
    const timer = setTimeout(() => {
      connection.abort(new Error('A stranger stayed too long.'));
    }, this.#options.timing.joinMs);
    connection.addEventListener('close', () => {
      clearTimeout(timer);
      this.#strangers.delete(connection);
    });
  }

  /** One request, one answer; then a stranger's connection is closed. Never rejects. */
  async receive(stream: Stream, connection: Connection): Promise<void> {
    const { timing } = this.#options;
    const frames = new FrameStream(stream, {
      maxFrameBytes: JOIN_REQUEST_MAX_BYTES,
      maxUnreadBytes: JOIN_REQUEST_MAX_BYTES,
      maxWrittenBytes: JOIN_ANSWER_MAX_BYTES,
      frameMs: timing.helloMs,
    });
    try {
      const request = await frames.read(timing.helloMs);
      if (request !== null) {
        const reply = await this.#answer(request, connection);
        await frames.write(encodeFrame(reply));
      }
      await frames.close(AbortSignal.timeout(timing.closeMs));
    } catch (error) {
      frames.fail(error instanceof Error ? error : new Error(String(error)));
    }
    if (this.#strangers.has(connection)) this.#dismiss(connection);
  }

  async #answer(frame: Uint8Array, connection: Connection): Promise<JoinReply> {
    const peerId = connection.remotePeer;
    const { desk, timing } = this.#options;
    try {
      if (peerId.type !== 'Ed25519')
        throw new GhostStackError('unsupported', says('error.transport.notEd25519'));
      if (!this.#budget.take(peerId.toString(), hostOf(connection)))
        throw new GhostStackError('unavailable', says('error.transport.tooManyJoins'));
      const open = desk();
      if (open === null) throw new GhostStackError('refused', says('error.transport.noInvitationOpen'));
      // Whoever came in while the desk was open is answered, though it has closed since: it may be the one who was
      // admitted meanwhile. Without an invitation it hears that it has none.
      const request = parseStrictJsonBytes(frame, { maxBytes: JOIN_REQUEST_MAX_BYTES });
      const value = await withDeadline(open.answer(request, peerId.publicKey.raw), timing.joinMs);
      return { ok: true, value };
    } catch (thrown) {
      if (thrown instanceof GhostStackError) {
        return { ok: false, error: { code: thrown.code, message: thrown.message.slice(0, 1_000) } };
      }
      // What went wrong inside is no business of a stranger's.
      return {
        ok: false,
        error: { code: 'internal', message: inEnglish(says('error.transport.requestNotAnswered')) },
      };
    }
  }

  /** The one that asked closes when it has the answer; if it does not, it is closed here. */
  #dismiss(connection: Connection): void {
    const timer = setTimeout(
      () => connection.abort(new Error('The newcomer was answered.')),
      this.#options.timing.closeMs,
    );
    connection.addEventListener('close', () => clearTimeout(timer));
  }
}

async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new GhostStackError('timeout', says('error.transport.answerLate')));
    }, deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}

function hostOf(connection: Connection): string {
  return connection.remoteAddr.getComponents()[0]?.value ?? '';
}
