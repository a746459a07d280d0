import { randomBytes } from 'node:crypto';
import type { Invitation as InvitationView } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { MEMBERS_MAX } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { encodeBase64url } from '../../crypto/base64url.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import type { MemberIdentity } from '../../identity/member-identity.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import { isOnlyHere } from '../../transport/link/reachable-addresses.ts';
import { encodeInvitation, invitationUrl, SECRET_BYTES } from './invitation.ts';
import type { InvitationRow, InvitationStore } from './invitation-store.ts';

export interface InvitationsOptions {
  readonly log: IntegrityLog;
  readonly store: InvitationStore;
  readonly self: MemberIdentity;
  readonly clock: () => number;
  readonly epoch: () => Epoch;
}

/** The invitations of this node: what is handed over, each for one computer. */
export class Invitations {
  readonly #options: InvitationsOptions;

  constructor(options: InvitationsOptions) {
    this.#options = options;
  }

  /** @param seenBy the key for which alone it is, 32 bytes; null for whoever it is handed to */
  create(addresses: readonly string[], ttlMs: number, seenBy: Uint8Array | null = null): InvitationView {
    const { log, store, clock, epoch } = this.#options;
    if (epoch().members.length >= MEMBERS_MAX) {
      throw new GhostStackError('conflict', says('error.cell.cellFull', { limit: MEMBERS_MAX }));
    }
    if (addresses.length === 0) {
      throw new GhostStackError('offline', says('error.cell.invitesFromNowhere'));
    }
    const id = encodeBase64url(randomBytes(9));
    const nowMs = clock();
    const secret = new Uint8Array(randomBytes(SECRET_BYTES));
    store.create({ id, cell: log.cell, secret, createdAtMs: nowMs, expiresAtMs: nowMs + ttlMs, seenBy });
    return this.#view(this.#row(id), addresses);
  }

  revoke(id: string): void {
    this.#row(id);
    this.#options.store.revoke(id);
  }

  /** The code of one that is there. */
  codeOf(row: InvitationRow, addresses: readonly string[]): string {
    return this.#view(row, addresses).code;
  }

  /** Those that were made to be handed over, and that somebody can still use. */
  list(addresses: readonly string[]): InvitationView[] {
    const { log, store, clock } = this.#options;
    const nowMs = clock();
    return store
      .list(log.cell)
      .filter((row) => row.seenBy === null && !row.revoked && !row.asker && row.expiresAtMs > nowMs)
      .map((row) => this.#view(row, addresses));
  }

  #row(id: string): InvitationRow {
    const row = this.#options.store.get(id);
    if (!row) throw new GhostStackError('not-found', says('error.cell.noSuchInvitation'));
    return row;
  }

  #view(row: InvitationRow, addresses: readonly string[]): InvitationView {
    const { log, self, epoch } = this.#options;
    const { name, members } = epoch();
    const code = encodeInvitation({
      v: 2,
      cell: log.cell,
      cellName: name,
      alias: members.find(({ scid }) => scid === self.scid)?.alias ?? '',
      inviter: encodeMultikey('ed25519', self.signingKey),
      addresses: addresses.slice(0, 8),
      secret: encodeBase64url(row.secret),
      expires: row.expiresAtMs,
    });
    const { id, createdAtMs, expiresAtMs } = row;
    return {
      id,
      code,
      url: invitationUrl(code),
      createdAtMs,
      expiresAtMs,
      usedBy: row.asker?.alias ?? null,
      onlyHere: isOnlyHere(addresses),
    };
  }
}
