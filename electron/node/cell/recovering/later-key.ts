import { encodeMultikey } from '../../crypto/multikey.ts';
import { newestVersion, readLongerMemberLog } from '../../identity/member-log/index.ts';
import { KEY_VERSIONS_MAX } from '../../transport/key/key-frames.ts';
import { memberLogOf } from './held-member-log.ts';

/**
 * Whether a log that somebody shows goes on from a member's as it is held here, by a few versions, and ends with this
 * signing key (Ed25519, 32 bytes).
 */
export function isLaterKey(
  held: { readonly scid: string; readonly didLog: readonly unknown[] } | undefined,
  shown: unknown,
  key: Uint8Array,
): boolean {
  const current = held === undefined ? null : memberLogOf(held);
  if (current === null) return false;
  const longer = readLongerMemberLog(current, shown);
  if (!longer.ok) return false;
  const more = longer.value.versions.length - current.versions.length;
  if (more < 1 || more > KEY_VERSIONS_MAX) return false;
  return newestVersion(longer.value).key === encodeMultikey('ed25519', key);
}
