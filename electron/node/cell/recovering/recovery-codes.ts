import { randomBytes } from 'node:crypto';
import type { Invitation as CodeView } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { encodeBase64url } from '../../crypto/base64url.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import type { MemberIdentity } from '../../identity/member-identity.ts';
import { isOnlyHere } from '../../transport/link/reachable-addresses.ts';
import { encodeInvitation, recoveryUrl, SECRET_BYTES } from '../joining/invitation.ts';
import type { RecoveryRow, RecoveryStore } from './recovery-store.ts';

export interface RecoveryCodesOptions {
  readonly cell: string;
  readonly store: RecoveryStore;
  readonly self: MemberIdentity;
  readonly clock: () => number;
  readonly epoch: () => Epoch;
}

/** Whoever asks for recovery sits at the new machine now; a code that lies about for days is one that is found. */
export const RECOVERY_CODE_MS = HOUR_MS;
export const RECOVERY_CODE_MAX_MS = 7 * 24 * HOUR_MS;

/** The recovery codes of this node: each for one member and one machine. */
export class RecoveryCodes {
  readonly #options: RecoveryCodesOptions;

  constructor(options: RecoveryCodesOptions) {
    this.#options = options;
  }

  create(addresses: readonly string[], ttlMs: number): CodeView {
    const { cell, store, clock } = this.#options;
    if (addresses.length === 0) throw new GhostStackError('offline', says('error.cell.invitesFromNowhere'));
    const id = encodeBase64url(randomBytes(9));
    const createdAtMs = clock();
    const expiresAtMs = createdAtMs + Math.min(Math.max(ttlMs, 1), RECOVERY_CODE_MAX_MS);
    store.create({ id, cell, secret: randomBytes(SECRET_BYTES), createdAtMs, expiresAtMs });
    return this.#view(this.row(id), addresses);
  }

  withdraw(id: string): void {
    this.#options.store.revoke(this.row(id).id);
  }

  /** Those that somebody can still use. */
  list(addresses: readonly string[]): CodeView[] {
    const { cell, store, clock } = this.#options;
    const nowMs = clock();
    return store
      .list(cell)
      .filter((row) => !row.revoked && row.asker === null && row.expiresAtMs > nowMs)
      .map((row) => this.#view(row, addresses));
  }

  row(id: string): RecoveryRow {
    const row = this.#options.store.get(id);
    if (!row) throw new GhostStackError('not-found', says('error.recovery.noSuchCode'));
    return row;
  }

  #view(row: RecoveryRow, addresses: readonly string[]): CodeView {
    const { cell, self, epoch } = this.#options;
    const { name, members } = epoch();
    const aliasOf = (scid: string): string => members.find((member) => member.scid === scid)?.alias ?? '';
    const code = encodeInvitation({
      v: 2,
      recovery: true,
      cell,
      cellName: name,
      alias: aliasOf(self.scid),
      inviter: encodeMultikey('ed25519', self.signingKey),
      addresses: addresses.slice(0, 8),
      secret: encodeBase64url(row.secret),
      expires: row.expiresAtMs,
    });
    const { id, createdAtMs, expiresAtMs, asker } = row;
    const usedBy = asker && aliasOf(asker.scid);
    return {
      id,
      code,
      url: recoveryUrl(code),
      createdAtMs,
      expiresAtMs,
      usedBy,
      onlyHere: isOnlyHere(addresses),
    };
  }
}
