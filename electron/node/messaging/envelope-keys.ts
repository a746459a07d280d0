import { spelledMultikey } from '../crypto/multikey.ts';
import type { MemberKeys } from './directory.ts';
import type { Envelope } from './envelope.ts';
import { FORMER_KEY_GRACE_MS } from './limits.ts';
import type { RefusalCode } from './refusal.ts';

/** The keys that an envelope was signed and sealed with, as its sender's DID log has them. */
export interface SenderKeys {
  readonly signingKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  /** When they were changed for others, by the sender's log; null if they are its newest. */
  readonly changedAtMs: number | null;
}

/**
 * Why an envelope that was sealed to that key is not opened here, or null if it can be.
 *
 * @param holds whether this node still has the private half of a key, spelled as a Multikey
 * @param versions of the own log
 */
export function recipientRefusal(
  to: string,
  holds: (key: string) => boolean,
  versions: readonly MemberKeys[],
): RefusalCode | null {
  if (holds(to)) return null;
  return versions.some((version) => sealingOf(version) === to) ? 'old-key' : 'wrong-recipient';
}

/**
 * The version of its sender's log that an envelope is of, and whether it is in time for that: what is signed with a key
 * that was changed counts for as long as its sender may not have known better on another machine.
 */
export function senderKeys(
  { keys, timestamp }: Pick<Envelope, 'keys' | 'timestamp'>,
  versions: readonly MemberKeys[],
): SenderKeys | { readonly refusal: RefusalCode } {
  // The newest first: a version that changes something else has the keys of the one before.
  const at = versions.findLastIndex((version) => isOf(keys, version));
  const version = versions[at];
  if (version === undefined) return { refusal: 'unknown-key' };
  const changedAtMs = versions[at + 1]?.versionTimeMs ?? null;
  if (changedAtMs !== null && timestamp * 1000 > changedAtMs + FORMER_KEY_GRACE_MS)
    return { refusal: 'old-key' };
  const { signingKey, sealingKey } = version;
  return { signingKey, sealingKey, changedAtMs };
}

function isOf({ sig, from }: Envelope['keys'], version: MemberKeys): boolean {
  return sig === spelledMultikey('ed25519', version.signingKey) && from === sealingOf(version);
}

function sealingOf({ sealingKey }: MemberKeys): string {
  return spelledMultikey('x25519', sealingKey);
}
