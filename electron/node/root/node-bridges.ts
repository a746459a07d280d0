import type { CardView, Imported, StatementFile } from '#shared/contract/domain/bridge.ts';
import type { BridgeChange, UnbridgeChange } from '#shared/protocol/closing/bridge-change.ts';
import type { Decisions } from '../cell/deciding/decisions.ts';
import type { OpenCells } from './open-cells.ts';

export interface NodeBridgesOptions {
  readonly cells: OpenCells;
  /** To act by: throws for who is no member. */
  readonly deciding: () => Decisions;
  /** Throws while the key is locked. */
  readonly requireSigner: () => void;
}

/** What an operator does about bridges to other cells. */
export class NodeBridges {
  readonly #options: NodeBridgesOptions;

  constructor(options: NodeBridgesOptions) {
    this.#options = options;
  }

  card(): CardView {
    return this.#options.cells.requireMember().bridges.card();
  }

  readCard(text: string): CardView {
    return this.#options.cells.requireMember().bridges.readCard(text);
  }

  /** Opens the vote, and approves it; returns the proposal's id. */
  propose(card: string, words: string, days: number): string {
    return this.#open(this.#options.cells.requireMember().bridges.changeFor(card, words, days));
  }

  end(cell: string): string {
    return this.#open(this.#options.cells.requireMember().bridges.endOf(cell));
  }

  statement(cell: string): StatementFile {
    return this.#options.cells.requireMember().bridges.statement(cell);
  }

  import(text: string): Imported {
    this.#options.requireSigner();
    return this.#options.cells.requireMember().bridges.import(text);
  }

  #open(change: BridgeChange | UnbridgeChange): string {
    this.#options.requireSigner();
    const decisions = this.#options.deciding();
    const id = decisions.proposeBridge(change);
    // Whoever asks for it is for it.
    decisions.vote(id, 'APPROVE', null);
    return id;
  }
}
