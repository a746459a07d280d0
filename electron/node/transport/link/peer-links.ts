import type { Connection } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten, inEnglish, type Saying, says } from '#shared/protocol/saying.ts';
import type { WantedFile } from '../../messaging/files/file-source.ts';
import type { FileEnd } from '../../messaging/files/shelf.ts';
import type { Clock } from '../../messaging/random.ts';
import { fetchOver } from '../file/file-streams.ts';
import type { CellNetwork } from './cell-network.ts';
import { isAlive } from './connection-alive.ts';
import type { DaemonEvent } from './daemon-options.ts';
import type { Dialler } from './dialler.ts';
import { addressesOf, judgeHello, preferredConnection, verdictOf } from './link-verdict.ts';
import type { LastWord, PeerConnection } from './peer-connection.ts';
import type { PeerRecord } from './peer-record.ts';
import { Successors } from './successors.ts';
import type { TransportTiming } from './timing.ts';

export interface PeerLinksOptions {
  readonly dialler: Dialler;
  /** Null outside a cell. */
  readonly cell: () => CellNetwork | null;
  /** Null from when this node begins to stop. */
  readonly ourPeerId: () => string | null;
  /** False for a record of a peer that was removed meanwhile. */
  readonly isKnown: (record: PeerRecord) => boolean;
  readonly onChanged: (record: PeerRecord) => void;
  readonly observe: (event: DaemonEvent) => void;
  readonly clock: Clock;
  readonly timing: TransportTiming;
}

/** A peer's older connection must answer within this time to count as a second life of it. */
const TWIN_CHECK_MS = 1_000;

/** The connections on which hello was said: which of them each peer's link is, and how it ends. */
export class PeerLinks {
  readonly #options: PeerLinksOptions;
  /** By libp2p's connection id. */
  readonly #established = new Map<string, PeerConnection>();
  readonly #successors: Successors;

  constructor(options: PeerLinksOptions) {
    this.#options = options;
    this.#successors = new Successors(options.timing.helloMs);
  }

  has(connectionId: string): boolean {
    return this.#established.has(connectionId);
  }

