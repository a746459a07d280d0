import type { Counts } from './counts.ts';
import { Random } from './random.ts';

interface Link {
  readonly random: Random;
  /** When what was sent last, of all that was sent on it, arrives. */
  arrivesMs: number;
}

/** Who reaches whom, how late, and what is lost on the way. */
export class Network {
  readonly #seed: number;
  readonly #counts: Counts;
  readonly #links = new Map<string, Link>();
  readonly #cutUntilMs = new Map<string, number>();
  #groups: Map<string, number> | null = null;
  #weather = { drop: 0, duplicate: 0, delayMs: 20 };

  constructor(seed: number, counts: Counts) {
    this.#seed = seed;
    this.#counts = counts;
  }

  setWeather(weather: { drop: number; duplicate: number; delayMs: number }): void {
    this.#weather = weather;
  }

  split(groups: readonly (readonly string[])[]): void {
    this.#counts.partitions += 1;
    this.#groups = new Map(groups.flatMap((group, index) => group.map((id) => [id, index] as const)));
  }

  heal(): void {
    this.#groups = null;
    this.#cutUntilMs.clear();
  }

  cut(from: string, to: string, untilMs: number): void {
    this.#counts['one-way cuts'] += 1;
    this.#cutUntilMs.set(`${from}>${to}`, untilMs);
  }

  reaches(from: string, to: string, nowMs: number): boolean {
    if (this.#groups && this.#groups.get(from) !== this.#groups.get(to)) return false;
    return (this.#cutUntilMs.get(`${from}>${to}`) ?? -1) <= nowMs;
  }

  /** When a message arrives: at several times when it is doubled, at none when it is lost. */
  arrivals(from: string, to: string, nowMs: number): number[] {
    const link = this.#link(from, to);
    const { random } = link;
    const { drop, duplicate, delayMs } = this.#weather;
    const arrivals: number[] = [];
    if (!random.chance(drop)) arrivals.push(nowMs + 1 + random.int(delayMs));
    else this.#counts['messages dropped'] += 1;
    if (random.chance(duplicate)) {
      if (arrivals.length > 0) this.#counts['messages doubled'] += 1;
      arrivals.push(nowMs + 1 + random.int(4 * delayMs));
    }
    for (const arrivesMs of arrivals) {
      if (arrivesMs < link.arrivesMs) this.#counts['messages reordered'] += 1;
      link.arrivesMs = Math.max(link.arrivesMs, arrivesMs);
    }
    return arrivals;
  }

  #link(from: string, to: string): Link {
    const id = `${from}>${to}`;
    let link = this.#links.get(id);
    if (!link) {
      link = { random: new Random(this.#seed, id), arrivesMs: 0 };
      this.#links.set(id, link);
    }
    return link;
  }
}
