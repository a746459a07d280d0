import type { Connection, Stream } from '@libp2p/interface';
import { inEnglish, type Saying, says } from '#shared/protocol/saying.ts';
import type { Directory } from '../../messaging/directory.ts';
import type { FileShelf } from '../../messaging/files/shelf.ts';
import { serveFiles } from '../file/file-streams.ts';
import type { Admission } from '../join/admission.ts';
import type { KeyGuests } from '../key/key-guests.ts';
import { showKey } from '../key/show-key.ts';
import { takePushes } from '../push/inbound-push.ts';
import type { ReceiveEnvelopes } from '../push/push-receiver.ts';
import type { CellNetwork } from './cell-network.ts';
import { type Hello, MIB, PUSH_CREDIT_BYTES, VERSIONS } from './frames.ts';
import { type ConnectionOptions, PeerConnection } from './peer-connection.ts';
import { didOf, formerHolder } from './peer-key.ts';
import type { PeerLinks } from './peer-links.ts';
import type { PeerRecord } from './peer-record.ts';
import { ProtocolViolation } from './protocol-violation.ts';
import type { TransportTiming } from './timing.ts';
import { hostOf } from './told-addresses.ts';

export interface PeerStreamsOptions {
  readonly directory: Directory;
  readonly admission: Admission;
  readonly links: PeerLinks;
  readonly record: (did: string) => PeerRecord;
  /** Null outside a cell. */
  readonly cell: () => CellNetwork | null;
  /** Of this node's present life. */
  readonly instance: () => string;
  /** On which this node listens. */
  readonly ports: () => number[];
  readonly receive: ReceiveEnvelopes;
  /** What members may fetch; null where there are no files. */
  readonly files: FileShelf | null;
  /** Members under keys that are not known here yet. */
  readonly guests: KeyGuests;
  readonly onChanged: (record: PeerRecord) => void;
  readonly clock: () => number;
  readonly timing: TransportTiming;
}

/** What peers say on their streams: hello first, then messages and the log. Whoever does otherwise is sent away. */
export class PeerStreams {
  readonly #options: PeerStreamsOptions;

  constructor(options: PeerStreamsOptions) {
    this.#options = options;
  }

