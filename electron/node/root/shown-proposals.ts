import type { ProposalCounts, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { countProposals } from '#shared/contract/domain/proposal-column.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Votes } from '../agent/vote-watch.ts';
import type { CellNode } from '../cell/cell-node.ts';
import { Decisions, type DecisionsOptions } from '../cell/deciding/decisions.ts';
import { MostUrgent } from '../cell/deciding/proposal-choice.ts';
import { ProposalRows } from '../cell/deciding/proposal-rows.ts';
import { openVotes, standingOf } from '../cell/deciding/proposal-standing.ts';
import { holds } from '../cell/reading/holdings.ts';
import type { HeardTips } from './heard-tips.ts';
import type { OpenCells } from './open-cells.ts';

/** More than these travel only when they are asked for. */
const PROPOSALS_SHOWN = 200;
const NO_VOTES: Votes = { open: [], standing: () => null };

export interface ShownProposalsOptions {
  readonly cells: OpenCells;
  /** SCID of the operator; null before there is an identity. */
  readonly me: () => string | null;
  /** Which tips each member has said it holds. */
  readonly heard: Pick<HeardTips, 'byMember' | 'times'>;
}

interface Made {
  readonly of: CellNode;
  readonly me: string;
  readonly decisions: Decisions;
  readonly rows: ProposalRows;
  readonly forget: () => void;
}

/** What is decided in the present cell, read once until something changes. */
export class ShownProposals {
  readonly #options: ShownProposalsOptions;
  #listed: readonly ProposalSummary[] | null = null;
  #made: Made | null = null;
  readonly #urgent = new MostUrgent(PROPOSALS_SHOWN);

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
    return this.#urgent.of(this.#list());
  }

  counts(): ProposalCounts {
    return countProposals(this.#list());
  }

  /** Throws `not-found` without a cell, `unavailable` before its log is here. */
  decisions(): Decisions {
    return this.#make().decisions;
  }

  /** Of those that are voted on, and of any one, no more than whoever watches votes asks for. */
  votes(): Votes {
    const { cell } = this.#options.cells;
    const epoch = cell?.epoch();
    const me = this.#options.me();
    if (!cell || !epoch || me === null) return NO_VOTES;
    const context = { ...this.#viewOf(cell, me), epoch };
    return {
      open: openVotes(context),
      standing: (id) => {
        const draft = cell.log.book.draft(id);
        return draft ? standingOf(context, draft) : null;
      },
    };
  }

  #make(): Made {
    const { cells } = this.#options;
    const cell = cells.requireCell();
    const me = this.#options.me();
    if (!cell.epoch() || me === null)
      throw new GhostStackError('unavailable', says('error.root.logOnItsWay'));
    if (this.#made?.of === cell && this.#made.me === me) return this.#made;
    this.#made?.forget();
    const rows = new ProposalRows();
    const forget = cell.log.subscribe((nodes) => rows.note(cell, nodes));
    this.#made = { of: cell, me, decisions: new Decisions(this.#viewOf(cell, me)), rows, forget };
    return this.#made;
  }

  #viewOf(cell: CellNode, me: string): DecisionsOptions {
    const { heard } = this.#options;
    return {
      log: cell.log,
      me,
      epoch: () => cell.epoch() as Epoch,
      storedAtMs: (hash) => cell.shownStoredAtMs(hash),
      clock: () => cell.clock.now(),
      heldBy: (node) => [...heard.byMember.values()].filter(({ tips }) => holds(cell, tips, node)).length,
    };
  }

  #list(): readonly ProposalSummary[] {
    if (this.#listed) return this.#listed;
    const { cell } = this.#options.cells;
    const epoch = cell?.epoch();
    if (!cell || !epoch) return [];
    const { me, rows } = this.#make();
    const view = { ...this.#viewOf(cell, me), epoch };
    const { times: heard } = this.#options.heard;
    this.#listed = rows.list({ ...view, aheadMs: cell.clock.aheadMs(), heard });
    return this.#listed;
  }
}
