import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256Hex } from '../crypto/hash.ts';

/** sha256 of JCS of the folded state (DESIGN §2): equal on nodes that hold the same entries. */
export function stateHash(state: object): string {
  return sha256Hex(canonicalize(state));
}
