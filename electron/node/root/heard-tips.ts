import type { OpenCells } from './open-cells.ts';

export interface Heard {
  readonly tips: Readonly<Record<string, readonly string[]>>;
  readonly atMs: number;
}

/** Which tips each member of the present cell has last said that it holds, by SCID. Kept in memory only. */
export class HeardTips {
  readonly byMember = new Map<string, Heard>();
  /** How often something was heard. */
  times = 0;
  readonly #cells: OpenCells;

  constructor(cells: OpenCells) {
    this.#cells = cells;
  }

  heard(did: string, tips: Heard['tips'], atMs: number): void {
    const scid = this.#cells.cell?.directory.scidOf(did);
    if (!scid) return;
    this.byMember.set(scid, { tips, atMs });
    this.times += 1;
  }
}
