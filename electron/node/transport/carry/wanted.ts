/** So long a peer has to send what it was asked for. */
export const WANTED_PATIENCE_MS = 15_000;
/** Of all peers together; of more the oldest are forgotten, and may come twice. */
const REMEMBERED = 50_000;

/** What was asked for, and of whom, so that not everybody who names it sends it. */
export class Wanted {
  readonly #asked = new Map<string, { readonly did: string; readonly atMs: number }>();

  /** Which of these to ask that peer for now; the others later, as somebody else may still send them. */
  ask(did: string, items: readonly string[]): { readonly now: string[]; readonly later: string[] } {
    const nowMs = performance.now();
    const now: string[] = [];
    const later: string[] = [];
    for (const item of items) {
      const asked = this.#asked.get(item);
      if (asked === undefined || (asked.did !== did && nowMs - asked.atMs >= WANTED_PATIENCE_MS))
        now.push(item);
      else if (asked.did !== did) later.push(item);
    }
    for (const item of now) {
      this.#asked.delete(item);
      this.#asked.set(item, { did, atMs: nowMs });
    }
    for (const oldest of this.#asked.keys()) {
      if (this.#asked.size <= REMEMBERED) break;
      this.#asked.delete(oldest);
    }
    return { now, later };
  }

  /** Nothing more comes from that peer. */
  forget(did: string): void {
    for (const [item, asked] of this.#asked) if (asked.did === did) this.#asked.delete(item);
  }
}
