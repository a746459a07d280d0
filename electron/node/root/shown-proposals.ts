import type { ProposalCounts, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { countProposals } from '#shared/contract/domain/proposal-column.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { says } from '#shared/protocol/saying.ts';
import { Decisions } from '../cell/deciding/decisions.ts';
import { mostUrgent } from '../cell/deciding/proposal-choice.ts';
import { holds } from '../cell/reading/holdings.ts';
import type { PresentCell } from './present-cell.ts';

/** More than these travel only when they are asked for. */
const PROPOSALS_SHOWN = 200;

export interface ShownProposalsOptions {
  readonly present: PresentCell;
  /** SCID of the operator; null before there is an identity. */
  readonly me: () => string | null;
  /** Which tips each member has said it holds, by SCID. */
  readonly heard: ReadonlyMap<string, { readonly tips: Readonly<Record<string, readonly string[]>> }>;
}

/** What is decided in the present cell, listed once until something changes. */
export class ShownProposals {
  readonly #options: ShownProposalsOptions;
  #listed: readonly ProposalSummary[] | null = null;

  constructor(options: ShownProposalsOptions) {
    this.#options = options;
  }

  changed(): void {
    this.#listed = null;
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
    const { present, heard } = this.#options;
    const cell = present.requireCell();
    const me = this.#options.me();
    if (!cell.epoch() || me === null)
      throw new GhostStackError('unavailable', says('error.root.logOnItsWay'));
    return new Decisions({
      log: cell.log,
      me,
      epoch: () => cell.epoch() as Epoch,
      storedAtMs: (hash) => cell.shownStoredAtMs(hash),
      heldBy: (node) => [...heard.values()].filter(({ tips }) => holds(cell, tips, node)).length,
    });
  }

  #list(): readonly ProposalSummary[] {
    this.#listed ??= this.#options.present.cell?.epoch() ? this.decisions().list() : [];
    return this.#listed;
  }
}
