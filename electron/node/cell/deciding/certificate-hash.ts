import type { Closure } from '#shared/protocol/closing/ballot.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/hash.ts';

/** What a certificate is called: round and signers are no part of it, so all members have the same (CLOSING). */
export function certificateHash(slot: string, { ballot, closes }: Closure): string {
  return sha256Hex(canonicalize({ slot, ballot, closes }));
}
