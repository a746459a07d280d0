import { hkdfSync, randomBytes } from 'node:crypto';
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import type { Connection, Libp2p, PeerId, PrivateKey, Stream } from '@libp2p/interface';
import { z } from 'zod';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { createHost } from './create-host.ts';
import { dialTargets } from './dial-targets.ts';
import { FrameStream } from './frame-stream.ts';
import { decode, encodeFrame, Instance } from './frames.ts';
import type { TransportTiming } from './timing.ts';

/** Format: docs/protocol.md, "Discovery". */
export const TWIN_PROTOCOL = '/ghoststack/twin/1';
const PROBE_KEY_INFO = 'ghoststack/twin-probe/v1';
const SEED_BYTES = 32;
const NONCE_BYTES = 16;
const FRAME_MAX_BYTES = 256;

const Nonce = z.string().regex(/^[0-9a-f]{32}$/);
const Question = z.looseObject({ nonce: Nonce });
const Answer = z.looseObject({ nonce: Nonce, instance: Instance });

/**
 * The key with which a node asks whether another one holds its own: libp2p refuses to talk to its own key. Whoever
 * holds the node's key can derive it, and nobody else, so it needs no other permission to come in.
 */
export function twinProbeKey(key: SigningKey): Promise<PrivateKey> {
  const seed = hkdfSync('sha256', key.exportSeed(), new Uint8Array(0), PROBE_KEY_INFO, SEED_BYTES);
  return generateKeyPairFromSeed('Ed25519', new Uint8Array(seed));
}

export interface TwinProbeOptions {
  readonly privateKey: PrivateKey;
  /** Who must answer: the node's own key. */
  readonly self: PeerId;
  readonly timing: TransportTiming;
}

/** A host that asks at addresses whether the holder of this node's own key lives there. It listens nowhere. */
export class TwinProbe {
  readonly #options: TwinProbeOptions;
  readonly #stopped = new AbortController();
  #host: Promise<Libp2p> | null = null;
  /** One question at a time: libp2p makes one of two dials to the same key. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: TwinProbeOptions) {
    this.#options = options;
  }

  /**
   * The instance of the holder of our key that answers at an address, or null. A handshake alone proves nothing: its
   * last message can be held back by whoever stands between, and both sides not know the same. So the answer must come
   * over the channel that the handshake made. Never rejects.
   */
  instanceAt(address: string): Promise<string | null> {
    const asked = this.#turn.then(() => this.#ask(address)).catch(() => null);
    this.#turn = asked;
    return asked;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#turn;
    await (await this.#host?.catch(() => null))?.stop();
  }

  async #ask(address: string): Promise<string | null> {
    const { self, timing } = this.#options;
    if (this.#stopped.signal.aborted) return null;
    this.#host ??= this.#start();
    const host = await this.#host;
    const signal = AbortSignal.any([AbortSignal.timeout(timing.probeMs), this.#stopped.signal]);
    const connection = await host.dial(dialTargets([address], self), { signal });
    try {
      const stream = await connection.newStream(TWIN_PROTOCOL, { signal });
      const frames = new FrameStream(stream, limits(timing));
      const nonce = randomBytes(NONCE_BYTES).toString('hex');
      await frames.write(encodeFrame({ nonce }));
      const frame = await frames.read(timing.probeMs);
      const answer = frame && decode(frame, Answer, 'error.violation.notProbeAnswer', FRAME_MAX_BYTES);
      return answer?.nonce === nonce ? answer.instance : null;
    } finally {
      connection.abort(new Error('The probe is over.'));
    }
  }

  #start(): Promise<Libp2p> {
    const { privateKey, self, timing } = this.#options;
    const isOther = (peerId: PeerId): boolean => !peerId.equals(self);
    return createHost({
      privateKey,
      listen: [],
      timing,
      gate: {
        denyDialMultiaddr: () => false,
        denyDialPeer: isOther,
        denyOutboundEncryptedConnection: isOther,
        denyInboundConnection: () => true,
      },
    });
  }
}

/** Answers a probe: with which instance the key lives here. The one that asked closes. Never rejects. */
export async function answerProbe(stream: Stream, instance: string, timing: TransportTiming): Promise<void> {
  const frames = new FrameStream(stream, limits(timing));
  try {
    const frame = await frames.read(timing.probeMs);
    if (frame === null) return;
    const { nonce } = decode(frame, Question, 'error.violation.notProbe', FRAME_MAX_BYTES);
    await frames.write(encodeFrame({ nonce, instance }));
    await frames.close(AbortSignal.timeout(timing.closeMs));
  } catch (error) {
    frames.fail(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Ends a probe's visit when its time is up. */
export function watchProbe(connection: Connection, timing: TransportTiming): void {
  const timer = setTimeout(
    () => connection.abort(new Error('The probe stayed too long.')),
    timing.probeMs + timing.closeMs,
  );
  connection.addEventListener('close', () => clearTimeout(timer));
}

function limits(timing: TransportTiming) {
  return {
    maxFrameBytes: FRAME_MAX_BYTES,
    maxUnreadBytes: 2 * FRAME_MAX_BYTES,
    frameMs: timing.probeMs,
  };
}
