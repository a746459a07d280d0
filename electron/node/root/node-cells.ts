import type { Invitation, Joining, SeenInvitations, SyncPass } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { FoundingWishes } from '#shared/protocol/closing/bodies.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import { CellStore, foundCell } from '../cell/cell-store.ts';
import { noteCompared, wordsWith } from '../cell/comparing/compare-with.ts';
import type { Decisions } from '../cell/deciding/decisions.ts';
import { ownMark } from '../cell/own-feed/own-mark.ts';
import type { CellTrust } from '../cell/trust/cell-trust.ts';
import { LogStore } from '../log/log-store.ts';
import { storeCondition } from '../store/classify-error.ts';
import { CellOpener } from './cell-opener.ts';
import { changeOwnKey, type KeyWish } from './change-own-key.ts';
import { ForkCells } from './fork-cells.ts';
import { type Heard, HeardTips } from './heard-tips.ts';
import { NodeBridges } from './node-bridges.ts';
import type { NodeCellsOptions } from './node-cells-options.ts';
import { NodeForks } from './node-forks.ts';
import { NodeHeld } from './node-held.ts';
import { NodeJoining } from './node-joining.ts';
import { NodeRecovery } from './node-recovery.ts';
import { NodeSight } from './node-sight.ts';
import { OpenCells } from './open-cells.ts';
import { type Operator, requireSigner } from './operator.ts';
import { PassJournal } from './pass-journal.ts';
import { PastCells } from './past-cells.ts';
import { ShownCell } from './shown-cell.ts';
import { ShownProposals } from './shown-proposals.ts';

/** A node's cells: its way into one, and by what right it acts in the one it lives in. */
export class NodeCells {
  readonly #options: NodeCellsOptions;
  readonly #stored: CellStore;
  readonly #opener: CellOpener;
  #operator: Operator | null = null;
  readonly #open = new OpenCells();
  readonly shown: ShownCell;
  readonly #proposals: ShownProposals;
  readonly #joining: NodeJoining;
  readonly recovery: NodeRecovery;
  readonly bridges: NodeBridges;
  readonly held: NodeHeld;
  readonly forks: NodeForks;
  readonly #sight: NodeSight;
  readonly journal: PassJournal;
  readonly #heard = new HeardTips(this.#open);
  readonly signer = () => requireSigner(this.#operator);

  constructor(options: NodeCellsOptions) {
    this.#options = options;
    this.#stored = new CellStore(options.store);
    this.#opener = new CellOpener(options, () => this.#changed());
    this.#proposals = new ShownProposals({
      cells: this.#open,
      me: () => this.#operator?.identity.scid ?? null,
      heard: this.#heard,
    });
    const operator = () => this.#operator;
    const changed = () => this.#changed();
    const cells = { stored: this.#stored, opener: this.#opener, open: this.#open, operator };
    const past = new PastCells(cells);
    this.shown = new ShownCell({
      past,
      proposals: this.#proposals,
      ...options,
      cells: this.#open,
      operator,
      heard: this.#heard,
    });
    this.#joining = new NodeJoining(options, this.#open, { changed, admitted: () => this.#entered() });
    this.recovery = new NodeRecovery(options, this.#open, {
      changed: () => this.#changed(),
      operator,
      restored: (operator) => this.keyChanged(operator),
    });
    this.bridges = new NodeBridges(this.#open, () => this.deciding(), this.signer);
    const forkCells = new ForkCells({ ...options, ...cells, reopen: (to) => this.keyChanged(to), changed });
    this.held = new NodeHeld(forkCells, past, () => this.deciding());
    this.forks = new NodeForks(forkCells, options, this.shown);
    this.#sight = new NodeSight(options, this.#open);
    this.journal = new PassJournal(options.settings);
  }

  get current(): CellNode | null {
    return this.#open.cell;
  }

  /** Opens the cell that this node belongs to, with or without its key. */
  open(operator: Operator): void {
    this.#operator = operator;
    const locked = this.#open.all();
    this.#open.leave();
    this.#proposals.changed();
    const id = this.#stored.current();
    if (id === null) return;
    try {
      this.#open.enter(this.#opener.live(id, operator, locked));
    } catch (error) {
      this.#open.unreadable(id, error);
      this.#options.failed(says('fault.readingLog', { id }), error);
      return;
    }
    for (const kept of this.#stored.kept()) {
      const cell = this.#opener.kept(kept, operator, locked);
      if (cell) this.#open.keep(cell);
    }
  }

  /** Goes on in the same cell with another key. */
  async keyChanged(operator: Operator): Promise<void> {
    this.open(operator);
    await this.#options.entered();
    this.#changed();
  }

