import type { Connection } from '@libp2p/interface';
import type { Directory } from '../../messaging/directory.ts';
import type { Clock } from '../../messaging/random.ts';
import { Admission } from '../join/admission.ts';
import { JoinReception } from '../join/join-reception.ts';
import type { CellNetwork } from './cell-network.ts';
import type { Libp2pDaemonOptions } from './daemon-options.ts';
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
}

/** Who may come in, and for what: peers to talk, strangers to ask to join, a node with our own key to prove itself. */
export class Gatekeeper {
  readonly admission: Admission;
  readonly reception: JoinReception;
  readonly twins: TwinWatch;
  readonly #links: PeerLinks;
  readonly #timing: TransportTiming;

  constructor(options: GatekeeperOptions) {
    const { clock, timing, records, cell } = options;
    this.#links = options.links;
    this.#timing = timing;
    this.reception = new JoinReception({ clock, timing, desk: () => cell()?.link.joinDesk ?? null });
    this.twins = new TwinWatch({
      timing,
      identity: options.identity,
      instance: options.instance,
      onTwin: (address) => cell()?.twinProved(address),
    });
    this.admission = new Admission({
      directory: options.directory,
      isAllowed: options.isAllowed,
      clock,
      record: (did) => records.get(did),
      reception: this.reception,
      isProber: (peerId) => this.twins.isProber(peerId),
      onStranger: options.onStranger,
    });
  }

  /** Whoever dials must say hello; who does not is sent away. Strangers may only ask to join. */
  watch(connection: Connection): void {
    if (connection.direction === 'outbound') return;
    const { remotePeer } = connection;
    const isPeer = this.admission.isPeer(remotePeer);
    if (this.twins.isProber(remotePeer)) this.twins.watch(connection);
    else if (!isPeer) this.reception.watch(connection);
    if (!isPeer) return;
    const timer = setTimeout(() => {
      if (!this.#links.has(connection.id)) connection.abort(new Error('no hello'));
    }, this.#timing.helloMs);
    connection.addEventListener('close', () => clearTimeout(timer));
  }
}
