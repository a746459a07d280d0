import type { ProposalCounts, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { countProposals } from '#shared/contract/domain/proposal-column.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import { Decisions } from '../cell/deciding/decisions.ts';
import { mostUrgent } from '../cell/deciding/proposal-choice.ts';
import { holds } from '../cell/reading/holdings.ts';
import type { OpenCells } from './open-cells.ts';

/** More than these travel only when they are asked for. */
const PROPOSALS_SHOWN = 200;

export interface ShownProposalsOptions {
  readonly cells: OpenCells;
  /** SCID of the operator; null before there is an identity. */
  readonly me: () => string | null;
  /** Which tips each member has said it holds, by SCID. */
  readonly heard: ReadonlyMap<string, { readonly tips: Readonly<Record<string, readonly string[]>> }>;
}

/** What is decided in the present cell, listed once until something changes. */
export class ShownProposals {
  readonly #options: ShownProposalsOptions;
  #listed: readonly ProposalSummary[] | null = null;
  #made: { readonly of: CellNode; readonly me: string; readonly decisions: Decisions } | null = null;

  constructor(options: ShownProposalsOptions) {
    this.#options = options;
  }

  changed(): void {
    this.#listed = null;
  }

  /** The newest first. */
  all(): readonly ProposalSummary[] {
    return this.#list();
  }

  /** Of many the most urgent. */
  urgent(): ProposalSummary[] {
    return mostUrgent(this.#list(), PROPOSALS_SHOWN);
  }

  counts(): ProposalCounts {
    return countProposals(this.#list());
  }

  /** Throws `not-found` without a cell, `unavailable` before its log is here. */
  decisions(): Decisions {
    const { cells } = this.#options;
    const cell = cells.requireCell();
    const me = this.#options.me();
    if (!cell.epoch() || me === null)
      throw new GhostStackError('unavailable', says('error.root.logOnItsWay'));
    if (this.#made?.of !== cell || this.#made.me !== me)
      this.#made = { of: cell, me, decisions: this.#decisionsOf(cell, me) };
    return this.#made.decisions;
  }

  #decisionsOf(cell: CellNode, me: string): Decisions {
    const { heard } = this.#options;
    return new Decisions({
      log: cell.log,
      me,
      epoch: () => cell.epoch() as Epoch,
      storedAtMs: (hash) => cell.shownStoredAtMs(hash),
      heldBy: (node) => [...heard.values()].filter(({ tips }) => holds(cell, tips, node)).length,
    });
  }

  #list(): readonly ProposalSummary[] {
    this.#listed ??= this.#options.cells.cell?.epoch() ? this.decisions().list() : [];
    return this.#listed;
  }
}