  /** Both sides said hello: takes the connection, or says why not and closes it. */
  establish(record: PeerRecord, established: PeerConnection): void {
    const cell = this.#options.cell();
    const refused = judgeHello(established);
    // A refusal may end the connection together with its hello, and holds all the same.
    if (refused === null && !this.#stands(established)) return;
    this.seen(record);
    record.clockAheadMs = established.clockAheadMs;
    if (refused !== null) {
      record.verdict = refused.verdict;
      void established.close(refused.code, refused.reason);
      this.#options.onChanged(record);
      return;
    }
    this.#established.set(established.connection.id, established);
    cell?.greeted(established, record.did, record.work);
    for (const address of addressesOf(established)) record.remember(address);
    const other = record.active;
    if (other === null) this.#activate(record, established);
    else if (cell !== null && other.theirs.instance !== established.theirs.instance) {
      void this.#tellTwins(record, other, established);
    } else if (this.#preferred(record, other, established) === other) {
      void established.close('duplicate', says('error.link.anotherConnection'));
    } else this.#activate(record, established);
  }

  /** A member under a key that is not known here yet: it is not its link, and is told and asked the log alone. */
  establishGuest(record: PeerRecord, established: PeerConnection, end: (reason: Saying) => void): void {
    if (!this.#stands(established)) return;
    const cell = this.#options.cell();
    const refused = judgeHello(established);
    if (refused !== null || cell === null) {
      void established.close(refused?.code ?? 'cell', refused?.reason ?? says('error.link.weInNoCell'));
      return;
    }
    this.#established.set(established.connection.id, established);
    cell.hosted(established, record.did, record.work, end);
  }

  /** A peer is none any more. */
  async remove(record: PeerRecord | null): Promise<void> {
    if (record === null) return;
    record.work.stop();
    this.#options.dialler.cancel(record);
    this.#successors.gaveUp(record.did);
    await record.active?.close('removed', says('error.link.removed'));
  }

  /** Ends a connection with a last word, if hello was said on it. */
  end(connection: Connection, code: string, reason: Saying): void {
    const established = this.#established.get(connection.id);
    if (established) void established.close(code, reason);
    else connection.abort(new Error(inEnglish(reason)));
  }

  closed(record: PeerRecord, connection: Connection, last: LastWord | null): void {
    const { dialler, cell, isKnown, onChanged, observe } = this.#options;
    this.#established.delete(connection.id);
    cell()?.closed(connection.id);
    if (record.active?.connection.id !== connection.id) return;
    record.active = null;
    record.receiving = null;
    this.seen(record);
    record.verdict ??= verdictOf(last);
    record.attempts = 1;
    if (isKnown(record)) {
      dialler.later(record);
      onChanged(record);
    }
    const reason = last ? asWritten(last.reason) : says('error.link.lost');
    const lost = (): void => observe({ type: 'disconnected', did: record.did, reason });
    if (last?.by === 'them' && last.code === 'duplicate') this.#successors.await(record.did, lost);
    else lost();
  }

  /** Cuts a peer off for a while, and says to it and to people why. */
  cutOff(record: PeerRecord, reason: Saying): void {
    const { clock, dialler, timing, observe, onChanged } = this.#options;
    if (record.cutOffUntilMs > clock()) return;
    record.cutOffUntilMs = clock() + timing.cutOffMs;
    record.verdict = { state: 'cut-off', reason };
    observe({ type: 'cut-off', did: record.did, reason });
    if (record.active === null) dialler.later(record);
    else void record.active.close('cut-off', reason);
    onChanged(record);
  }

  /** Fetches a file from a member that is connected. Throws `offline` where it is not, and what pullFile throws. */
  async fetchFile(
    record: PeerRecord,
    name: string,
    wanted: WantedFile,
    signal: AbortSignal,
  ): Promise<'whole' | FileEnd> {
    const { cell, timing } = this.#options;
    const [network, connection] = [cell(), record.active?.connection];
    if (!network || !connection)
      throw new GhostStackError('offline', says('error.transport.peerOffline', { name }));
    const quiet = (): Promise<void> => network.quiet(connection.id);
    const onViolation = (reason: Saying): void => this.cutOff(record, reason);
    return fetchOver(connection, wanted, { name, signal, quiet, timing, onViolation });
  }

  seen(record: PeerRecord): void {
    record.lastSeenAtMs = this.#options.clock();
  }

  async closeAll(code: string, reason: Saying): Promise<void> {
    await Promise.all([...this.#established.values()].map((open) => open.close(code, reason)));
    this.#established.clear();
    this.#successors.allGaveUp();
  }

  /**
   * Whether a connection is one still, now that hello was read on it. Nobody tells of the end of one that has ended
   * already: it would be the peer's link for ever. A node that stops takes none, and says so.
   */
  #stands(established: PeerConnection): boolean {
    if (established.connection.status !== 'open') return false;
    if (this.#options.ourPeerId() !== null) return true;
    void established.close('stopping', says('error.link.stopping'));
    return false;
  }

  #activate(record: PeerRecord, established: PeerConnection): void {
    const { dialler, cell, onChanged, observe } = this.#options;
    const other = record.active;
    record.active = established;
    record.attempts = 0;
    record.round = 0;
    record.verdict = null;
    dialler.cancel(record);
    this.#successors.came(record.did);
    void other?.close('duplicate', says('error.link.newerConnection'));
    onChanged(record);
    cell()?.chosen(established, record.did);
    observe({ type: 'connected', did: record.did, clockAheadMs: established.clockAheadMs });
  }

  /**
   * A peer said hello with another instance while its older connection stands. If somebody still answers on that one,
   * two nodes have one key: both are told, and so is our operator; the first is kept. Otherwise the peer was started
   * again.
   */
  async #tellTwins(record: PeerRecord, older: PeerConnection, newer: PeerConnection): Promise<void> {
    const lives = await isAlive(older.connection, TWIN_CHECK_MS);
    if (!this.#established.has(newer.connection.id)) return;
    if (!lives || record.active !== older) {
      this.#activate(record, newer);
      return;
    }
    record.twin = { key: older.connection.remotePeer, atMs: this.#options.clock() };
    this.#options.onChanged(record);
    await Promise.all([
      older.tellTwin(newer.theirs.instance, addressesOf(newer)),
      newer.tellTwin(older.theirs.instance, addressesOf(older)),
    ]);
    await newer.close('twin', says('error.link.twin'));
  }

  #preferred(record: PeerRecord, older: PeerConnection, newer: PeerConnection): PeerConnection {
    return record.paused ? newer : preferredConnection(this.#options.ourPeerId() ?? '', older, newer);
  }
}
