import { parsePeerAddress } from '../../messaging/peer-address.ts';
import type { PeerAddress } from './daemon-options.ts';
import { PeerRecord, type PeerStatus } from './peer-record.ts';
import type { TransportTiming } from './timing.ts';

/** What this node knows of each peer, by DID; of one that was removed nothing more is told. */
export class PeerRecords {
  readonly #records = new Map<string, PeerRecord>();
  readonly #timing: TransportTiming;
  readonly #told: (did: string, status: PeerStatus) => void;

  constructor(timing: TransportTiming, told: (did: string, status: PeerStatus) => void) {
    this.#timing = timing;
    this.#told = told;
  }

  get(did: string): PeerRecord | null {
    return this.#records.get(did) ?? null;
  }

  /** The record of a peer, which is made known by that. */
  of(did: string): PeerRecord {
    const known = this.#records.get(did);
    if (known !== undefined) return known;
    const record: PeerRecord = new PeerRecord(did, this.#timing, () => this.changed(record));
    this.#records.set(did, record);
    return record;
  }

  /** Makes a peer known, or what is said of its addresses. Throws `invalid-argument` for an address that is none. */
  learn({ did, address, remembered, lastSeenAtMs }: PeerAddress): PeerRecord {
    const parsed = typeof address === 'string' ? parsePeerAddress(address) : address;
    const record = this.of(did);
    if (parsed !== undefined && parsed !== record.address) {
      record.address = parsed;
      record.attempts = 0;
      record.round = 0;
    }
    if (remembered !== undefined) record.remembered = remembered.map(parsePeerAddress);
    if (lastSeenAtMs !== undefined) record.lastSeenAtMs = lastSeenAtMs;
    this.changed(record);
    return record;
  }

  all(): PeerRecord[] {
    return [...this.#records.values()];
  }

  isKnown(record: PeerRecord): boolean {
    return this.#records.get(record.did) === record;
  }

  /** Returns what was known of the peer. */
  forget(did: string): PeerRecord | null {
    const record = this.get(did);
    this.#records.delete(did);
    return record;
  }

  /** Nobody is connected any more. */
  allApart(): void {
    for (const record of this.all()) {
      record.active = null;
      record.verdict = null;
      this.changed(record);
    }
  }

  changed(record: PeerRecord): void {
    if (this.isKnown(record)) this.#told(record.did, record.status());
  }
}
