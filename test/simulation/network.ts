import { Random } from './random.ts';

/** Who reaches whom, how late, and what is lost on the way. */
export class Network {
  readonly #seed: number;
  readonly #links = new Map<string, Random>();
  readonly #cutUntilMs = new Map<string, number>();
  #groups: Map<string, number> | null = null;
  #weather = { drop: 0, duplicate: 0, delayMs: 20 };

  constructor(seed: number) {
    this.#seed = seed;
  }

  setWeather(weather: { drop: number; duplicate: number; delayMs: number }): void {
    this.#weather = weather;
  }

  split(groups: readonly (readonly string[])[]): void {
    this.#groups = new Map(groups.flatMap((group, index) => group.map((id) => [id, index] as const)));
  }

  heal(): void {
    this.#groups = null;
    this.#cutUntilMs.clear();
  }

  cut(from: string, to: string, untilMs: number): void {
    this.#cutUntilMs.set(`${from}>${to}`, untilMs);
  }

  reaches(from: string, to: string, nowMs: number): boolean {
    if (this.#groups && this.#groups.get(from) !== this.#groups.get(to)) return false;
    return (this.#cutUntilMs.get(`${from}>${to}`) ?? -1) <= nowMs;
  }

  /** After how many ms a message arrives: several times when it is doubled, never when it is lost. */
  delays(from: string, to: string): number[] {
    const link = this.#link(from, to);
    const { drop, duplicate, delayMs } = this.#weather;
    const delays: number[] = [];
    if (!link.chance(drop)) delays.push(1 + link.int(delayMs));
    if (link.chance(duplicate)) delays.push(1 + link.int(4 * delayMs));
    return delays;
  }

  #link(from: string, to: string): Random {
    const id = `${from}>${to}`;
    let link = this.#links.get(id);
    if (!link) {
      link = new Random(this.#seed, id);
      this.#links.set(id, link);
    }
    return link;
  }
}
