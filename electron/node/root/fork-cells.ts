import { GhostStackError } from '#shared/contract/errors.ts';
import type { PartingWish } from '#shared/protocol/forks/next-parting.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import { CellStore } from '../cell/cell-store.ts';
import { LogStore } from '../log/log-store.ts';
import type { CheckedEntry } from '../log/signed-entry.ts';
import { CELLS_MAX } from '../transport/link/frames.ts';
import type { CellOpener } from './cell-opener.ts';
import type { NodeCellsOptions } from './node-cells-options.ts';
import type { OpenCells } from './open-cells.ts';
import { type Operator, requireSigner } from './operator.ts';

export interface ForkCellsOptions
  extends Pick<NodeCellsOptions, 'store' | 'stateFolder' | 'clock' | 'failed'> {
  readonly open: OpenCells;
  readonly opener: CellOpener;
  readonly operator: () => Operator | null;
  /** Goes on in the cell that is live by what is stored. */
  readonly reopen: (operator: Operator) => Promise<void>;
  /** Others are kept than before: whoever is connected is told. */
  readonly keptChanged: () => void;
  readonly changed: () => void;
}

/** The cells of a home as its forks need them: one is held beside the others, is dropped, or becomes the live one. */
export class ForkCells {
  readonly stored: CellStore;
  readonly #options: ForkCellsOptions;
  #isReopening = false;

  constructor(options: ForkCellsOptions) {
    this.#options = options;
    this.stored = new CellStore(options.store);
  }

  get clock(): () => number {
    return this.#options.clock;
  }

  get live(): CellNode | null {
    return this.#options.open.cell;
  }

  /** The live one first. */
  all(): CellNode[] {
    return this.#options.open.all();
  }

  kept(): CellNode[] {
    return this.#options.open.kept();
  }

  byId(cell: string): CellNode | null {
    return this.#options.open.byId(cell);
  }

  /** Throws `not-found` for one that is not held. */
  cellOf(cell: string): CellNode {
    return this.#options.open.requireCell(cell);
  }

  requireMember(): CellNode {
    return this.#options.open.requireMember();
  }

  signer(): ReturnType<typeof requireSigner> {
    return requireSigner(this.#options.operator());
  }

  get isOpen(): boolean {
    return this.#options.operator()?.key != null;
  }

  get hasRoom(): boolean {
    return this.all().length < CELLS_MAX;
  }

  /** Throws `conflict`: whoever may be an older copy in one of its cells begins in no other. */
  requireMaySign(): void {
    for (const cell of this.all()) {
      const barred = cell.isFormer() ? null : cell.log.signingBarred;
      if (barred) throw new GhostStackError('conflict', barred);
    }
  }

  /** Stores with what a cell begins, and whatever `also` writes, in one transaction; holds it beside the others. */
  begin(entries: readonly [CheckedEntry, ...CheckedEntry[]], also: () => void = () => undefined): void {
    const { store, clock } = this.#options;
    const log = new LogStore(store);
    const [{ hash: cell }] = entries;
    store.transaction(() => {
      for (const entry of entries) log.insert(cell, entry, clock());
      this.stored.hold(cell, clock());
      also();
    });
    this.#keep(cell);
  }

  drop(cell: string): void {
    this.stored.drop(cell);
    this.#options.open.drop(cell);
    this.#options.keptChanged();
    this.#options.changed();
  }

  /** Lives in another one from now on; those that may not sign there are written later. */
  async liveIn(cell: string): Promise<void> {
    const operator = this.#options.operator();
    if (this.#isReopening || !operator) return;
    this.#isReopening = true;
    try {
      const before = this.live;
      if (before && before.id !== cell) {
        before.admissions.withdrawAll();
        before.recoveries.withdrawAll();
      }
      this.stored.add(cell, this.clock());
      await this.#options.reopen(operator);
    } catch (error) {
      this.#options.failed(says('fault.entering'), error);
    } finally {
      this.#isReopening = false;
    }
  }

  /** Writes them in their order. Throws what keeps the first of them from being written. */
  write(wishes: readonly PartingWish[]): void {
    for (const { cell, kind, body } of wishes) this.cellOf(cell).log.append(kind, { ...body });
  }

  /** The same, as far as the rules take them. */
  tryWrite(wishes: readonly PartingWish[]): void {
    for (const { cell, kind, body } of wishes) {
      const { log } = this.cellOf(cell);
      if (log.signingBarred || log.objection(kind, { ...body })) continue;
      log.append(kind, { ...body });
    }
  }

  report(error: unknown): void {
    this.#options.failed(says('fault.followingForks'), error);
  }

  #keep(id: string): void {
    const { opener, open, operator, keptChanged, changed } = this.#options;
    const own = operator();
    const cell = own && opener.kept(id, own);
    if (!cell) throw new GhostStackError('internal', says('error.root.noCellYet'));
    open.keep(cell);
    cell.start();
    keptChanged();
    changed();
  }
}
