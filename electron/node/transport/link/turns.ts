import { RateLimit } from './rate-limit.ts';

type Rate = ConstructorParameters<typeof RateLimit>[0];

export interface TurnsOptions<T> {
  /** By this a source's items are told apart. */
  readonly keyOf: (item: T) => string;
  /** What is not tried again before `gapMs` are over, whoever asks for it. */
  readonly targetOf: (item: T) => string;
  readonly gapMs: number;
  /** False for what need not be tried any more; it is forgotten until it is asked for again. */
  readonly isWanted: (item: T) => boolean;
  /** False for what cannot be tried now; it keeps its place. */
  readonly isFree?: (item: T) => boolean;
  /** Never rejects. */
  readonly run: (item: T) => Promise<void>;
  /** After so many tries, when the next one comes of itself; null for when somebody asks for it again. */
  readonly retryMs?: (tries: number) => number | null;
  readonly atOnce: number;
  readonly perSource: Rate;
  readonly inAll: Rate;
  readonly itemsMax: number;
  readonly sourcesMax: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

interface Entry<T> {
  item: T;
  tries: number;
  dueAtMs: number;
  running: boolean;
}

interface Source<T> {
  readonly entries: Map<string, Entry<T>>;
  readonly limit: RateLimit;
  heardAtMs: number;
}

/** How long something that is due and may not run yet waits before it is looked at again. */
const LOOK_MS = 100;
const SERVE_GAP_MS = 20;

/**
 * Work that others ask for, and whose worth shows only by doing it: each source has a list of its own, short and with a
 * rate, and they are served in turn. So one that asks for too much, or for nonsense, takes from its own share only.
 */
export class Turns<T> {
  readonly #options: TurnsOptions<T>;
  readonly #now: () => number;
  /** In the order in which they have their turns. */
  readonly #sources = new Map<string, Source<T>>();
  readonly #triedAtMs = new Map<string, number>();
  readonly #inAll: RateLimit;
  #running = 0;
  #servedAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: TurnsOptions<T>) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#inAll = new RateLimit(options.inAll, this.#now);
  }

  ask(source: string, item: T): void {
    const { keyOf, itemsMax } = this.#options;
    const nowMs = this.#now();
    const { entries } = this.#source(source, nowMs);
    const key = keyOf(item);
    const entry = entries.get(key) ?? { item, tries: 0, dueAtMs: nowMs, running: false };
    Object.assign(entry, { item, tries: 0, dueAtMs: Math.min(entry.dueAtMs, nowMs) });
    // The last in the list, as the newest.
    entries.delete(key);
    entries.set(key, entry);
    for (const [oldest] of entries) if (entries.size > itemsMax) entries.delete(oldest);
    this.#serveSoon();
  }

  /** Everything that is still remembered may be worth another try. */
  revive(): void {
    for (const { entries } of this.#sources.values()) {
      for (const entry of entries.values()) Object.assign(entry, { tries: 0, dueAtMs: this.#now() });
    }
    this.#serve();
  }

  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#sources.clear();
  }

  #source(name: string, nowMs: number): Source<T> {
    const { perSource, sourcesMax } = this.#options;
    const known = this.#sources.get(name);
    if (known !== undefined) {
      known.heardAtMs = nowMs;
      return known;
    }
    if (this.#sources.size >= sourcesMax) {
      const silent = [...this.#sources].reduce((a, b) => (b[1].heardAtMs < a[1].heardAtMs ? b : a));
      this.#sources.delete(silent[0]);
    }
    const source = { entries: new Map(), limit: new RateLimit(perSource, this.#now), heardAtMs: nowMs };
    this.#sources.set(name, source);
    return source;
  }

  /** At once, unless that was done just now: a flood of questions is answered together. */
  #serveSoon(): void {
    const waitMs = this.#servedAtMs + SERVE_GAP_MS - this.#now();
    if (waitMs <= 0) this.#serve();
    else this.#lookIn(waitMs);
  }

  #serve(): void {
    this.#servedAtMs = this.#now();
    while (this.#running < this.#options.atOnce && this.#startNext()) {}
    this.#lookLater();
  }

  /** Starts what is next; false if nothing may start now. */
  #startNext(): boolean {
    for (const [name, source] of this.#sources) {
      const entry = [...source.entries.values()].find((candidate) => this.#mayStart(candidate));
      if (entry === undefined || source.limit.isEmpty) continue;
      if (this.#inAll.isEmpty) return false;
      source.limit.take();
      this.#inAll.take();
      this.#sources.delete(name);
      this.#sources.set(name, source);
      void this.#start(entry);
      return true;
    }
    return false;
  }

  #mayStart(entry: Entry<T>): boolean {
    const { isWanted, isFree, targetOf, gapMs } = this.#options;
    const nowMs = this.#now();
    if (entry.running || entry.dueAtMs > nowMs) return false;
    if (!isWanted(entry.item)) {
      entry.dueAtMs = Number.POSITIVE_INFINITY;
      return false;
    }
    const triedAtMs = this.#triedAtMs.get(targetOf(entry.item));
    return (triedAtMs === undefined || nowMs - triedAtMs >= gapMs) && isFree?.(entry.item) !== false;
  }

  async #start(entry: Entry<T>): Promise<void> {
    const { run, retryMs, targetOf, gapMs } = this.#options;
    const startedMs = this.#now();
    for (const [target, atMs] of this.#triedAtMs) {
      if (startedMs - atMs >= gapMs) this.#triedAtMs.delete(target);
    }
    this.#triedAtMs.set(targetOf(entry.item), startedMs);
    this.#running += 1;
    entry.running = true;
    entry.tries += 1;
    entry.dueAtMs = Number.POSITIVE_INFINITY;
    await run(entry.item);
    this.#running -= 1;
    entry.running = false;
    const waitMs = retryMs?.(entry.tries) ?? null;
    if (waitMs !== null) entry.dueAtMs = Math.min(entry.dueAtMs, this.#now() + waitMs);
    this.#serve();
  }

  #lookLater(): void {
    const due = [...this.#sources.values()]
      .flatMap(({ entries }) => [...entries.values()])
      .filter(({ running }) => !running)
      .reduce((earliest, { dueAtMs }) => Math.min(earliest, dueAtMs), Number.POSITIVE_INFINITY);
    if (due < Number.POSITIVE_INFINITY) this.#lookIn(Math.max(LOOK_MS, due - this.#now()));
  }

  #lookIn(waitMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#serve();
    }, waitMs);
    this.#timer.unref();
  }
}
