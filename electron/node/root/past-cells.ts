import { GhostStackError } from '#shared/contract/errors.ts';
import { isAwaitingMembers } from '#shared/protocol/closing/entered.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import type { CellStore } from '../cell/cell-store.ts';
import type { CellOpener } from './cell-opener.ts';
import type { OpenCells } from './open-cells.ts';
import type { Operator } from './operator.ts';

export interface PastCellsOptions {
  readonly stored: Pick<CellStore, 'past'>;
  readonly opener: Pick<CellOpener, 'kept'>;
  readonly open: OpenCells;
  readonly operator: () => Operator | null;
}

/**
 * Cells that this home was in and is in touch with no more: their receipts stay readable. Each is read from the store when
 * it is first asked for; it is never started, so that it takes part in nothing.
 */
export class PastCells {
  readonly #options: PastCellsOptions;
  /** Null for one whose log cannot be read. */
  readonly #read = new Map<string, CellNode | null>();
  #of: Operator | null = null;

  constructor(options: PastCellsOptions) {
    this.#options = options;
  }

  /** The newest first. A branch that never came to live is none of them. */
  all(): CellNode[] {
    const operator = this.#options.operator();
    const ids = operator ? this.#options.stored.past() : [];
    for (const [id, cell] of this.#read) {
      if (this.#of === operator && ids.includes(id)) continue;
      cell?.stop();
      this.#read.delete(id);
    }
    this.#of = operator;
    return ids.flatMap((id) => {
      const cell = operator && this.#cellOf(id, operator);
      const epoch = cell?.epoch();
      return cell && epoch && !isAwaitingMembers(epoch) ? [cell] : [];
    });
  }

  /** One that is held, or of these; without an id the present one. Throws what `OpenCells.requireCell` does. */
  requireReadable(id?: string): CellNode {
    const { open } = this.#options;
    if (id === undefined || open.byId(id)) return open.requireCell(id);
    const past = this.all().find((cell) => cell.id === id);
    if (!past) throw new GhostStackError('not-found', says('error.forks.notHeld'));
    return past;
  }

  #cellOf(id: string, operator: Operator): CellNode | null {
    if (!this.#read.has(id)) this.#read.set(id, this.#options.opener.kept(id, operator));
    return this.#read.get(id) ?? null;
  }
}
