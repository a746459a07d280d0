/** The keys of an issuer by its DID log, whoever handed it over. */

import { says } from '#shared/protocol/saying.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import { type ResolvedDid, signingKeyOf, verifyDidLog } from '../../identity/did-webvh/index.ts';
import { CredentialRefusal, refused } from '../refusal.ts';

export interface LogVersion {
  readonly versionId: string;
  /** Multikey of the key that signs under this version. */
  readonly key: string;
  readonly publicKey: Uint8Array;
}

/** All versions, from the first. Throws `issuer-log`. */
export function readIssuerLog(
  log: string,
  { did, name, nowMs }: { did: string; name: string; nowMs: number },
): LogVersion[] {
  const resolved = verifyDidLog(log, { did, nowMs });
  if (!resolved.ok) throw broken(name, resolved.error.says, resolved.error.rule);
  try {
    return versionsOf(resolved.value);
  } catch (thrown) {
    throw broken(name, undefined, 'document', thrown);
  }
}

/**
 * One log only grows: what does not continue the longest that was ever seen is another's story of it. Throws
 * `key-unknown`, or `issuer-log`. @param known null before the first
 */
export function longestLog(
  known: string | null,
  handed: string | undefined,
  of: { did: string; name: string; nowMs: number },
): LogVersion[] {
  if (known === null && handed === undefined) throw noLog(of.name);
  if (known === null || handed === undefined) return readIssuerLog(handed ?? known ?? '', of);
  const [held, came] = [readIssuerLog(known, of), readIssuerLog(handed, of)];
  if (held.every(({ versionId }, at) => came[at]?.versionId === versionId)) return came;
  throw refused('key-unknown', 'error.credential.logShort', { issuer: of.name });
}

export function noLog(issuer: string): CredentialRefusal {
  return refused('key-unknown', 'error.credential.logMissing', { issuer });
}

function versionsOf({ versions }: ResolvedDid): LogVersion[] {
  return versions.map((version) => {
    const publicKey = signingKeyOf(version);
    return { versionId: version.versionId, key: encodeMultikey('ed25519', publicKey), publicKey };
  });
}

function broken(name: string, what: ReturnType<typeof says> | undefined, rule: string, cause?: unknown) {
  const sentence = says('error.credential.issuerLog', {
    issuer: name,
    rule,
    what: what ?? says('error.credential.documentBroken'),
  });
  return new CredentialRefusal('issuer-log', sentence, { cause });
}
