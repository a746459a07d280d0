import type { Carrier } from '../../messaging/carrying/carrier.ts';
import { sumOf } from '../../messaging/carrying/compare.ts';
import type { Said } from './carry-frames.ts';
import type { Naming } from './naming.ts';

export interface ForPeerOptions {
  readonly carrier: Carrier;
  /** Of the peer. */
  readonly did: string;
  readonly say: (said: Said) => void;
  readonly naming: Naming;
}

/**
 * What is here for a peer, named and not pushed: others may have brought it, or be about to. What notes there are for
 * it is said in one sum, as they are kept after they have arrived.
 */
export class ForPeer {
  readonly #options: ForPeerOptions;
  #isToldWhich = false;
  /** Whether this side can say anything. */
  #isOpen = false;
  /** That the peer said before. */
  #unanswered: string | null = null;

  constructor(options: ForPeerOptions) {
    this.#options = options;
  }

  name(): void {
    const { say, naming } = this.#options;
    const { notes, parcels } = this.#sorted();
    this.#isToldWhich = false;
    if (notes.length > 0) say({ type: 'yours', sum: sumOfNotes(notes) });
    naming.yours(parcels);
  }

  /** The peer keeps other notes to itself: once each time that the sum was said. */
  tellWhich(): void {
    if (this.#isToldWhich) return;
    this.#isToldWhich = true;
    this.#options.naming.yours(this.#sorted().notes);
  }

  /** What the peer keeps for this node. Its stream is often open before ours. */
  heard(sum: string): void {
    const { carrier, say } = this.#options;
    if (!this.#isOpen) this.#unanswered = sum;
    else if (sum !== sumOfNotes(carrier.notesForSelf())) say({ type: 'which' });
  }

  /** Our stream is open. */
  opened(): void {
    this.#isOpen = true;
    const sum = this.#unanswered;
    this.#unanswered = null;
    if (sum !== null) this.heard(sum);
  }

  /** It is not any more. */
  closed(): void {
    this.#isOpen = false;
  }

  #sorted(): { readonly notes: string[]; readonly parcels: string[] } {
    const { carrier, did } = this.#options;
    return carrier.sorted(carrier.forMember(did));
  }
}

function sumOfNotes(hashes: readonly string[]): string {
  return sumOf(hashes.toSorted());
}
