/** For as long as a peer says hello on the connection for which it has ended another one. */
interface Awaited {
  readonly timer: NodeJS.Timeout;
  readonly lost: () => void;
}

/**
 * Of two connections a peer keeps one and ends the other, and may do so before this side has taken the one that is
 * kept: they are two sockets, so that nothing says which is read first. Such a peer is not lost. It is said to be once
 * no other connection has come about in time.
 */
export class Successors {
  readonly #waitMs: number;
  /** By the peer's DID. */
  readonly #awaited = new Map<string, Awaited>();

  constructor(waitMs: number) {
    this.#waitMs = waitMs;
  }

  /** The peer has ended its connection for another one. `lost` is called unless that comes. */
  await(did: string, lost: () => void): void {
    this.came(did);
    const timer = setTimeout(() => this.gaveUp(did), this.#waitMs);
    timer.unref();
    this.#awaited.set(did, { timer, lost });
  }

  came(did: string): void {
    clearTimeout(this.#awaited.get(did)?.timer);
    this.#awaited.delete(did);
  }

  /** None will come, of this peer or of any: what was held back is said now. */
  gaveUp(did: string): void {
    const awaited = this.#awaited.get(did);
    this.came(did);
    awaited?.lost();
  }

  allGaveUp(): void {
    for (const did of [...this.#awaited.keys()]) this.gaveUp(did);
  }
}
