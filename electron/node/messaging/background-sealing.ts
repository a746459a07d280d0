import type { PeerIdentity } from './directory.ts';
import type { EnvelopeSealer } from './envelope-sealer.ts';

/** Seals in the background, so that a message is ready when its recipient comes. */
export class BackgroundSealing {
  readonly #sealer: EnvelopeSealer;
  readonly #sealed: (numbers: readonly number[]) => void;
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  /** @param sealed told of the numbers of messages that were sealed */
  constructor(sealer: EnvelopeSealer, sealed: (numbers: readonly number[]) => void) {
    this.#sealer = sealer;
    this.#sealed = sealed;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  sealSoon(recipient: PeerIdentity): void {
    // What goes wrong here goes wrong again, and is reported, when the message is to be sent.
    const sealing: Promise<void> = this.#sealAll(recipient)
      .catch(() => undefined)
      .finally(() => this.#running.delete(sealing));
    this.#running.add(sealing);
  }

  /** Begins nothing more, and waits for what is being sealed. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.allSettled([...this.#running]);
  }

  async #sealAll(recipient: PeerIdentity): Promise<void> {
    while (!this.#isStopped) {
      const sealed = await this.#sealer.sealWaiting(recipient);
      if (sealed.length === 0) return;
      this.#sealed(sealed);
    }
  }
}
