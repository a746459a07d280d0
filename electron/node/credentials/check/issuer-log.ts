/** The keys of an issuer by its DID log, whoever handed it over. */

import { says } from '#shared/protocol/saying.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import { type ResolvedDid, signingKeyOf, verifyDidLog } from '../../identity/did-webvh/index.ts';
import { CredentialRefusal } from '../refusal.ts';

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
