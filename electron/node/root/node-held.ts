import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import {
  leavesHere,
  wishesBeforeNewKey,
  wishesToLiveHere,
  wishesToReturn,
} from '#shared/protocol/forks/next-parting.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import type { Decisions } from '../cell/deciding/decisions.ts';
import { branchesHere } from '../cell/forking/branch-home.ts';
import { heldCell, pastCell } from '../cell/forking/held-cell.ts';
import type { ForkCells } from './fork-cells.ts';
import type { PastCells } from './past-cells.ts';

/** The cells of a home: which there are, and what an operator does about them as wholes. */
export class NodeHeld {
  readonly #cells: ForkCells;
  readonly #past: PastCells;
  readonly #deciding: () => Decisions;

  constructor(cells: ForkCells, past: PastCells, deciding: () => Decisions) {
    this.#cells = cells;
    this.#past = past;
    this.#deciding = deciding;
  }

  /** The live one first; last those of which the receipts are read, and no more. */
  view(): HeldCell[] {
    const held = this.#cells.all();
    const { live } = this.#cells;
    const branches = branchesHere(held);
    const past = this.#past.all();
    const nowMs = this.#cells.clock();
    return [
      ...held.map((cell) => heldCell(cell, { held: [...held, ...past], live, branches })),
      ...past.map((cell) => pastCell(cell, { held: [...held, ...past], live, branches }, nowMs)),
    ];
  }

  async use(id: string): Promise<null> {
    this.#cells.signer();
    const cell = this.#cells.cellOf(id);
    const [shown] = this.view().filter((one) => one.id === id);
    if (!shown?.use)
      throw new GhostStackError('conflict', says('error.forks.notUsable', { name: shown?.name ?? '' }));
    if (shown.use === 'back') return this.back();
    this.#cells.write(wishesToLiveHere(cell.log.book, cell.self.scid));
    await this.#cells.liveIn(cell.id);
    return null;
  }

  forget(id: string): null {
    const cell = this.#cells.cellOf(id);
    if (cell === this.#cells.live) throw new GhostStackError('conflict', says('error.forks.livesThere'));
    this.#cells.drop(id);
    return null;
  }

  /** Asks nobody: the home goes on counting there until it is counted out. */
  leave(): null {
    this.#cells.signer();
    const cell = this.#cells.requireMember();
    if (leavesHere(cell.log.book, cell.self.scid).includes(null))
      throw new GhostStackError('conflict', says('error.forks.leavesAlready'));
    this.#cells.write([{ cell: cell.id, kind: 'leave', body: { cell: null } }]);
    return null;
  }

  async back(): Promise<null> {
    this.#cells.signer();
    const cell = this.#cells.requireMember();
    const me = cell.self.scid;
    const stays = wishesToLiveHere(cell.log.book, me);
    if (stays.length > 0) {
      this.#cells.write(stays);
      return null;
    }
    const parent = this.#parentOf(cell);
    const wishes = wishesToReturn(parent.log.book, cell.id, me);
    if (!wishes)
      throw new GhostStackError(
        'conflict',
        says('error.forks.countedOut', { name: parent.epoch()?.name ?? '' }),
      );
    this.#cells.write(wishes);
    await this.#cells.liveIn(parent.id);
    return null;
  }

  /** Opens the vote, and approves it; returns the proposal's id. */
  countOut(): string {
    this.#cells.signer();
    const decisions = this.#deciding();
    const id = decisions.proposeLeavers();
    decisions.vote(id, 'APPROVE', null);
    return id;
  }

  /** The kept ones go on believing the key that is here: the operator leaves them before another one is used. */
  leaveKept(): void {
    const me = this.#cells.live?.self.scid;
    const kept = this.#cells.kept().filter((cell) => cell.epoch() !== null);
    if (me)
      this.#cells.tryWrite(
        wishesBeforeNewKey(
          kept.map(({ log }) => log.book),
          me,
        ),
      );
  }

  #parentOf(cell: CellNode): CellNode {
    const fork = cell.log.book.fork();
    const parent = fork && this.#cells.byId(fork.parent);
    if (!parent?.epoch()) throw new GhostStackError('conflict', says('error.forks.noParent'));
    return parent;
  }
}
