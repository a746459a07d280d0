import type { CellState } from '#shared/protocol/state/cell-state.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256Hex } from '../crypto/hash.ts';

/** sha256 of JCS of the folded state (DESIGN §2): equal on nodes that hold the same entries. */
export function stateHash(state: CellState): string {
  return sha256Hex(canonicalize(state));
}
