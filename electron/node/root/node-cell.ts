import type {
  Cell,
  Holdings,
  Invitation,
  Joining,
  LogReport,
  Receipt,
  SyncPass,
} from '#shared/contract/domain/cell.ts';
import type { ProposalCounts, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { countProposals } from '#shared/contract/domain/proposal-column.ts';
import type { Trust } from '#shared/contract/domain/trust.ts';
import { GhostStackError, toFailure } from '#shared/contract/errors.ts';
import type { FoundingWishes } from '#shared/protocol/closing/bodies.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import { CellNode } from '../cell/cell-node.ts';
import { CellStore, foundCell } from '../cell/cell-store.ts';
import { Decisions } from '../cell/deciding/decisions.ts';
import { mostUrgent } from '../cell/deciding/proposal-choice.ts';
import { readInvitation } from '../cell/joining/invitation.ts';
import { introduceInviter, inviterOf } from '../cell/joining/inviter.ts';
import { isMemberFor } from '../cell/joining/is-member-for.ts';
import { JOIN_RECORD, JoinRecord, joiningAsWritten, newJoinRecord } from '../cell/joining/join-record.ts';
import { Joiner } from '../cell/joining/joiner.ts';
import { writeJoin } from '../cell/joining/write-join.ts';
import { ownMark } from '../cell/own-feed/own-mark.ts';
import { holdingsOf, holds } from '../cell/reading/holdings.ts';
import { verifyHeldLog } from '../cell/reading/log-report.ts';
import { receiptPage } from '../cell/reading/receipts.ts';
import type { CellTrust } from '../cell/trust/cell-trust.ts';
import { knownName } from '../cell/trust/trust-view.ts';
import { decodeMultikey } from '../crypto/multikey.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import { formatDidLog, scidOf } from '../identity/did-webvh/index.ts';
import type { MemberIdentity } from '../identity/member-identity.ts';
import { exportLog } from '../log/log-file.ts';
import { LogStore } from '../log/log-store.ts';
import type { NodeCellOptions } from './node-cell-options.ts';
import { PassJournal } from './pass-journal.ts';

interface Operator {
  readonly name: string;
  readonly identity: MemberIdentity;
  readonly key: SigningKey | null;
}

/** More than these travel only when they are asked for. */
const PROPOSALS_SHOWN = 200;

/** A node's way into a cell, and what it shows of it. */
export class NodeCell {
  readonly #options: NodeCellOptions;
  readonly #cells: CellStore;
  #operator: Operator | null = null;
  #cell: CellNode | null = null;
  /** Why the cell that this node belongs to cannot be opened. */
  #unread: string | null = null;
  #joiner: Joiner | null = null;
  /** Has yet to tell its inviter that another one is asked. */
  #left: Joiner | null = null;
  readonly journal: PassJournal;
  /** Every proposal, until something changes. */
  #listed: readonly ProposalSummary[] | null = null;
  readonly #heard = new Map<string, { tips: Readonly<Record<string, readonly string[]>>; atMs: number }>();

  constructor(options: NodeCellOptions) {
    this.#options = options;
    this.#cells = new CellStore(options.store);
    this.journal = new PassJournal(options.settings);
  }

  get current(): CellNode | null {
    return this.#cell;
  }

  /** Opens the cell that this node belongs to, with or without its key. */
  open(operator: Operator): void {
    this.#operator = operator;
    this.#cell?.stop();
    this.#cell = null;
    this.#listed = null;
    this.#unread = null;
    const id = this.#cells.current();
    if (id === null) return;
    const { failed } = this.#options;
    try {
      this.#cell = this.#opened(id, operator);
    } catch (error) {
      // The rest of the node goes on, so that what is wrong can be read, and messages can.
      this.#unread = `The log of cell ${id} cannot be read: ${toFailure(error).message} Keep a copy of the home, then restore a backup.`;
      failed(`Reading the log of cell ${id}`, error);
      return;
    }
    introduceInviter(this.#cell, this.#options.settings);
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
    this.#joiner?.stop();
    this.#left?.stop();
    this.#cell?.stop();
  }

  async found(name: string, rules: FoundingWishes = {}): Promise<null> {
    const { identity, key, name: alias } = this.#signing();
    this.#requireNone();
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
    this.#signing();
    return this.#requireMember().admissions.invite(this.#options.addresses(), hours * HOUR_MS);
  }

  revokeInvitation(id: string): null {
    this.#require().admissions.revoke(id);
    return null;
  }

  /** @throws {GhostStackError} `conflict` when nothing stops this node, or what stops it cannot be overridden */
  resumeSigning(): null {
    this.#signing();
    const cell = this.#require();
    if (cell.log.signingBarred === null)
      throw new GhostStackError('conflict', 'Nothing stops this node from signing.');
    cell.overrideRestore();
    if (cell.log.signingBarred !== null) throw new GhostStackError('conflict', cell.log.signingBarred);
    return null;
  }

  answerJoin(scid: string, accept: boolean): null {
    this.#signing();
    this.#requireMember().admissions.reply(scid, accept);
    return null;
  }

  join(code: string, compare: boolean): null {
    const invitation = readInvitation(code);
    const operator = this.#signing();
    // A member that has no receipts yet may come by another member, if the first one is gone.
    if (this.#cell?.id !== invitation.cell || this.#cell.isFormer()) this.#requireNone();
    else if (isMemberFor(this.#cell, invitation, this.#options.isRefusedBy)) return null;
    // A second question at a time would end the first one's connection, and so both.
    if (this.#joiner?.asksWith(invitation)) return compare ? null : this.confirmWords(true);
    const record = newJoinRecord(code, !compare, this.#options.clock());
    this.#options.settings.set(JOIN_RECORD, record);
    this.#goOn(record, operator);
    this.#changed();
    return null;
  }

  confirmWords(same: boolean): null {
    if (!this.#joiner?.view())
      throw new GhostStackError('conflict', 'This computer is not joining a cell now.');
    this.#joiner.confirm(same);
    return null;
  }

  /** Goes on from where it was when this node ended: the cell may have answered since. */
  resumeJoin(): void {
    const record = this.#options.settings.get(JOIN_RECORD, JoinRecord.nullable(), null);
    if (record && !this.#joiner && this.#operator) this.#goOn(record, this.#operator);
  }

  cancelJoin(): null {
    this.#joiner?.callOff();
    this.#changed();
    return null;
  }

  #goOn(record: JoinRecord, { identity, name }: Operator): void {
    const invitation = readInvitation(record.code);
    const { addresses } = invitation;
    const inviterKey = decodeMultikey(invitation.inviter).publicKey;
    const { store, settings, clock, askToJoin } = this.#options;
    this.#handOver(inviterKey);
    this.#joiner = new Joiner({
      invitation,
      record,
      self: identity,
      alias: name,
      clock,
      changed: () => this.#changed(),
      ask: (request, signal) => askToJoin({ addresses, inviterKey, request, signal }),
      save: (next) => writeJoin(next, invitation, { store, settings, nowMs: clock() }),
      admitted: () => void this.#entered(),
    });
  }

  /** Of two members who invite us, the one that is asked no more is told; the same one finds out by itself. */
  #handOver(toKey: Uint8Array): void {
    const before = this.#joiner;
    if (before?.asks(toKey)) before.stop();
    else if (before) {
      this.#left?.stop();
      this.#left = before;
      before.handOver();
    }
  }

  // What the dashboard shows

  /** The name that a member of this cell had, by its DID, or null. */
  formerName(did: string): string | null {
    const epoch = this.#cell?.epoch();
    const scid = scidOf(did);
    if (!this.#cell || !epoch || scid === null) return null;
    return knownName({ log: this.#cell.log, epoch }, scid);
  }

  view(): Cell | null {
    return this.#cell?.view(this.#options.addresses()) ?? null;
  }

  /** Proposals and votes; throws `not-found` without a cell or before its log is here. */
  decisions(): Decisions {
    const cell = this.#require();
    const operator = this.#operator;
    if (!cell.epoch() || !operator)
      throw new GhostStackError('unavailable', 'The log of the cell is on its way.');
    return new Decisions({
      log: cell.log,
      me: operator.identity.scid,
      epoch: () => cell.epoch() as Epoch,
      storedAtMs: (hash) => cell.shownStoredAtMs(hash),
      heldBy: (node) => [...this.#heard.values()].filter(({ tips }) => holds(cell, tips, node)).length,
    });
  }

  /** The same, to act by: throws `forbidden` for a former member. */
  deciding(): Decisions {
    this.#requireMember();
    return this.decisions();
  }

  /** What is shown of proposals without being asked; of many the most urgent. */
  proposals(): ProposalSummary[] {
    return mostUrgent(this.#proposals(), PROPOSALS_SHOWN);
  }

  proposalCounts(): ProposalCounts {
    return countProposals(this.#proposals());
  }

  #proposals(): readonly ProposalSummary[] {
    this.#listed ??= this.#cell?.epoch() ? this.decisions().list() : [];
    return this.#listed;
  }

  /** What is shown reads differently from now on. */
  #changed(): void {
    this.#listed = null;
    this.#options.changed();
  }

  /** Endorsements and tokens; throws `not-found` without a cell. */
  trust(): CellTrust {
    return this.#require().trust;
  }

  /** The same, to endorse and to send by: throws `forbidden` for a former member. */
  trusting(): CellTrust {
    return this.#requireMember().trust;
  }

  trustView(): Trust | null {
    return this.#cell?.trust.view() ?? null;
  }

  joining(): Joining | null {
    return this.#joiner?.view() ?? this.#awaitingLog() ?? joiningAsWritten(this.#options.settings);
  }

  holdings(): Holdings | null {
    return this.#cell && this.#operator
      ? holdingsOf(this.#cell, this.#operator.identity.scid, this.#heard, this.#options.clock())
      : null;
  }

  passed(pass: SyncPass): void {
    this.journal.add(pass);
    this.#changed();
  }

  /** A member has said which tips it holds. */
  heard(did: string, tips: Readonly<Record<string, readonly string[]>>, atMs: number): void {
    const scid = this.#cell?.directory.scidOf(did);
    if (scid) this.#heard.set(scid, { tips, atMs });
    this.#changed();
  }

  receipts(page: { before: number | null; limit: number; author: string | null }): {
    receipts: Receipt[];
    more: boolean;
  } {
    return receiptPage(this.#require(), page);
  }

  raw(hash: string): { json: string } {
    const { log } = this.#require();
    const node = log.graph.get(hash);
    if (!node) throw new GhostStackError('not-found', 'There is no receipt with this hash here.');
    return { json: JSON.stringify(JSON.parse(log.textOf(node)), null, 2) };
  }

  export(): { text: string } {
    const { log, author } = this.#require();
    return { text: [...exportLog(log, author, this.#options.clock())].join('') };
  }

  /** Checks every receipt anew from what is stored: hashes, links, signatures, the fold. */
  verify(): LogReport {
    return verifyHeldLog(this.#require());
  }

  document(): { did: string; document: string; log: string; versions: number } {
    const operator = this.#operator;
    if (!operator)
      throw new GhostStackError('key-missing', 'This home has no identity yet. Unlock it first.');
    const { did, log } = operator.identity;
    const state = log.at(-1)?.state ?? {};
    return { did, document: JSON.stringify(state, null, 2), log: formatDidLog(log), versions: log.length };
  }

  /** Admitted, while the receipts are still with the others: there is a cell, and nothing to show of it. */
  #awaitingLog(): Joining | null {
    if (!this.#cell || this.#cell.epoch()) return null;
    const { id } = this.#cell;
    const inviter = inviterOf(this.#options.settings, id)?.alias ?? null;
    return {
      cellName: null,
      inviter,
      words: null,
      state: 'waiting',
      reason: `You are admitted. The receipts of the cell come as soon as ${inviter ?? 'a member'} is connected.`,
      sinceMs: this.#cells.joinedAtMs(id) ?? this.#options.clock(),
    };
  }

  async #entered(): Promise<void> {
    this.#joiner = null;
    try {
      await this.#enter();
    } catch (error) {
      this.#options.failed('Entering the cell', error);
    }
  }

  async #enter(): Promise<void> {
    if (this.#operator) this.open(this.#operator);
    await this.#options.entered();
  }

  #signing(): Operator & { key: SigningKey } {
    const operator = this.#operator;
    if (!operator?.key)
      throw new GhostStackError('key-locked', 'The key is locked. Enter your passphrase to sign.');
    return { ...operator, key: operator.key };
  }

  #require(): CellNode {
    if (this.#unread) throw new GhostStackError('store-corrupt', this.#unread);
    if (!this.#cell)
      throw new GhostStackError('not-found', 'This node has no cell yet. Found one or join one.');
    return this.#cell;
  }

  /** For what only members do. */
  #requireMember(): CellNode {
    const cell = this.#require();
    if (cell.isFormer()) throw new GhostStackError('forbidden', cell.signingBarred() ?? '');
    return cell;
  }

  #requireNone(): void {
    if (this.#unread) throw new GhostStackError('store-corrupt', this.#unread);
    if (this.#cell && !this.#cell.isFormer())
      throw new GhostStackError('conflict', 'This node is a member of a cell already.');
  }
}
