import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { heldCell } from '../cell/forking/held-cell.ts';
import type { OpenCells } from './open-cells.ts';

/** The cells of a home: which there are, and what an operator does about them as wholes. */
export class NodeHeld {
  readonly #cells: OpenCells;

  constructor(cells: OpenCells) {
    this.#cells = cells;
  }

  /** The live one first. */
  view(): HeldCell[] {
    return this.#cells.all().map((cell) => heldCell(cell, cell === this.#cells.cell));
  }

  use(_cell: string): null {
    throw notYet();
  }

  forget(_cell: string): null {
    throw notYet();
  }

  leave(): null {
    throw notYet();
  }

  back(): null {
    throw notYet();
  }

  countOut(): string {
    throw notYet();
  }
}

function notYet(): GhostStackError {
  return new GhostStackError('unavailable', says('error.forks.notYet'));
}
