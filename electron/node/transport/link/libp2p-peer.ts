import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { PeerIdentity } from '../../messaging/directory.ts';
import type { WantedFile } from '../../messaging/files/file-source.ts';
import type { FileEnd } from '../../messaging/files/shelf.ts';
import { BATCH_MAX_ENVELOPES } from '../../messaging/limits.ts';
import type { BatchSize, DeliverOptions, MeshDaemon } from '../../messaging/mesh-daemon.ts';
import type { Dialler } from './dialler.ts';
import { PUSH_FRAME_MAX_BYTES, UNACKNOWLEDGED_MAX_BYTES } from './frames.ts';
import type { PeerLinks } from './peer-links.ts';
import type { PeerRecords } from './peer-records.ts';

/** Frame header and line feeds. */
const FRAME_AROUND_BYTES = 2 * 1024;

export interface PeerControls {
  readonly records: PeerRecords;
  readonly dialler: Dialler;
  readonly links: PeerLinks;
  readonly identity: (did: string) => PeerIdentity | null;
  readonly tryNow: (did: string) => Promise<void>;
}

/** The handle of one remote peer: what Libp2pDaemon.peer returns. */
export class Libp2pPeer implements MeshDaemon {
  readonly did: string;
  readonly #controls: PeerControls;

  constructor(did: string, controls: PeerControls) {
    this.did = did;
    this.#controls = controls;
  }

  get batch(): BatchSize {
    const creditBytes = this.#controls.records.get(this.did)?.active?.creditBytes ?? UNACKNOWLEDGED_MAX_BYTES;
    return {
      messages: BATCH_MAX_ENVELOPES / 2,
      bytes: PUSH_FRAME_MAX_BYTES - FRAME_AROUND_BYTES,
      inFlight: creditBytes / PUSH_FRAME_MAX_BYTES,
    };
  }

  get nodeId(): string {
    return this.identity()?.alias ?? this.did;
  }

  identity(): PeerIdentity | null {
    return this.#controls.identity(this.did);
  }

  /** Connected, and the peer has answered. */
  isOnline(): boolean {
    return this.#controls.records.get(this.did)?.active != null;
  }

  /** Ends a pause and tries to reach the peer now. Resolves when that try is over, whatever came of it. */
  bringOnline(): Promise<void> {
    this.#controls.records.of(this.did).paused = false;
    return this.#controls.tryNow(this.did);
  }

  /** Pauses: closes the connection, and lets none come about. */
  async takeOffline(): Promise<void> {
    const record = this.#controls.records.of(this.did);
    record.paused = true;
    this.#controls.dialler.cancel(record);
    await record.active?.close('stopping', says('error.link.paused'));
  }

  /** Fetches a file; see pullFile. Throws `offline` while the peer is not connected. */
  fetchFile(wanted: WantedFile, signal: AbortSignal): Promise<'whole' | FileEnd> {
    const { records, links } = this.#controls;
    return links.fetchFile(records.of(this.did), this.nodeId, wanted, signal);
  }

  async deliver(envelopes: readonly Uint8Array[], options: DeliverOptions = {}): Promise<unknown> {
    const active = this.#controls.records.get(this.did)?.active ?? null;
    if (active === null)
      throw new GhostStackError('offline', says('error.transport.peerOffline', { name: this.nodeId }));
    return active.deliver(envelopes, options);
  }
}
