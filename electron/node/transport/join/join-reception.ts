import type { Connection, PeerId, Stream } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import { inEnglish, says } from '#shared/protocol/saying.ts';
import { parseStrictJsonBytes } from '../../crypto/strict-json.ts';
import type { JoinDesk } from '../link/cell-link.ts';
import { FrameStream } from '../link/frame-stream.ts';
import { encodeFrame } from '../link/frames.ts';
import type { TransportTiming } from '../link/timing.ts';
import { JOIN_ANSWER_MAX_BYTES, JOIN_REQUEST_MAX_BYTES, type JoinReply } from './join-frames.ts';
import type { Strangers } from './strangers.ts';

export interface JoinReceptionOptions {
  /** Null outside a cell. */
  readonly desk: () => JoinDesk | null;
  readonly timing: TransportTiming;
  readonly strangers: Strangers;
  readonly onStranger: (peerId: PeerId) => void;
  /** Whoever was let in for something else. */
  readonly isGuest: (connection: Connection) => boolean;
}

/** Where newcomers are received: the only thing that strangers can reach, and only while an invitation is open. */
export class JoinReception {
  readonly #options: JoinReceptionOptions;
  /** Those who came while it was open. */
  readonly #came = new WeakSet<Connection>();

  constructor(options: JoinReceptionOptions) {
    this.#options = options;
  }

  /** Whether a stranger may connect now from an address. */
  admits(peerId: PeerId, address: string): boolean {
    return peerId.type === 'Ed25519' && this.isOpen && this.#options.strangers.hasRoom(address);
  }

  get isOpen(): boolean {
    return this.#options.desk()?.isOpen() === true;
  }

  /** Ends a stranger's connection when its time is up. */
  watch(connection: Connection): void {
    const { strangers, timing } = this.#options;
    this.#came.add(connection);
    strangers.watch(connection, timing.joinMs);
  }

  /** One request, one answer; then a stranger's connection is closed. Never rejects. */
  async receive(stream: Stream, connection: Connection): Promise<void> {
    const { timing, strangers, onStranger, isGuest } = this.#options;
    if (isGuest(connection)) return stream.abort(new Error('the log alone'));
    // Who was let in to show its key has no invitation to ask with.
    if (strangers.has(connection) && !this.#came.has(connection) && !this.isOpen) {
      onStranger(connection.remotePeer);
      return connection.abort(new Error('no invitation is open'));
    }
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
    if (strangers.has(connection)) this.#dismiss(connection);
  }

  async #answer(frame: Uint8Array, connection: Connection): Promise<JoinReply> {
    const peerId = connection.remotePeer;
    const { desk, timing, strangers } = this.#options;
    try {
      if (peerId.type !== 'Ed25519')
        throw new GhostStackError('unsupported', says('error.transport.notEd25519'));
      if (!strangers.takeQuestion(connection))
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
