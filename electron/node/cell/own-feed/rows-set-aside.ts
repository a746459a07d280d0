import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import { type BadRow, badRowsSay, mayBeSignedBy } from '../../log/read-rows.ts';
import type { SafetyState } from '../../store/safety-state.ts';
import type { CellNodeOptions } from '../cell-node-options.ts';

interface SettingAside extends Pick<CellNodeOptions, 'cell' | 'self'> {
  readonly safety: SafetyState;
  readonly failed: CellNodeOptions['failed'] | undefined;
}

/** In one transaction with the move of the rows: without those of its own, the node would write at their places again. */
export function rowsSetAside(rows: readonly BadRow[], { cell, self, safety, failed }: SettingAside): void {
  // Also those of before a change; while the keys are locked, the own DID log knows them all the same.
  const own = new Set(self.versions.map(({ signingKey }) => encodeMultikey('ed25519', signingKey)));
  if (rows.some((row) => mayBeSignedBy(row, self.scid, own)) && !safety.read(cell))
    safety.bar(cell, { why: 'damaged', answered: [] });
  failed?.(says('fault.readingReceipts'), new GhostStackError('store-corrupt', badRowsSay(rows)));
}
