import { GhostStackError, saysOf } from '#shared/contract/errors.ts';
import { leavesHere } from '#shared/protocol/forks/next-parting.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';

/** The cells that this node has open, by id, which of them it lives in now, and who may ask what of that one. */
export class OpenCells {
  readonly #open = new Map<string, CellNode>();
  #present: string | null = null;
  /** Why the cell that this node belongs to cannot be opened. */
  #unread: Saying | null = null;

  /** The present one; null while the node is in none, or its log cannot be read. */
  get cell(): CellNode | null {
    return this.#present === null ? null : (this.#open.get(this.#present) ?? null);
  }

  enter(cell: CellNode): void {
    this.#open.set(cell.id, cell);
    this.#present = cell.id;
  }

  /** Beside the present one. */
  keep(cell: CellNode): void {
    this.#open.set(cell.id, cell);
  }

  /** It is not kept any more. */
  drop(id: string): void {
    this.#open.get(id)?.stop();
    this.#open.delete(id);
  }

  kept(): CellNode[] {
    return [...this.#open.values()].filter(({ id }) => id !== this.#present);
  }

  /** The rest of the node goes on, so that what is wrong can be read, and messages can. */
  unreadable(id: string, error: unknown): void {
    this.#unread = says('error.root.logUnreadable', { id, reason: saysOf(error) });
  }

  leave(): void {
    for (const cell of this.#open.values()) cell.stop();
    this.#open.clear();
    this.#present = null;
    this.#unread = null;
  }

  /** All that are open, the live one first. */
  all(): CellNode[] {
    const { cell } = this;
    return [...this.#open.values()].sort((one, other) => Number(other === cell) - Number(one === cell));
  }

  /** Any one of this home, or null. */
  byId(id: string): CellNode | null {
    return this.#open.get(id) ?? null;
  }

  /**
   * Without an id the present one. Throws `store-corrupt` for a cell that cannot be opened, `not-found` without one.
   */
  requireCell(id?: string): CellNode {
    if (id !== undefined) {
      const held = this.byId(id);
      if (!held) throw new GhostStackError('not-found', says('error.forks.notHeld'));
      return held;
    }
    if (this.#unread) throw new GhostStackError('store-corrupt', this.#unread);
    const { cell } = this;
    if (!cell) throw new GhostStackError('not-found', says('error.root.noCellYet'));
    return cell;
  }

  /** For what only members do: throws `forbidden` for a former one. */
  requireMember(): CellNode {
    const cell = this.requireCell();
    const former = cell.formerReason();
    if (former) throw new GhostStackError('forbidden', former);
    return cell;
  }

  /** For those who found or join another. */
  requireNone(): void {
    if (this.#unread) throw new GhostStackError('store-corrupt', this.#unread);
    const { cell } = this;
    if (cell && !cell.isFormer() && leavesHere(cell.log.book, cell.self.scid).length === 0)
      throw new GhostStackError('conflict', says('error.root.memberAlready'));
  }
}