  /** Says hello on a connection that we dialled. */
  async greet(record: PeerRecord, connection: Connection, name: string): Promise<void> {
    if (this.#options.links.has(connection.id)) return;
    try {
      const shown = this.#options.cell()?.keyToShow(record, connection) ?? null;
      if (shown) await showKey(connection, shown.claim, shown.log, this.#options.timing);
      this.#options.links.establish(
        record,
        await PeerConnection.greet(this.#connectionOptions(record, connection, name)),
      );
    } catch (error) {
      connection.abort(error instanceof Error ? error : new Error(String(error)));
      if (!(error instanceof ProtocolViolation)) throw error;
      this.#options.links.cutOff(record, error.reason);
    }
  }

  async onHello(stream: Stream, connection: Connection): Promise<void> {
    const guest = this.#options.guests.didAt(connection.id);
    if (guest !== null) return this.#helloOfGuest(guest, stream, connection);
    const did = didOf(this.#options.directory, connection.remotePeer);
    if (
      did === null ||
      connection.direction !== 'inbound' ||
      !this.#options.admission.isPeer(connection.remotePeer)
    ) {
      const former = connection.direction === 'inbound' ? this.#formerHolder(connection) : null;
      if (former !== null) return this.#helloOfFormer(former, stream, connection);
      connection.abort(new Error('unexpected hello'));
      return;
    }
    const record = this.#options.record(did);
    const name = this.#options.directory.resolve(did)?.alias ?? did;
    try {
      await PeerConnection.answer(stream, this.#connectionOptions(record, connection, name), (established) =>
        this.#options.links.establish(record, established),
      );
    } catch (error) {
      if (error instanceof ProtocolViolation) this.#options.links.cutOff(record, error.reason);
      connection.abort(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Of a member under a key that is not known here yet: it may bring the log, and what it does is not the member's. */
  async #helloOfGuest(did: string, stream: Stream, connection: Connection): Promise<void> {
    const { links, record, directory } = this.#options;
    const member = record(did);
    const name = directory.resolve(did)?.alias ?? did;
    const end = (reason: Saying): void => connection.abort(new Error(inEnglish(reason)));
    const options: ConnectionOptions = {
      ...this.#connectionOptions(member, connection, name),
      onSeen: () => undefined,
      onViolation: end,
      onTwin: () => undefined,
      onWhereabouts: () => undefined,
      onCell: () => undefined,
    };
    try {
      await PeerConnection.answer(stream, options, (established) =>
        links.establishGuest(member, established, end),
      );
    } catch (error) {
      connection.abort(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #formerHolder({ remotePeer }: Connection): string | null {
    return this.#options.cell() === null ? null : formerHolder(this.#options.directory, remotePeer);
  }

  /**
   * Of somebody with a key that a member had before: a member that was away, or who took it. It is told that it was
   * changed, as those are who were connected then, and nothing else.
   */
  async #helloOfFormer(did: string, stream: Stream, connection: Connection): Promise<void> {
    const { record, directory } = this.#options;
    const bare = { ...this.#bareHello(), ports: [], former: true };
    const options: ConnectionOptions = {
      ...this.#connectionOptions(record(did), connection, directory.resolve(did)?.alias ?? did),
      hello: () => bare,
      onSeen: () => undefined,
      onClosed: () => undefined,
      onViolation: () => undefined,
      onTwin: () => undefined,
      onWhereabouts: () => undefined,
      onCell: () => undefined,
    };
    try {
      await PeerConnection.answer(stream, options, (established) => {
        void established.close('key', says('error.link.keyChanged'));
      });
    } catch (error) {
      connection.abort(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async onPush(stream: Stream, connection: Connection): Promise<void> {
    const did = this.#greeted(stream, connection);
    if (did === null) return;
    const record = this.#options.record(did);
    await takePushes(stream, record, {
      receive: this.#options.receive,
      clock: this.#options.clock,
      timing: this.#options.timing,
      onChanged: () => this.#options.onChanged(record),
      onViolation: (reason) => this.#options.links.cutOff(record, reason),
    });
  }

  /** Files go to members alone. */
  async onFile(stream: Stream, connection: Connection): Promise<void> {
    const did = this.#greeted(stream, connection);
    if (did === null) return;
    const { cell, files, links, record, timing } = this.#options;
    const network = cell();
    if (network === null || files === null) return stream.abort(new Error('no files here'));
    await serveFiles(stream, {
      did,
      shelf: files,
      quiet: () => network.quiet(connection.id),
      timing,
      onViolation: (reason) => links.cutOff(record(did), reason),
    });
  }

  async onLog(stream: Stream, connection: Connection): Promise<void> {
    const isGuest = this.#options.guests.didAt(connection.id) !== null;
    if (!isGuest && this.#greeted(stream, connection) === null) return;
    const cell = this.#options.cell();
    if (cell === null) stream.abort(new Error('not in a cell'));
    else await cell.receiveLog(stream, connection.id);
  }

  async onCarry(stream: Stream, connection: Connection): Promise<void> {
    if (this.#greeted(stream, connection) === null) return;
    const cell = this.#options.cell();
    if (cell === null) stream.abort(new Error('not in a cell'));
    else await cell.receiveCarried(stream, connection.id);
  }

  /** The peer that said hello on a connection; without, the stream is refused, and a stranger is sent away. */
  #greeted(stream: Stream, connection: Connection): string | null {
    const isPeer = this.#options.admission.isPeer(connection.remotePeer);
    const did = isPeer ? didOf(this.#options.directory, connection.remotePeer) : null;
    if (did !== null && this.#options.links.has(connection.id)) return did;
    stream.abort(new Error('hello first'));
    // Whoever shows its key may try more than it may, and loses nothing but that stream.
    if (this.#options.guests.didAt(connection.id) !== null) return null;
    if (!isPeer) connection.abort(new Error('strangers may only ask to join'));
    return null;
  }

  #connectionOptions(record: PeerRecord, connection: Connection, name: string): ConnectionOptions {
    const ip = hostOf(String(connection.remoteAddr));
    return {
      connection,
      name,
      clock: this.#options.clock,
      word: () => record.word(),
      timing: this.#options.timing,
      hello: (theirs) => this.#hello(record.did, theirs),
      onSeen: () => this.#options.links.seen(record),
      onClosed: (last) => this.#options.links.closed(record, connection, last),
      onViolation: (reason) => this.#options.links.cutOff(record, reason),
      onTwin: (twin) => {
        if (twin.instance === this.#options.instance()) return;
        this.#options.cell()?.twinMetBy(record.did, ip, twin);
      },
      onWhereabouts: (members) => this.#options.cell()?.heardWhereabouts(record.did, ip, members),
      onCell: (said) => this.#options.cell()?.heardCell(connection.id, said),
    };
  }

  #hello(did: string, theirs: Hello | null): Hello {
    return { ...this.#bareHello(), ...this.#options.cell()?.hello(did, theirs) };
  }

  #bareHello(): Hello {
    return {
      type: 'hello',
      versions: [...VERSIONS],
      clock: this.#options.clock(),
      instance: this.#options.instance(),
      ports: this.#options.ports().slice(0, 8),
      credit: PUSH_CREDIT_BYTES / MIB,
    };
  }
}
