import { MINUTE_MS } from '#shared/protocol/limits.ts';

/** So long a peer has to begin with what it was asked for, and to go on; then whoever else names it is asked, too. */
export const WANTED_PATIENCE_MS = 5_000;
/** And so long for all of it. */
const WHOLE_PATIENCE_MS = 15_000;
/** A peer that did not send what it had named is not waited for until so long after. */
const DISTRUST_MS = 10 * MINUTE_MS;
/** Of all peers together; of more the oldest are forgotten, and may come twice. */
const REMEMBERED = 50_000;

/** When whom was asked, the first one first. */
type Asked = Map<string, number>;

/**
 * What was asked for, and of whom, so that not everybody who names it sends it. Nobody can keep others from bringing
 * what it only says that it has: once it has not come in time, everybody who names it is asked.
 */
export class Wanted {
  readonly #asked = new Map<string, Asked>();
  /** Who named what did not come, and when that was seen last. */
  readonly #lapsedAtMs = new Map<string, number>();
  /** What came: it is here, or was and is over. */
  readonly #came = new Set<string>();
  /** When somebody last brought something that was new here. */
  readonly #broughtAtMs = new Map<string, number>();

  /** Which of these, all of them lacking, to ask that peer for now; the others later, as they may still come. */
  ask(did: string, items: readonly string[]): { readonly now: string[]; readonly later: string[] } {
    const nowMs = performance.now();
    const now: string[] = [];
    const later: string[] = [];
    for (const item of items) {
      const asked = this.#asked.get(item);
      if (asked?.has(did) === true || this.#came.has(item)) continue;
      if (asked === undefined || !this.#isAwaited(asked, nowMs)) now.push(item);
      else later.push(item);
    }
    for (const item of now) {
      const asked = this.#asked.get(item) ?? new Map<string, number>();
      this.#asked.set(item, asked.set(did, nowMs));
    }
    forgetOldest(this.#asked);
    return { now, later };
  }

  /** It was kept here. */
  came(item: string): void {
    this.#came.add(item);
    this.#asked.delete(item);
    forgetOldest(this.#came);
  }

  /** Something that this peer brought was new here. */
  brought(did: string): void {
    this.#broughtAtMs.set(did, performance.now());
  }

  /** Nothing more comes from that peer of what it was asked for. */
  forget(did: string): void {
    for (const [item, asked] of this.#asked)
      if (asked.delete(did) && asked.size === 0) this.#asked.delete(item);
  }

  /** Whether it may still come of somebody who is waited for. */
  #isAwaited(asked: Asked, nowMs: number): boolean {
    const late = [...asked].filter(([did, atMs]) => {
      const heardAtMs = Math.max(atMs, this.#broughtAtMs.get(did) ?? 0);
      return nowMs - heardAtMs >= WANTED_PATIENCE_MS || nowMs - atMs >= WHOLE_PATIENCE_MS;
    });
    for (const [did] of late) this.#lapsedAtMs.set(did, nowMs);
    if (late.length > 0) return false;
    return [...asked.keys()].some((did) => !this.#isDistrusted(did, nowMs));
  }

  #isDistrusted(did: string, nowMs: number): boolean {
    const lapsedAtMs = this.#lapsedAtMs.get(did);
    return lapsedAtMs !== undefined && nowMs - lapsedAtMs < DISTRUST_MS;
  }
}

function forgetOldest(kept: Map<string, unknown> | Set<string>): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= REMEMBERED) return;
    kept.delete(oldest);
  }
}
