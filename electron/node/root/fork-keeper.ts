import { isAwaitingMembers } from '#shared/protocol/closing/entered.ts';
import { wishesToMove } from '#shared/protocol/forks/next-parting.ts';
import type { CellNode } from '../cell/cell-node.ts';
import { type BranchHere, branchesHere } from '../cell/forking/branch-home.ts';
import { nextForkStep } from '../cell/forking/next-fork-step.ts';
import { TOLD_MS } from '../cell/forking/told-leavers.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { identityOfHeld } from '../identity/member-identity.ts';
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
    const { branch } = here;
    const { live, hasRoom, stored } = this.#cells;
    const wasDropped = stored.joinedAtMs(branch.cell) !== null;
    const step = nextForkStep(here, { live: live?.id ?? '', hasRoom, wasDropped });
    if (step === 'hold') this.#hold(here);
    else if (step === 'drop') this.#cells.drop(branch.cell);
    else if (step === 'move') void this.#cells.liveIn(branch.cell);
    else if (here.own && !here.standing.isAlive) this.#introduce(here, here.own);
  }

  /** Those who are listed may be no members of the parent any more, and have said nothing in the branch yet. */
  #introduce({ parent, branch }: BranchHere, own: CellNode): void {
    const { logs } = parent.log.book.epochOf(branch.node);
    for (const { scid, alias } of branch.fork.members) {
      const member = logs.get(scid);
      if (!member || scid === own.self.scid || own.directory.didOf(scid) !== null) continue;
      own.directory.remember(identityOfHeld(member.didLog), alias);
    }
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
