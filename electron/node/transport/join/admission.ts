import type { PeerId } from '@libp2p/interface';
import type { Directory } from '../../messaging/directory.ts';
import type { KeyReception } from '../key/key-reception.ts';
import type { GateRules } from '../link/connection-gate.ts';
import { didOf, peerOf } from '../link/peer-key.ts';
import type { PeerRecord } from '../link/peer-record.ts';
import type { JoinReception } from './join-reception.ts';

export interface AdmissionOptions {
  readonly directory: Directory;
  /** Everyone in the directory if undefined. */
  readonly isAllowed: ((did: string) => boolean) | undefined;
  readonly record: (did: string) => PeerRecord | null;
  readonly reception: JoinReception;
  readonly keys: KeyReception;
  readonly clock: () => number;
  /** Who asks in the name of a holder of this node's own key. */
  readonly isProber: (peerId: PeerId) => boolean;
  readonly onStranger: (did: string | null) => void;
}

/** Who may connect: peers, probes with this node's own key, strangers while an invitation is open or to show a key that is new, and on the way out the inviters that are asked. */
export class Admission implements GateRules {
  readonly #options: AdmissionOptions;
  /** How many questions to each inviter are under way. */
  readonly #inviters = new Map<string, number>();

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  isPeer(peerId: PeerId): boolean {
    const { directory, isAllowed } = this.#options;
    if (isAllowed === undefined) return peerOf(directory, peerId) !== null;
    const did = didOf(directory, peerId);
    return did !== null && isAllowed(did);
  }

  readonly mayDial = (peerId: PeerId): boolean => {
    return this.#inviters.has(peerId.toString()) || (this.isPeer(peerId) && !this.#isKeptOut(peerId));
  };

  readonly mayEnter = (peerId: PeerId, address: string): boolean => {
    const { directory, reception, keys, isProber, onStranger } = this.#options;
    if (isProber(peerId)) return true;
    if (this.isPeer(peerId)) return !this.#isKeptOut(peerId);
    if (reception.admits(peerId, address) || keys.admits(peerId, address)) return true;
    onStranger(didOf(directory, peerId));
    return false;
  };

  /** Lets somebody who is no peer be dialled for as long as `run` takes. */
  async whileDiallable<T>(peerId: PeerId, run: () => Promise<T>): Promise<T> {
    const key = peerId.toString();
    this.#inviters.set(key, (this.#inviters.get(key) ?? 0) + 1);
    try {
      return await run();
    } finally {
      const others = (this.#inviters.get(key) ?? 1) - 1;
      if (others > 0) this.#inviters.set(key, others);
      else this.#inviters.delete(key);
    }
  }

  /** Paused, or cut off. */
  #isKeptOut(peerId: PeerId): boolean {
    const { directory, record, clock } = this.#options;
    const did = didOf(directory, peerId);
    const known = did === null ? null : record(did);
    return known !== null && (known.paused || known.cutOffUntilMs > clock());
  }
}
