import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { InvitationRow } from './invitation-store.ts';
import type { Invitations } from './invitations.ts';

/** What somebody sends over the join protocol who has seen on the network that a member invites. */
export const SightAsk = z.strictObject({ v: z.literal(1), sight: z.literal(true) });

/** The answer: an invitation for the asker's key alone, which it goes on with as with one that was handed over. */
export const SightAnswer = z.strictObject({ v: z.literal(1), code: z.string().min(1) });
export type SightAnswer = z.infer<typeof SightAnswer>;

export interface SeenInvitationsOptions {
  readonly invitations: Invitations;
  /** Of this cell. */
  readonly rows: () => readonly InvitationRow[];
  readonly revoke: (id: string) => void;
  readonly clock: () => number;
}

/** So many at a time: strangers ask for nothing but a look. */
export const SEEN_ASKERS_MAX = 8;
/** From the question for it to the end of what it is good for; the words are compared within minutes. */
const TTL_MS = 15 * 60_000;
/** Without a question to join after so long, another one may have its place. */
const IDLE_MS = 10_000;

/** The invitations that are made for who finds this node by sight, while its operator shows that it invites. */
export class SeenInvitations {
  readonly #options: SeenInvitationsOptions;
  #untilMs = 0;
  #addresses: readonly string[] = [];

  constructor(options: SeenInvitationsOptions) {
    this.#options = options;
  }

  /** Null while none is shown. */
  get untilMs(): number | null {
    return this.isOpen ? this.#untilMs : null;
  }

  get isOpen(): boolean {
    return this.#untilMs > this.#options.clock();
  }

  show(addresses: readonly string[], untilMs: number): void {
    this.#addresses = addresses;
    this.#untilMs = untilMs;
  }

  /** Whoever has asked to join by then is answered further. */
  hide(): void {
    this.#untilMs = 0;
    for (const row of this.#unused()) this.#options.revoke(row.id);
  }

  /** The code for a key that the connection has proved: the same one if it asks again. */
  answer(key: Uint8Array): SightAnswer {
    if (!this.isOpen) throw new GhostStackError('refused', says('error.cell.notShown'));
    const { invitations } = this.#options;
    const known = this.#live().find(({ seenBy }) => seenBy !== null && Buffer.compare(seenBy, key) === 0);
    if (known) return { v: 1, code: invitations.codeOf(known, this.#addresses) };
    this.#makeRoom();
    return { v: 1, code: invitations.create(this.#addresses, TTL_MS, key).code };
  }

  #makeRoom(): void {
    const { clock, revoke } = this.#options;
    if (this.#live().length < SEEN_ASKERS_MAX) return;
    const idle = this.#unused().find(({ createdAtMs }) => clock() - createdAtMs >= IDLE_MS);
    if (!idle) throw new GhostStackError('unavailable', says('error.transport.tooManyJoins'));
    revoke(idle.id);
  }

  #unused(): InvitationRow[] {
    return this.#live().filter(({ asker }) => asker === null);
  }

  /** Those that may still lead to something. */
  #live(): InvitationRow[] {
    const nowMs = this.#options.clock();
    return this.#options
      .rows()
      .filter(
        ({ seenBy, revoked, refused, accepted, expiresAtMs }) =>
          seenBy !== null && !revoked && !refused && !accepted && expiresAtMs > nowMs,
      );
  }
}