  stop(): void {
    this.#keepJournal();
    this.forks.keeper.stop();
    this.#joining.stop();
    this.recovery.stop();
    for (const cell of this.#open.all()) cell.stop();
  }

  get kept(): CellNode[] {
    return this.#open.kept();
  }

  async found(name: string, rules: FoundingWishes = {}): Promise<null> {
    const { identity, key, name: alias } = requireSigner(this.#operator);
    this.#open.requireNone();
    this.cancelJoin();
    const { store, clock, stateFolder } = this.#options;
    // Marked first: a feed without a mark is taken for one that was moved here.
    const signed = (hash: string) => ownMark(store, stateFolder, hash, identity.scid).write({ gen: 0, hash });
    const founding = { name, alias, identity, key, nowMs: clock(), signed, rules };
    foundCell(this.#stored, new LogStore(store), founding);
    await this.#enter();
    return null;
  }

  invite(hours: number): Invitation {
    requireSigner(this.#operator);
    return this.#open.requireMember().admissions.invite(this.#options.addresses(), hours * HOUR_MS);
  }

  /** Shows on the local network that this node invites, for so long; 0 ends it. */
  async show(seconds: number): Promise<null> {
    await this.#sight.show(seconds * 1_000, requireSigner(this.#operator));
    this.#changed();
    return null;
  }

  look(): SeenInvitations {
    return this.#sight.look(requireSigner(this.#operator));
  }

  async joinSeen(id: string): Promise<null> {
    const code = await this.#sight.codeOf(id, requireSigner(this.#operator));
    return this.join(code, true);
  }

  revokeInvitation(id: string): null {
    this.#open.requireCell().admissions.revoke(id);
    return null;
  }

  /** @throws {GhostStackError} `conflict` when nothing stops this node, or what stops it cannot be overridden */
  resumeSigning(): null {
    requireSigner(this.#operator);
    const cell = this.#open.requireCell();
    if (cell.log.signingBarred === null)
      throw new GhostStackError('conflict', says('error.root.signingNotBarred'));
    cell.overrideRestore();
    if (cell.log.signingBarred !== null) throw new GhostStackError('conflict', cell.log.signingBarred);
    return null;
  }

  answerJoin(scid: string, accept: boolean): null {
    requireSigner(this.#operator);
    this.#open.requireMember().admissions.reply(scid, accept);
    return null;
  }

  compareWords(scid: string): string[] {
    return wordsWith(this.#open.requireMember(), requireSigner(this.#operator).identity, scid);
  }

  noteCompared(scid: string, same: boolean): null {
    const { settings, clock } = this.#options;
    const { identity } = requireSigner(this.#operator);
    noteCompared(this.#open.requireMember(), identity, { scid, same, atMs: clock(), settings });
    this.#changed();
    return null;
  }

  join(code: string, compare: boolean): null {
    return this.#joining.join(code, compare, requireSigner(this.#operator));
  }

  confirmWords(same: boolean): null {
    return this.#joining.confirmWords(same);
  }

  /** Goes on from where it was when this node ended: the cell may have answered since. */
  resumeJoin(): void {
    if (this.#operator) this.#joining.resume(this.#operator);
    this.recovery.resume();
  }

  cancelJoin(): null {
    this.#joining.callOff();
    this.#changed();
    return null;
  }

  /** Proposals and votes; throws `not-found` without a cell or before its log is here. */
  decisions(): Decisions {
    return this.#proposals.decisions();
  }

  /** The same, to act by: throws `forbidden` for a former member. */
  deciding(): Decisions {
    this.#open.requireMember();
    return this.decisions();
  }

  /** What is shown reads differently from now on. */
  #changed(): void {
    this.forks.keeper.soon();
    this.#proposals.changed();
    this.#options.changed();
  }

  /**
   * Opens the vote on another key for this member, and approves it; by the words where they are given.
   * @returns the proposal's id
   * @throws {GhostStackError} what `readWords` and `KeyChange` say of words that are none, or others
   */
  changeKey(wish: KeyWish = {}): string {
    const operator = requireSigner(this.#operator);
    const cell = this.#open.requireMember();
    return changeOwnKey(wish, { operator, cell, decisions: this.deciding(), clock: this.#options.clock });
  }

  /** Endorsements and tokens; throws `not-found` without a cell. */
  trust(): CellTrust {
    return this.#open.requireCell().trust;
  }

  /** The same, to endorse and to send by: throws `forbidden` for a former member. */
  trusting(): CellTrust {
    return this.#open.requireMember().trust;
  }

  joining(): Joining | null {
    return this.#joining.view();
  }

  /** What a full disk does not take is forgotten. */
  #keepJournal(): void {
    try {
      this.journal.keep();
    } catch (error) {
      if (!storeCondition(error)) throw error;
    }
  }

  passed(pass: SyncPass): void {
    this.journal.add(pass);
    this.#changed();
  }

  /** A member has said which tips it holds. */
  heard(cell: string, did: string, tips: Heard['tips'], atMs: number): void {
    this.forks.heard(cell, did);
    if (cell !== this.#open.cell?.id) return;
    this.#heard.heard(did, tips, atMs);
    this.#changed();
  }

  async #entered(): Promise<void> {
    this.#joining.end();
    try {
      await this.#enter();
    } catch (error) {
      this.#options.failed(says('fault.entering'), error);
    }
  }

  async #enter(): Promise<void> {
    if (this.#operator) this.open(this.#operator);
    await this.#options.entered();
  }
}
