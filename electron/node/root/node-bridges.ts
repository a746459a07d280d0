import type { CardView, Imported, StatementFile } from '#shared/contract/domain/bridge.ts';
import type { BridgeChange, UnbridgeChange } from '#shared/protocol/closing/bridge-change.ts';
import type { Decisions } from '../cell/deciding/decisions.ts';
import type { OpenCells } from './open-cells.ts';

/** What an operator does about bridges to other cells. */
export class NodeBridges {
  readonly #cells: OpenCells;
  readonly #deciding: () => Decisions;
  readonly #requireSigner: () => unknown;

  /**
   * @param deciding to act by: throws for who is no member
   * @param requireSigner throws while the key is locked
   */
  constructor(cells: OpenCells, deciding: () => Decisions, requireSigner: () => unknown) {
    this.#cells = cells;
    this.#deciding = deciding;
    this.#requireSigner = requireSigner;
  }

  card(): CardView {
    return this.#cells.requireMember().trust.bridges.card();
  }

  readCard(text: string): CardView {
    return this.#cells.requireMember().trust.bridges.readCard(text);
  }

  /** Opens the vote, and approves it; returns the proposal's id. */
  propose(card: string, words: string, days: number): string {
    return this.#open(this.#cells.requireMember().trust.bridges.changeFor(card, words, days));
  }

  end(cell: string): string {
    return this.#open(this.#cells.requireMember().trust.bridges.endOf(cell));
  }

  statement(cell: string): StatementFile {
    return this.#cells.requireMember().trust.bridges.statement(cell);
  }

  import(text: string): Imported {
    this.#requireSigner();
    return this.#cells.requireMember().trust.bridges.import(text);
  }

  #open(change: BridgeChange | UnbridgeChange): string {
    this.#requireSigner();
    const decisions = this.#deciding();
    const id = decisions.proposeBridge(change);
    // Whoever asks for it is for it.
    decisions.vote(id, 'APPROVE', null);
    return id;
  }
}
