import type { Cell, Holdings, Invitation, Joining, SyncPass } from '#shared/contract/domain/cell.ts';
import type { ProposalCounts, ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { LogReport, Receipt } from '#shared/contract/domain/receipt.ts';
import type { Trust } from '#shared/contract/domain/trust.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { FoundingWishes } from '#shared/protocol/closing/bodies.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { CellNode } from '../cell/cell-node.ts';
import { CellStore, foundCell } from '../cell/cell-store.ts';
import type { Decisions } from '../cell/deciding/decisions.ts';
import { readInvitation } from '../cell/joining/invitation.ts';
import { introduceInviter, inviterOf } from '../cell/joining/inviter.ts';
import { isMemberFor } from '../cell/joining/is-member-for.ts';
import { awaitingLog, joiningAsWritten } from '../cell/joining/join-record.ts';
import { ownMark } from '../cell/own-feed/own-mark.ts';
import { holdingsOf } from '../cell/reading/holdings.ts';
import { verifyHeldLog } from '../cell/reading/log-report.ts';
import { rawReceipt, receiptPage } from '../cell/reading/receipts.ts';
import type { CellTrust } from '../cell/trust/cell-trust.ts';
import { knownName } from '../cell/trust/trust-view.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import { type ShownDocument, shownDocument } from '../identity/shown-document.ts';
import { exportLog } from '../log/log-file.ts';
import { LogStore } from '../log/log-store.ts';
import type { NodeCellOptions } from './node-cell-options.ts';
import { NodeJoining } from './node-joining.ts';
import { type Operator, requireSigner } from './operator.ts';
import { PassJournal } from './pass-journal.ts';
import { PresentCell } from './present-cell.ts';
import { ShownProposals } from './shown-proposals.ts';

/** A node's way into a cell, and what it shows of it. */
export class NodeCell {
  readonly #options: NodeCellOptions;
  readonly #cells: CellStore;
  #operator: Operator | null = null;
  readonly #present = new PresentCell();
  readonly #shown: ShownProposals;
  readonly #joining: NodeJoining;
  readonly journal: PassJournal;
  readonly #heard = new Map<string, { tips: Readonly<Record<string, readonly string[]>>; atMs: number }>();

  constructor(options: NodeCellOptions) {
    this.#options = options;
    this.#cells = new CellStore(options.store);
    this.#shown = new ShownProposals({
      present: this.#present,
      me: () => this.#operator?.identity.scid ?? null,
      heard: this.#heard,
    });
    this.#joining = new NodeJoining(options, {
      changed: () => this.#changed(),
      admitted: () => this.#entered(),
    });
    this.journal = new PassJournal(options.settings);
  }

  get current(): CellNode | null {
    return this.#present.cell;
  }

  /** Opens the cell that this node belongs to, with or without its key. */
  open(operator: Operator): void {
    this.#operator = operator;
    this.#present.leave();
    this.#shown.changed();
    const id = this.#cells.current();
    if (id === null) return;
    const { failed } = this.#options;
    try {
      this.#present.enter(this.#opened(id, operator));
    } catch (error) {
      this.#present.unreadable(id, error);
      failed(says('fault.readingLog', { id }), error);
      return;
    }
    introduceInviter(this.#present.requireCell(), this.#options.settings);
  }

  #opened(id: string, operator: Operator): CellNode {
    return new CellNode({
      ...this.#options,
      cell: id,
      self: operator.identity,
      alias: operator.name,
      key: operator.key,
      changed: () => this.#changed(),
    });
  }

  stop(): void {
    this.#joining.stop();
    this.#present.cell?.stop();
  }

  async found(name: string, rules: FoundingWishes = {}): Promise<null> {
    const { identity, key, name: alias } = requireSigner(this.#operator);
    this.#present.requireNone();
    this.cancelJoin();
    const { store, clock, stateFolder } = this.#options;
    // Marked first: a feed without a mark is taken for one that was moved here.
    const signed = (hash: string) => ownMark(store, stateFolder, hash, identity.scid).write({ gen: 0, hash });
    const founding = { name, alias, identity, key, nowMs: clock(), signed, rules };
    foundCell(this.#cells, new LogStore(store), founding);
    await this.#enter();
    return null;
  }

  invite(hours: number): Invitation {
    requireSigner(this.#operator);
    return this.#present.requireMember().admissions.invite(this.#options.addresses(), hours * HOUR_MS);
  }

  revokeInvitation(id: string): null {
    this.#present.requireCell().admissions.revoke(id);
    return null;
  }

  /** @throws {GhostStackError} `conflict` when nothing stops this node, or what stops it cannot be overridden */
  resumeSigning(): null {
    requireSigner(this.#operator);
    const cell = this.#present.requireCell();
    if (cell.log.signingBarred === null)
      throw new GhostStackError('conflict', says('error.root.signingNotBarred'));
    cell.overrideRestore();
    if (cell.log.signingBarred !== null) throw new GhostStackError('conflict', cell.log.signingBarred);
    return null;
  }

  answerJoin(scid: string, accept: boolean): null {
    requireSigner(this.#operator);
    this.#present.requireMember().admissions.reply(scid, accept);
    return null;
  }

  join(code: string, compare: boolean): null {
    const invitation = readInvitation(code);
    const operator = requireSigner(this.#operator);
    // A member that has no receipts yet may come by another member, if the first one is gone.
    if (this.#present.cell?.id !== invitation.cell || this.#present.cell.isFormer())
      this.#present.requireNone();
    else if (isMemberFor(this.#present.cell, invitation, this.#options.isRefusedBy)) return null;
    return this.#joining.join(invitation, { code, compare, operator });
  }

  confirmWords(same: boolean): null {
    return this.#joining.confirmWords(same);
  }

  /** Goes on from where it was when this node ended: the cell may have answered since. */
  resumeJoin(): void {
    if (this.#operator) this.#joining.resume(this.#operator);
  }

  cancelJoin(): null {
    this.#joining.callOff();
    this.#changed();
    return null;
  }

  // What the dashboard shows

  /** The name that a member of this cell had, by its DID, or null. */
  formerName(did: string): string | null {
    const epoch = this.#present.cell?.epoch();
    const scid = scidOf(did);
    if (!this.#present.cell || !epoch || scid === null) return null;
    return knownName({ log: this.#present.cell.log, epoch }, scid);
  }

  view(): Cell | null {
    return this.#present.cell?.view(this.#options.addresses()) ?? null;
  }

  /** Proposals and votes; throws `not-found` without a cell or before its log is here. */
  decisions(): Decisions {
    return this.#shown.decisions();
  }

  /** The same, to act by: throws `forbidden` for a former member. */
  deciding(): Decisions {
    this.#present.requireMember();
    return this.decisions();
  }

  /** What is shown of proposals without being asked; of many the most urgent. */
  proposals(): ProposalSummary[] {
    return this.#shown.urgent();
  }

  proposalCounts(): ProposalCounts {
    return this.#shown.counts();
  }

  /** What is shown reads differently from now on. */
  #changed(): void {
    this.#shown.changed();
    this.#options.changed();
  }

  /** Endorsements and tokens; throws `not-found` without a cell. */
  trust(): CellTrust {
    return this.#present.requireCell().trust;
  }

  /** The same, to endorse and to send by: throws `forbidden` for a former member. */
  trusting(): CellTrust {
    return this.#present.requireMember().trust;
  }

  trustView(): Trust | null {
    return this.#present.cell?.trust.view() ?? null;
  }

  joining(): Joining | null {
    return this.#joining.view() ?? this.#awaitingLog() ?? joiningAsWritten(this.#options.settings);
  }

  holdings(): Holdings | null {
    return this.#present.cell && this.#operator
      ? holdingsOf(this.#present.cell, this.#operator.identity.scid, this.#heard, this.#options.clock())
      : null;
  }

  passed(pass: SyncPass): void {
    this.journal.add(pass);
    this.#changed();
  }

  /** A member has said which tips it holds. */
  heard(did: string, tips: Readonly<Record<string, readonly string[]>>, atMs: number): void {
    const scid = this.#present.cell?.directory.scidOf(did);
    if (scid) this.#heard.set(scid, { tips, atMs });
    this.#changed();
  }

  receipts(page: { before: number | null; limit: number; author: string | null }): {
    receipts: Receipt[];
    more: boolean;
  } {
    return receiptPage(this.#present.requireCell(), page);
  }

  raw(hash: string): { json: string } {
    return rawReceipt(this.#present.requireCell().log, hash);
  }

  export(): { text: string } {
    const { log, author } = this.#present.requireCell();
    return { text: [...exportLog(log, author, this.#options.clock())].join('') };
  }

  /** Checks every receipt anew from what is stored: hashes, links, signatures, the fold. */
  verify(): LogReport {
    return verifyHeldLog(this.#present.requireCell());
  }

  document(): ShownDocument {
    const operator = this.#operator;
    if (!operator) throw new GhostStackError('key-missing', says('error.root.noIdentityYet'));
    return shownDocument(operator.identity);
  }

  #awaitingLog(): Joining | null {
    if (!this.#present.cell || this.#present.cell.epoch()) return null;
    const { id } = this.#present.cell;
    return awaitingLog(
      inviterOf(this.#options.settings, id)?.alias ?? null,
      this.#cells.joinedAtMs(id) ?? this.#options.clock(),
    );
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
