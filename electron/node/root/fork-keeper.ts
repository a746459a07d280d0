import { isAwaitingMembers } from '#shared/protocol/closing/entered.ts';
import { wishesToMove } from '#shared/protocol/forks/next-parting.ts';
import type { CellNode } from '../cell/cell-node.ts';
import { type BranchHere, branchesHere } from '../cell/forking/branch-home.ts';
import { TOLD_MS } from '../cell/forking/told-leavers.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { parseEntry } from '../log/signed-entry.ts';
import type { ForkCells } from './fork-cells.ts';

/**
 * What a home does by itself about forks: it holds the log of each branch that it is asked to come along with, moves once
 * everybody has entered, says in the parent where it went, and lets go of what is over.
 */
export class ForkKeeper {
  readonly #cells: ForkCells;
  #isDue = false;
  #isOver = false;

  constructor(cells: ForkCells) {
    this.#cells = cells;
  }

  /** Something changed: it is looked at once what told of it is done. */
  soon(): void {
    if (this.#isDue || this.#isOver) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      this.look();
    });
  }

  stop(): void {
    this.#isOver = true;
  }

  look(): void {
    if (this.#isOver || !this.#cells.isOpen || !this.#cells.live) return;
    try {
      for (const here of branchesHere(this.#cells.all())) this.#follow(here);
      this.#tellParent();
      for (const cell of this.#cells.kept()) if (this.#isPast(cell)) this.#cells.drop(cell.id);
    } catch (error) {
      this.#cells.report(error);
    }
  }

  #follow(here: BranchHere): void {
    const { own, parent, standing, hasEntered, hasDeclined, isCrossed, branch } = here;
    const { live } = this.#cells;
    const isLive = own !== null && own === live;
    if (!own) {
      if (!standing.over && !hasDeclined && this.#cells.hasRoom && !this.#isEnded(branch.cell))
        this.#hold(here);
    } else if (!isLive && !hasEntered && (standing.over || hasDeclined)) this.#cells.drop(branch.cell);
    else if (!isLive && hasEntered && standing.isAlive && !isCrossed && !hasDeclined && parent === live)
      void this.#cells.liveIn(branch.cell);
  }

  /** It was held once, and dropped by the operator. */
  #isEnded(cell: string): boolean {
    return this.#cells.stored.joinedAtMs(cell) !== null;
  }

  /** The log of a branch begins with the entry that stands in the parent's. */
  #hold({ branch }: BranchHere): void {
    this.#cells.begin([parseEntry(canonicalize(branch.node.entry.body.found))]);
  }

  /** Whoever lives in a branch has left its parent, and says so there as soon as it may sign. */
  #tellParent(): void {
    const { live } = this.#cells;
    const fork = live?.epoch() ? live.log.book.fork() : null;
    const parent = fork && this.#cells.byId(fork.parent);
    if (!live || !parent?.epoch()) return;
    this.#cells.tryWrite(wishesToMove(parent.log.book, live.id, live.self.scid));
  }

  /** It is 30 days since its log says that the operator is no member there. */
  #isPast(cell: CellNode): boolean {
    const epoch = cell.epoch();
    if (!epoch || isAwaitingMembers(epoch) || !cell.isFormer()) return false;
    const seen = cell.ends.seenAtMs(cell.self.scid);
    return seen !== null && this.#cells.clock() - seen >= TOLD_MS;
  }
}
