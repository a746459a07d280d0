import { type Epoch, isMember, quorumSizes } from '#shared/protocol/closing/epoch.ts';
import type { Alarm } from './alarm.ts';

/** For a member to show what it says: so long is it believed alone. */
export const CLAIM_MS = 60_000;

/** So many members may lie together. */
function liarsAtMost(epoch: Epoch | null): number {
  return epoch ? Math.max(1, quorumSizes(epoch).f) : 1;
}

/** The same, but that whoever is refused by all others has nobody left who could say otherwise. */
export function refusersAtMost(epoch: Epoch | null): number {
  const others = epoch ? epoch.members.length - 1 : Number.POSITIVE_INFINITY;
  return Math.max(0, Math.min(liarsAtMost(epoch), others - 1));
}

/**
 * Members who say something that stops this node. One alone is believed for a minute and once, as it may lie;
 * max(1, f) + 1 of them are until they say otherwise: those cannot all be lying.
 */
export class MembersWord {
  readonly #changed: () => void;
  readonly #alarm: Alarm;
  readonly #by = new Set<string>();
  readonly #unfounded = new Set<string>();
  readonly #pending = new Set<() => void>();

  constructor(changed: () => void, alarm: Alarm) {
    this.#changed = changed;
    this.#alarm = alarm;
  }

  /** SCIDs. */
  get by(): ReadonlySet<string> {
    return this.#by;
  }

  said(scid: string): void {
    if (this.#by.has(scid)) return;
    this.#by.add(scid);
    if (this.#unfounded.has(scid)) return;
    const callOff = this.#alarm(CLAIM_MS, () => {
      this.#pending.delete(callOff);
      if (this.#by.has(scid)) this.#unfounded.add(scid);
      this.#changed();
    });
    this.#pending.add(callOff);
  }

  unsaid(scid: string): void {
    this.#by.delete(scid);
  }

  /** The operator knows better than those who have said so. */
  dismiss(): void {
    for (const scid of this.#by) this.#unfounded.add(scid);
    this.#by.clear();
  }

  /** True while what members say must be waited for. */
  isBelieved(epoch: Epoch | null, most = liarsAtMost(epoch)): boolean {
    const claims = [...this.#by].filter((scid) => !epoch || isMember(epoch, scid));
    return claims.length > most || claims.some((scid) => !this.#unfounded.has(scid));
  }

  stop(): void {
    for (const callOff of this.#pending) callOff();
    this.#pending.clear();
  }
}
