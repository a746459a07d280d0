/** What travels to a verifier outside of the cell: what is shown, and the papers that let it be checked offline. */
import { z } from 'zod';
import { IssuedPath } from '#shared/protocol/credentials/issued-tree.ts';
import { MEMBERS_MAX } from '#shared/protocol/limits.ts';
import { ENTRY_MAX_BYTES } from '#shared/protocol/log/entry.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { parsed } from '../form/members.ts';
import { BUNDLE_MAX_BYTES, CREDENTIAL_MAX_BYTES } from '../limits.ts';
import { refused } from '../refusal.ts';
import { type JsonObject, readJsonBytes, readKeyBinding, readSdJwt } from '../sd-jwt/index.ts';
import { STANDINGS_MAX } from '../standing/standing.ts';

const EntryText = z.string().max(ENTRY_MAX_BYTES);

const Bundle = z.strictObject({
  v: z.literal(1),
  /** The text of an SD-JWT. */
  presentation: z.string().exactOptional(),
  /** Or a whole credential. */
  credential: z.record(z.string(), z.unknown()).exactOptional(),
  /** The issuer's DID log, JSON Lines. */
  issuerLog: z.string().max(BUNDLE_MAX_BYTES).exactOptional(),
  /** The issuer's key as a JWK, for verifiers that do not read a Multikey. */
  jwk: z
    .strictObject({ crv: z.literal('Ed25519'), kty: z.literal('OKP'), x: z.string().length(43) })
    .exactOptional(),
  issued: IssuedPath.exactOptional(),
  /** The newest list: the issuer's own, or its bytes as the log has them (gzip as base64url). */
  status: z
    .union([
      z.strictObject({ bits: z.string().max(CREDENTIAL_MAX_BYTES) }),
      z.record(z.string(), z.unknown()),
    ])
    .exactOptional(),
  /** Texts of a statement and its attests, perhaps of several, one after the other. */
  standing: z
    .array(EntryText)
    .max(STANDINGS_MAX * (1 + MEMBERS_MAX))
    .exactOptional(),
  /** The text of the entry that defines the type. */
  type: EntryText.exactOptional(),
});
export type Bundle = z.infer<typeof Bundle>;

/** Its text, JCS. Throws `too-large`. */
export function bundleText(bundle: Bundle): string {
  const text = canonicalize(bundle);
  requireSize(text);
  return text;
}

/** A bundle, a whole credential, or the text of an SD-JWT: whatever somebody was handed. */
export function readHanded(handed: unknown): Bundle {
  if (typeof handed === 'string' && !handed.trimStart().startsWith('{')) {
    return { v: 1, presentation: handed.trim() };
  }
  const text = typeof handed === 'string' ? handed : canonicalize(handed);
  requireSize(text);
  const value = readJsonBytes(Buffer.from(text, 'utf8'), BUNDLE_MAX_BYTES);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused('malformed', 'error.credential.notOne');
  }
  return bundleOf(value as JsonObject);
}

function bundleOf(value: JsonObject): Bundle {
  if (Object.hasOwn(value, 'payload') || Object.hasOwn(value, 'signatures')) {
    throw refused('unsupported', 'error.credential.jsonSerialization');
  }
  if (!Object.hasOwn(value, 'v')) return { v: 1, credential: value };
  if (typeof value.v === 'number' && Number.isSafeInteger(value.v) && value.v > 1) {
    throw refused('unsupported', 'error.credential.header', { part: 'v', value: String(value.v) });
  }
  const bundle = parsed(Bundle, value);
  if ((bundle.presentation === undefined) === (bundle.credential === undefined)) {
    throw refused('malformed', 'error.credential.notOne');
  }
  return bundle;
}

function requireSize(text: string): void {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes <= BUNDLE_MAX_BYTES) return;
  throw refused('too-large', 'error.credential.bundleLarge', {
    bytes: { bytes },
    limit: { bytes: BUNDLE_MAX_BYTES },
  });
}

/** The nonce that a presentation answers, so that the request is found; null where it is bound to none. */
export function nonceOf({ presentation }: Bundle): string | null {
  if (presentation === undefined) return null;
  const { keyBinding } = readSdJwt(presentation);
  return keyBinding === null ? null : readKeyBinding(keyBinding).nonce;
}
