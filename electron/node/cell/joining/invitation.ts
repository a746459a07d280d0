/** What an inviter hands over: where to ask, whom to expect there, and a secret that opens the door once. */

import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { InvitationSays } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { CELL_NAME_MAX, INVITATION_CODE_MAX, NAME_MAX } from '#shared/protocol/limits.ts';
import { Hash } from '#shared/protocol/log/entry.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { text } from '#shared/protocol/text.ts';
import { decodeBase64url, encodeBase64url } from '../../crypto/base64url.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import { decodeMultikey } from '../../crypto/multikey.ts';
import { parseStrictJson } from '../../crypto/strict-json.ts';
import { parsePeerAddress } from '../../messaging/peer-address.ts';

export const SECRET_BYTES = 16;
const URL_PREFIX = 'ghoststack://join/';
const RECOVERY_PREFIX = 'ghoststack://recover/';

export const Invitation = z.strictObject({
  v: z.literal(2),
  cell: Hash,
  /** Names of the cell and of the inviter, for the one who is invited to see before anything is asked. */
  cellName: text(0, CELL_NAME_MAX),
  alias: text(0, NAME_MAX),
  /** The inviter's signing key as a Multikey: who must answer there. */
  inviter: z.string().max(64),
  addresses: z.array(z.string().max(128)).min(1).max(8),
  /** base64url, 16 bytes. */
  secret: z.string().length(22),
  /** Milliseconds since the epoch. */
  expires: z.int().min(0),
});
export type Invitation = z.infer<typeof Invitation>;

/**
 * Handed over by a member to somebody whose computer is gone: opens a question for recovery, not for admission. `inviter`
 * and `alias` are of the member that made it.
 */
export const RecoveryCode = Invitation.extend({ recovery: z.literal(true) });
export type RecoveryCode = z.infer<typeof RecoveryCode>;

/** base64url of the JCS, then the first 8 hex digits of its hash, so that a typing error shows at once. */
export function encodeInvitation(invitation: Invitation | RecoveryCode): string {
  const json = canonicalize(invitation);
  return `${encodeBase64url(Buffer.from(json, 'utf8'))}.${sha256Hex(json).slice(0, 8)}`;
}

export function invitationUrl(code: string): string {
  return URL_PREFIX + code;
}

export function recoveryUrl(code: string): string {
  return RECOVERY_PREFIX + code;
}

/**
 * Reads a code or its URL. Throws `malformed`, naming what is wrong, or `unsupported` for another version.
 */
export function readInvitation(typed: string): Invitation {
  const value = readCode(typed);
  if (isForRecovery(value)) throw new GhostStackError('malformed', says('error.recovery.notAnInvitation'));
  return readParts(Invitation, value);
}

/** The same of a recovery code. */
export function readRecoveryCode(typed: string): RecoveryCode {
  const value = readCode(typed);
  if (!isForRecovery(value)) throw new GhostStackError('malformed', says('error.recovery.notARecoveryCode'));
  return readParts(RecoveryCode, value);
}

function isForRecovery(value: unknown): boolean {
  return (value as { recovery?: unknown } | null)?.recovery === true;
}

/** The JSON in a code of the version that this build reads. */
function readCode(typed: string): unknown {
  const trimmed = typed.trim().replace(/\s+/g, '');
  const prefix = [URL_PREFIX, RECOVERY_PREFIX].find((each) => trimmed.startsWith(each)) ?? '';
  const code = trimmed.slice(prefix.length);
  const [body, check, ...rest] = code.split('.');
  if (!body || !check || rest.length > 0 || code.length > INVITATION_CODE_MAX)
    throw broken(says('error.cell.invitationCut'));
  let json: string;
  let value: unknown;
  try {
    json = Buffer.from(decodeBase64url(body)).toString('utf8');
    if (sha256Hex(json).slice(0, 8) !== check) throw broken(says('error.cell.invitationMistyped'));
    value = parseStrictJson(json, { maxBytes: INVITATION_CODE_MAX });
  } catch (cause) {
    throw cause instanceof GhostStackError && cause.says.key === 'error.cell.invitationUnreadable'
      ? cause
      : broken(says('error.cell.invitationMistyped'), cause);
  }
  const version = (value as { v?: unknown } | null)?.v;
  if (typeof version === 'number' && version !== 2) {
    throw new GhostStackError(
      'unsupported',
      version < 2 ? says('error.cell.invitationOlder') : says('error.cell.invitationNewer', { version }),
    );
  }
  return value;
}

function readParts<T extends Invitation>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw broken(says('error.cell.invitationIncomplete'));
  try {
    decodeMultikey(parsed.data.inviter);
    decodeBase64url(parsed.data.secret);
    return { ...parsed.data, addresses: parsed.data.addresses.map(parsePeerAddress) };
  } catch (cause) {
    throw broken(says('error.cell.invitationIncomplete'), cause);
  }
}

export function invitationSays(typed: string): InvitationSays {
  const { cellName, alias, expires } = readInvitation(typed);
  return { cellName, inviter: alias, expiresAtMs: expires };
}

function broken(what: Saying, cause?: unknown): GhostStackError {
  return new GhostStackError('malformed', says('error.cell.invitationUnreadable', { what }), {
    cause,
  });
}

/** What proves to the inviter that an asker holds the secret, for this identity and no other. */
export function joinProof(secret: Uint8Array, cell: string, scid: string): string {
  return encodeBase64url(
    createHmac('sha256', secret).update(`ghoststack/join/v1\n${cell}\n${scid}`).digest(),
  );
}
