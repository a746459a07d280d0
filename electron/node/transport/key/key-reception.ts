import type { Connection, PeerId, Stream } from '@libp2p/interface';
import { DAY_MS } from '#shared/protocol/limits.ts';
import type { Strangers } from '../join/strangers.ts';
import type { CellLink } from '../link/cell-link.ts';
import { FrameStream } from '../link/frame-stream.ts';
import { decode, encodeFrame } from '../link/frames.ts';
import type { TransportTiming } from '../link/timing.ts';
import { KEY_FRAME_MAX_BYTES, KeyClaim, KeyLog } from './key-frames.ts';
import type { KeyGuests } from './key-guests.ts';
import { type KnownSecret, provedMember } from './key-proof.ts';

export interface KeyReceptionOptions {
  /** Of the cells that are held; none outside a cell. */
  readonly links: () => readonly CellLink[];
  readonly memberDids: () => readonly string[];
  readonly self: () => PeerId | null;
  readonly isPeer: (peerId: PeerId) => boolean;
  /** Whether a peer had this key before. */
  readonly isFormer: (peerId: PeerId) => boolean;
  readonly strangers: Strangers;
  readonly guests: KeyGuests;
  readonly onStranger: (peerId: PeerId) => void;
  readonly clock: () => number;
  readonly timing: TransportTiming;
}

/** Where a member is received whose key is not known here yet. Strangers learn here that they are cut off, and no more. */
export class KeyReception {
  readonly #options: KeyReceptionOptions;

  constructor(options: KeyReceptionOptions) {
    this.#options = options;
  }

  /** Whether somebody unknown may connect now from an address, to show who it is. */
  admits(peerId: PeerId, address: string): boolean {
    const { links, strangers } = this.#options;
    return (
      peerId.type === 'Ed25519' &&
      links().some(({ keys }) => keys !== undefined) &&
      strangers.hasRoom(address)
    );
  }

  /** Never rejects. */
  async receive(stream: Stream, connection: Connection): Promise<void> {
    const { timing, isPeer, isFormer, strangers, guests } = this.#options;
    const frames = new FrameStream(stream, {
      maxFrameBytes: KEY_FRAME_MAX_BYTES,
      maxUnreadBytes: KEY_FRAME_MAX_BYTES,
      frameMs: timing.helloMs,
    });
    try {
      const { remotePeer } = connection;
      // A former key need not be shown: hello says what became of it.
      const isKnown = isPeer(remotePeer) || isFormer(remotePeer);
      const did = isKnown ? null : await this.#judge(frames, connection);
      if (did !== null) {
        strangers.release(connection);
        guests.welcome(did, connection);
      }
      if (!isKnown && did === null) return this.#cutOff(connection);
      // What it shows is of no use here; left unread, the stream would not end before a stranger's time is up.
      if (isKnown) for (let shown = 0; shown < 2; shown += 1) await frames.read(timing.helloMs);
      await frames.write(encodeFrame({ ok: true }));
      await frames.close(AbortSignal.timeout(timing.closeMs));
    } catch (error) {
      frames.fail(error instanceof Error ? error : new Error(String(error)));
      if (strangers.has(connection)) this.#cutOff(connection);
    }
  }

  /** Whose key it is, by a log that goes on from the one here. The proof comes before anything else is read. */
  async #judge(frames: FrameStream, connection: Connection): Promise<string | null> {
    const { links, self, strangers, timing } = this.#options;
    const own = self();
    const { remotePeer } = connection;
    if (own === null || remotePeer.type !== 'Ed25519') return null;
    if (!strangers.has(connection) || !strangers.takeQuestion(connection)) return null;
    const first = await frames.read(timing.helloMs);
    if (first === null) return null;
    const claim = decode(first, KeyClaim, 'error.violation.notKeyClaim', 1024);
    const cell = links().find(({ log }) => log.cell === claim.cell);
    const did = cell ? provedMember(claim.proof, this.#secrets(cell), own, remotePeer) : null;
    if (did === null || cell === undefined) return null;
    const second = await frames.read(timing.helloMs);
    if (second === null) return null;
    const { didLog } = decode(second, KeyLog, 'error.violation.notKeyClaim', KEY_FRAME_MAX_BYTES);
    return cell.keys?.isLaterKey(did, didLog, remotePeer.publicKey.raw) === true ? did : null;
  }

  /** What members and this node know each other by: today, and a day to either side. */
  #secrets(cell: CellLink): KnownSecret[] {
    const { memberDids, clock } = this.#options;
    const today = Math.floor(clock() / DAY_MS);
    return memberDids().flatMap((did) =>
      [today, today - 1, today + 1].flatMap((day) => {
        const secret = cell.discoverySecret(did, day);
        return secret === null ? [] : [{ did, secret }];
      }),
    );
  }

  #cutOff(connection: Connection): void {
    this.#options.onStranger(connection.remotePeer);
    connection.abort(new Error('a key of nobody here'));
  }
}
