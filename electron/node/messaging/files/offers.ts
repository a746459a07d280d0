import type { Clock } from '../random.ts';
import { ChunkSource, type SourceEnd } from './chunk-source.ts';
import { chunkCount, fileKey } from './chunks.ts';
import { CHUNK_BYTES, TRANSFERS_MAX } from './file-limits.ts';
import type { OfferState, OfferTable, ServedOffer } from './offer-table.ts';
import type { FileEnd, FileShelf, OpenFile } from './shelf.ts';

export interface OffersOptions {
  readonly table: OfferTable;
  readonly clock: Clock;
  /** An offer is shown differently now. */
  readonly changed: (message: number, isProgress: boolean) => void;
}

interface Serving {
  readonly offer: ServedOffer;
  readonly stop: AbortController;
  sentBytes: number;
}

/** Serves the large files of this node's messages, each to whom its message named it with that root, and to nobody else. */
export class Offers implements FileShelf {
  readonly #options: OffersOptions;
  /** By the DID that fetches. */
  readonly #serving = new Map<string, Serving>();

  #stopped = false;

  constructor(options: OffersOptions) {
    this.#options = options;
  }

  async open(did: string, root: string): Promise<OpenFile | FileEnd> {
    const { table, clock } = this.#options;
    if (this.#stopped) return 'not-found';
    const offer = table.served(did, root, clock());
    if (offer === null) return 'not-found';
    if (!offer.isLive || offer.state === 'withdrawn') return 'gone';
    // One with each peer: a new one is that of a peer which lost the one before.
    this.#serving.get(did)?.stop.abort();
    this.#serving.delete(did);
    if (this.#serving.size >= TRANSFERS_MAX) return 'busy';
    const serving: Serving = { offer, stop: new AbortController(), sentBytes: 0 };
    this.#serving.set(did, serving);
    const source = new ChunkSource({ file: offer.file, key: fileKey(offer.key), hashes: offer.hashes });
    const end = await source.open();
    if (end !== null) {
      this.#over(serving);
      return this.#ended(offer, end);
    }
    // A disk that was away may be back.
    this.#setState(offer, offer.state === 'fetched' ? 'fetched' : 'offered');
    return this.#openFile(serving, source);
  }

  /** Bytes that are on their way to a recipient or there, while it fetches; null while it does not. */
  sending(message: number, recipientDid: string): number | null {
    const serving = this.#serving.get(recipientDid);
    return serving?.offer.message === message ? serving.sentBytes : null;
  }

  /** Offers it no more, to any recipient or to that one. What is being sent ends at once. */
  withdraw(message: number, recipientDid: string | null): void {
    const { table } = this.#options;
    for (const { recipientDid: did } of table.ofMessage(message)) {
      if (recipientDid !== null && did !== recipientDid) continue;
      table.setState(message, did, 'withdrawn');
      const serving = this.#serving.get(did);
      if (serving?.offer.message === message) serving.stop.abort();
    }
    this.#options.changed(message, false);
  }

  /** A message is over, or deleted: whoever still fetches what it named ends. */
  look(): void {
    const { table, clock } = this.#options;
    for (const { offer, stop } of this.#serving.values())
      if (!table.isLive(offer.root, clock())) stop.abort();
  }

  /** Everybody who fetches is told that it is over: the node goes offline. */
  endAll(): void {
    for (const { stop } of this.#serving.values()) stop.abort();
    this.#serving.clear();
  }

  /** Nothing is written down after this. */
  stop(): void {
    this.endAll();
    this.#stopped = true;
  }

  #openFile(serving: Serving, source: ChunkSource): OpenFile {
    const { offer, stop } = serving;
    const { bytes } = offer.file;
    const last = chunkCount(bytes) - 1;
    return {
      bytes,
      hashes: offer.hashes,
      signal: stop.signal,
      chunk: async (index) => {
        const chunk = await source.chunk(index);
        if (typeof chunk !== 'string') return chunk;
        return this.#ended(offer, chunk);
      },
      sent: (index) => {
        serving.sentBytes = Math.min(bytes, (index + 1) * CHUNK_BYTES);
        if (index === last) this.#setState(offer, 'fetched');
        else this.#changed(offer, true);
      },
      close: async () => {
        await source.close();
        this.#over(serving);
        this.#changed(offer);
      },
    };
  }

  #over(serving: Serving): void {
    const { recipientDid } = serving.offer;
    if (this.#serving.get(recipientDid) === serving) this.#serving.delete(recipientDid);
  }

  #ended(offer: ServedOffer, end: SourceEnd): SourceEnd {
    this.#setState(offer, end);
    return end;
  }

  #setState(offer: ServedOffer, state: OfferState): void {
    if (this.#stopped) return;
    this.#options.table.setState(offer.message, offer.recipientDid, state);
    this.#changed(offer);
  }

  #changed({ message }: ServedOffer, isProgress = false): void {
    if (!this.#stopped) this.#options.changed(message, isProgress);
  }
}
