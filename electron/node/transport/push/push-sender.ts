import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import type { DeliverOptions } from '../../messaging/mesh-daemon.ts';
import type { FrameStream } from '../link/frame-stream.ts';
import { encodePush, PUSH_FRAME_MAX_BYTES, PushReply } from '../link/frames.ts';
import { CreditedSender, type CreditedSenderOptions } from './credited-sender.ts';

/** With a vouch of the longest DID. */
const HEADER_MAX_BYTES = 768;

export type PushSenderOptions = Omit<CreditedSenderOptions<PushReply>, 'reply'>;

/** The sending side of `/ghoststack/push/1` on one stream: frames of envelopes out, acknowledgements in. */
export class PushSender {
  readonly #sender: CreditedSender<PushReply>;
  readonly #name: string;

  constructor(frames: FrameStream, options: PushSenderOptions) {
    this.#name = options.name;
    this.#sender = new CreditedSender(frames, { ...options, reply: PushReply });
  }

  /** Resolves when all that was sent is answered. */
  quiet(): Promise<void> {
    return this.#sender.quiet();
  }

  /** Sends one batch; resolves with what the peer answered. See MeshDaemon.deliver. */
  async deliver(envelopes: readonly Uint8Array[], options: DeliverOptions = {}): Promise<unknown> {
    const { signal, onWritten, progress, vouch } = options;
    const bytes = envelopes.reduce((sum, envelope) => sum + envelope.length + 1, HEADER_MAX_BYTES);
    if (bytes > PUSH_FRAME_MAX_BYTES) {
      throw new GhostStackError('too-large', says('error.transport.doNotFitFrame'));
    }
    const counts = {
      done: progress?.done ?? 0,
      total: progress?.total ?? envelopes.length,
      bytes_done: progress?.bytesDone ?? 0,
      bytes_total: progress?.bytesTotal ?? bytes,
    };
    const reply = await this.#sender.send(
      bytes,
      (seq) => encodePush({ type: 'envelopes', seq, ...counts, ...(vouch ? { vouch } : {}) }, envelopes),
      { signal, onWritten },
    );
    if (reply.type === 'ack') return reply.acknowledgement;
    throw new GhostStackError(
      'unavailable',
      says('error.transport.couldNotStore', { name: this.#name, reason: asWritten(reply.reason) }),
    );
  }
}
