import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { type CredentialType, faultOfClaims, inferredType, MESH_MEMBER } from '../credentials/index.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import type { JsonObject } from '../identity/data-integrity.ts';

const CLAIMS_MAX_BYTES = 64 * 1024;

/**
 * The type under which a service without a cell issues these claims: the built-in one where they are of it, else one
 * that follows from them. Throws `invalid-argument`, `malformed` (claims that are not plain JSON) or `too-large`.
 */
export function typeOfClaims(name: string, claims: JsonObject): CredentialType {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) {
    throw new GhostStackError('invalid-argument', says('error.identity.claimsNotObject'));
  }
  if (Object.hasOwn(claims, 'id')) {
    throw new GhostStackError('invalid-argument', says('error.identity.claimNamedId'));
  }
  const bytes = Buffer.byteLength(canonicalize(claims), 'utf8');
  if (bytes > CLAIMS_MAX_BYTES) {
    throw new GhostStackError(
      'too-large',
      says('error.identity.claimsTooLarge', { limit: CLAIMS_MAX_BYTES, bytes }),
    );
  }
  if (name === MESH_MEMBER.type && faultOfClaims(MESH_MEMBER, claims, { isWhole: true }) === null)
    return MESH_MEMBER;
  const inferred = inferredType(String(name), claims);
  if ('type' in inferred) return inferred.type;
  throw new GhostStackError(
    'invalid-argument',
    says('error.credential.claimsNotOf', { type: String(name), what: inferred.fault }),
  );
}
