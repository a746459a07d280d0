import type { Carried, Forks } from '#shared/contract/domain/fork.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { wishesToLiveHere, wishesToWithdraw } from '#shared/protocol/forks/next-parting.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import { type BranchHere, branchesHere } from '../cell/forking/branch-home.ts';
import { forkOffers, twiceDecided } from '../cell/forking/fork-offers.ts';
import { carriedView, type ForkNews, forkProposal, whyNotYet } from '../cell/forking/fork-view.ts';
import { enterFor, type ForkAsk, forkNow, signBranch } from '../cell/forking/write-branch.ts';
import { ownMark } from '../cell/own-feed/own-mark.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import { notWritten } from '../log/log-errors.ts';
import { parseEntry } from '../log/signed-entry.ts';
import type { ForkCells } from './fork-cells.ts';
import { ForkKeeper } from './fork-keeper.ts';
import type { NodeCellsOptions } from './node-cells-options.ts';
import type { ShownCell } from './shown-cell.ts';

/** More would be made up, or are long over. */
const PROPOSALS_SHOWN = 24;

/** Branches that are proposed, entered and declined. */
export class NodeForks {
  readonly keeper: ForkKeeper;
  readonly #cells: ForkCells;
  readonly #options: Pick<NodeCellsOptions, 'store' | 'stateFolder'>;
  readonly #shown: ShownCell;
  /** Cells of which somebody listed has told what it holds, since this node began. */
  readonly #heard = new Set<string>();

  constructor(cells: ForkCells, options: Pick<NodeCellsOptions, 'store' | 'stateFolder'>, shown: ShownCell) {
    this.#cells = cells;
    this.#options = options;
    this.#shown = shown;
    this.keeper = new ForkKeeper(cells);
  }

  view(): Forks {
    const { live } = this.#cells;
    if (!live?.epoch()) return { proposals: [], offers: [], twice: [] };
    const news = this.#news();
    const askers = live.author ? live.admissions.requests().map(({ name }) => name) : [];
    return {
      proposals: branchesHere(this.#cells.all())
        .slice(0, PROPOSALS_SHOWN)
        .map((here) => forkProposal(here, news)),
      offers: forkOffers(live, this.#shown.allProposals(), askers, news.nowMs),
      twice: twiceDecided(live),
    };
  }

  /** Somebody has told what it holds of a cell. */
  heard(cell: string, did: string): void {
    const scid = scidOf(did);
    const members = this.#cells.byId(cell)?.epoch()?.members ?? [];
    if (members.some((member) => member.scid === scid)) this.#heard.add(cell);
  }

  preview(ask: ForkAsk): Carried {
    const cell = this.#cells.requireMember();
    return carriedView(cell, forkNow(cell, ask, this.#cells.clock()));
  }

  /** Throws what keeps it from being proposed: nothing is written then. */
  propose(name: string, ask: ForkAsk): { cell: string } {
    const { key } = this.#cells.signer();
    const parent = this.#cells.requireMember();
    this.#cells.requireMaySign();
    if (!this.#cells.hasRoom) throw new GhostStackError('conflict', says('error.forks.noRoom'));
    const atMs = Math.max(0, this.#cells.clock());
    const fork = forkNow(parent, ask, atMs);
    const { found, enter } = signBranch(parent, key, { name, fork, atMs });
    const body = { found: JSON.parse(found.text) };
    const objection = parent.log.objection('branch', body);
    if (objection) throw notWritten(objection);
    this.#withdrawOthers(null);
    this.#mark(found.hash, parent, enter.hash);
    this.#cells.begin([found, enter], () => void parent.log.append('branch', body));
    this.keeper.soon();
    return { cell: found.hash };
  }

  /** Throws what keeps it from being entered: nothing is written then. */
  async go(cell: string): Promise<null> {
    const { key } = this.#cells.signer();
    const here = this.#require(cell);
    const { standing, hasEntered, parent, branch } = here;
    if (standing.isAlive && hasEntered) {
      if (here.own) this.#cells.write(wishesToLiveHere(here.own.log.book, here.own.self.scid));
      await this.#cells.liveIn(cell);
      return null;
    }
    if (hasEntered) return null;
    if (standing.over) throw new GhostStackError('conflict', says('error.forks.over'));
    if (!here.own && this.#cells.hasRoom)
      this.#cells.begin([parseEntry(canonicalize(branch.node.entry.body.found))]);
    const own = this.#cells.byId(cell);
    const why = whyNotYet({ ...here, own }, this.#news());
    if (why || !own) throw new GhostStackError('conflict', why ?? says('error.forks.noRoom'));
    this.#withdrawOthers(cell);
    const found = own.log.graph.get(cell);
    const didLog = parent.log.book.epochOf(branch.node).logs.get(parent.self.scid)?.didLog ?? [];
    if (!found) throw new GhostStackError('unavailable', says('error.root.logOnItsWay'));
    own.log.appendMade(enterFor(found, parent.self.scid, key, didLog));
    this.keeper.soon();
    return null;
  }

  stay(cell: string): null {
    this.#cells.signer();
    const { parent, hasEntered } = this.#require(cell);
    const wishes = wishesToWithdraw(parent.id, cell);
    this.#cells.write(hasEntered ? wishes : wishes.slice(1));
    this.keeper.soon();
    return null;
  }

  /** One unborn branch at a time: who proposes or enters another does not come along into those. */
  #withdrawOthers(but: string | null): void {
    for (const { branch, parent, standing, hasEntered, hasDeclined } of branchesHere(this.#cells.all())) {
      if (branch.cell === but || standing.isAlive || !hasEntered || hasDeclined) continue;
      this.#cells.tryWrite(wishesToWithdraw(parent.id, branch.cell));
    }
  }

  #require(cell: string): BranchHere {
    const here = branchesHere(this.#cells.all()).find(({ branch }) => branch.cell === cell);
    if (!here) throw new GhostStackError('not-found', says('error.forks.noSuchBranch'));
    return here;
  }

  /** A feed without a mark would be taken for one that was moved here. */
  #mark(cell: string, { self }: CellNode, hash: string): void {
    ownMark(this.#options.store, this.#options.stateFolder, cell, self.scid).write({ gen: 0, hash });
  }

  #news(): ForkNews {
    return {
      isHeard: (cell) => this.#heard.has(cell),
      barred: this.#barred(),
      isLive: (cell) => this.#cells.live?.id === cell,
      nowMs: this.#cells.clock(),
    };
  }

  #barred(): Saying | null {
    for (const cell of this.#cells.all())
      if (!cell.isFormer() && cell.log.signingBarred) return cell.log.signingBarred;
    return null;
  }
}
