import type { Connection, PeerId } from '@libp2p/interface';
import { says } from '#shared/protocol/saying.ts';
import type { Directory } from '../../messaging/directory.ts';
import type { Clock } from '../../messaging/random.ts';
import { Admission } from '../join/admission.ts';
import { JoinReception } from '../join/join-reception.ts';
import { Strangers } from '../join/strangers.ts';
import { KeyGuests } from '../key/key-guests.ts';
import { KeyReception } from '../key/key-reception.ts';
import type { CellNetwork } from './cell-network.ts';
import type { Libp2pDaemonOptions } from './daemon-options.ts';
import { didOf, formerHolder, peerIdOf } from './peer-key.ts';
import type { PeerLinks } from './peer-links.ts';
import type { PeerRecords } from './peer-records.ts';
import type { TransportTiming } from './timing.ts';
import { TwinWatch } from './twin-watch.ts';

export interface GatekeeperOptions extends Pick<Libp2pDaemonOptions, 'identity'> {
  readonly isAllowed: Libp2pDaemonOptions['isAllowed'] | undefined;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly timing: TransportTiming;
  readonly records: PeerRecords;
  readonly links: PeerLinks;
  /** The cell that this node takes part in, or null. */
  readonly cell: () => CellNetwork | null;
  /** Which run of this node it is. */
  readonly instance: () => string;
  readonly onStranger: (did: string | null) => void;
  /** Null while the node is stopped. */
  readonly self: () => PeerId | null;
}

/** Who may come in, and for what: peers to talk, strangers to ask to join, a node with our own key to prove itself. */
export class Gatekeeper {
  readonly admission: Admission;
  readonly reception: JoinReception;
  readonly keys: KeyReception;
  readonly twins: TwinWatch;
  readonly guests: KeyGuests;
  readonly #records: PeerRecords;
  readonly #directory: Directory;
  readonly #strangers: Strangers;
  readonly #links: PeerLinks;
  readonly #timing: TransportTiming;

  constructor(options: GatekeeperOptions) {
    const { clock, timing, records, cell, directory, links } = options;
    const guests = new KeyGuests((connection, code, why) => links.end(connection, code, why));
    this.guests = guests;
    this.#records = records;
    this.#directory = directory;
    const strangers = new Strangers(clock);
    this.#strangers = strangers;
    const onStranger = (peerId: PeerId) => options.onStranger(didOf(directory, peerId));
    this.#links = links;
    this.#timing = timing;
    this.reception = new JoinReception({
      strangers,
      timing,
      desk: () => cell()?.link.joinDesk ?? null,
      onStranger,
      isGuest: ({ id }) => guests.didAt(id) !== null,
    });
    this.keys = new KeyReception({
      strangers,
      guests,
      timing,
      clock,
      links: () => cell()?.links ?? [],
      memberDids: () => directory.peers().map(({ did }) => did),
      self: options.self,
      isPeer: (peerId) => this.admission.isPeer(peerId),
      isFormer: (peerId) => formerHolder(directory, peerId) !== null,
      onStranger,
    });
    this.twins = new TwinWatch({
      timing,
      identity: options.identity,
      instance: options.instance,
      onTwin: (address) => cell()?.twinProved(address),
    });
    this.admission = new Admission({
      directory,
      isAllowed: options.isAllowed,
      clock,
      record: (did) => records.get(did),
      reception: this.reception,
      keys: this.keys,
      isProber: (peerId) => this.twins.isProber(peerId),
      onStranger: options.onStranger,
    });
  }

  /** Who is connected under a key that is a former one now is cut off, and who brought that news is met anew. */
  followKeys(): void {
    for (const record of this.#records.all()) {
      const { did, active, twin } = record;
      const known = this.#directory.resolve(did);
      if (known === null) continue;
      // Whoever has only a former key is none of the member's computers any more.
      if (twin !== null && !twin.key.equals(peerIdOf(known.signingKey))) {
        record.twin = null;
        this.#records.changed(record);
      }
      if (active === null) continue;
      if (active.connection.remotePeer.equals(peerIdOf(known.signingKey))) continue;
      void active.close('key', says('error.link.keyChanged'));
    }
    this.guests.follow((peerId) => this.admission.isPeer(peerId));
  }

  /** Whoever dials must say hello; who does not is sent away. Strangers may only ask to join. */
  watch(connection: Connection): void {
    if (connection.direction === 'outbound') return;
    const { remotePeer } = connection;
    const isPeer = this.admission.isPeer(remotePeer);
    if (this.twins.isProber(remotePeer)) this.twins.watch(connection);
    else if (!isPeer && this.reception.isOpen) this.reception.watch(connection);
    else if (!isPeer) this.#strangers.watch(connection, this.#timing.keyMs);
    if (!isPeer) return;
    const timer = setTimeout(() => {
      if (!this.#links.has(connection.id)) connection.abort(new Error('no hello'));
    }, this.#timing.helloMs);
    connection.addEventListener('close', () => clearTimeout(timer));
  }
}
