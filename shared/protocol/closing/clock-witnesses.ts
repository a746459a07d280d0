import { type Epoch, quorumSizes } from './epoch.ts';

/** Clocks that agree differ by less. */
const AGREE_MS = 5 * 60_000;

export interface Testimony {
  /** Members whose clocks agree with what this computer's reads. */
  readonly agree: readonly string[];
  readonly disagree: readonly string[];
}

/** What the clocks of other members read, as each of them said last. */
export class ClockWitnesses {
  readonly #uptime: () => number;
  /** By member: how far its clock is ahead of the uptime, so that what is set here meanwhile does not matter. */
  readonly #aheadMs = new Map<string, number>();

  constructor(uptime: () => number) {
    this.#uptime = uptime;
  }

  heard(scid: string, readMs: number): void {
    this.#aheadMs.set(scid, readMs - this.#uptime());
  }

  /** What a member's clock reads now, if it goes on as it did; null before it was heard. */
  reads(scid: string): number | null {
    const aheadMs = this.#aheadMs.get(scid);
    return aheadMs === undefined ? null : aheadMs + this.#uptime();
  }

  /** Of those who are members now, about a reading of this computer's clock. */
  about(readMs: number, { members }: Epoch): Testimony {
    const agree: string[] = [];
    const disagree: string[] = [];
    for (const { scid } of members) {
      const theirsMs = this.reads(scid);
      if (theirsMs === null) continue;
      (Math.abs(theirsMs - readMs) < AGREE_MS ? agree : disagree).push(scid);
    }
    return { agree, disagree };
  }
}

/**
 * Whether a clock is confirmed: by more members than may be hostile (f), and by more than contradict it. Whoever is alone
 * in its cell has nobody to harm and nobody to ask.
 */
export function isBorneOut({ agree, disagree }: Testimony, epoch: Epoch): boolean {
  if (epoch.members.length === 1) return true;
  return agree.length > quorumSizes(epoch).f && agree.length > disagree.length;
}
