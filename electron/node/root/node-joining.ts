import type { Joining } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { CellStore } from '../cell/cell-store.ts';
import { Comparisons } from '../cell/comparing/comparisons.ts';
import { type Invitation, readInvitation } from '../cell/joining/invitation.ts';
import { inviterOf } from '../cell/joining/inviter.ts';
import { isMemberFor } from '../cell/joining/is-member-for.ts';
import {
  awaitingLog,
  JOIN_RECORD,
  JoinRecord,
  joiningAsWritten,
  newJoinRecord,
} from '../cell/joining/join-record.ts';
import { Joiner } from '../cell/joining/joiner.ts';
import { writeJoin } from '../cell/joining/write-join.ts';
import { decodeMultikey } from '../crypto/multikey.ts';
import { readMemberIdentity } from '../identity/member-identity.ts';
import type { NodeCellsOptions } from './node-cells-options.ts';
import type { OpenCells } from './open-cells.ts';
import type { Operator } from './operator.ts';

type NodeJoiningOptions = Pick<NodeCellsOptions, 'store' | 'settings' | 'clock' | 'askToJoin' | 'linkState'>;

interface Told {
  readonly changed: () => void;
  /** A cell has admitted this node, and that is written. */
  readonly admitted: () => Promise<void>;
}

/** A node's way into a cell by invitation: one member is asked at a time, over restarts. */
export class NodeJoining {
  readonly #options: NodeJoiningOptions;
  readonly #cells: OpenCells;
  readonly #stored: CellStore;
  readonly #told: Told;
  #joiner: Joiner | null = null;
  /** Has yet to tell its inviter that another one is asked. */
  #left: Joiner | null = null;

  constructor(options: NodeJoiningOptions, cells: OpenCells, told: Told) {
    this.#options = options;
    this.#cells = cells;
    this.#stored = new CellStore(options.store);
    this.#told = told;
  }

  /** What is asked, or waited for; null for a node that is in a cell, or has asked nobody. */
  view(): Joining | null {
    return this.#joiner?.view() ?? this.#awaitingLog() ?? joiningAsWritten(this.#options.settings);
  }

  join(code: string, compare: boolean, operator: Operator): null {
    const invitation = readInvitation(code);
    const { cell } = this.#cells;
    // A member that has no receipts yet may come by another member, if the first one is gone.
    if (cell?.id !== invitation.cell || cell.isFormer()) this.#cells.requireNone();
    else if (isMemberFor(cell, invitation, (did) => this.#options.linkState(did) === 'refused')) return null;
    return this.#ask(invitation, { code, compare, operator });
  }

  #ask(
    invitation: Invitation,
    { code, compare, operator }: { code: string; compare: boolean; operator: Operator },
  ): null {
    // A second question at a time would end the first one's connection, and so both.
    if (this.#joiner?.asksWith(invitation)) return compare ? null : this.confirmWords(true, false);
    const record = newJoinRecord(code, !compare, this.#options.clock());
    this.#options.settings.set(JOIN_RECORD, record);
    this.#goOn(record, operator);
    this.#told.changed();
    return null;
  }

  /** @param compares false where nobody looked at the words */
  confirmWords(same: boolean, compares = true): null {
    if (!this.#joiner?.view()) throw new GhostStackError('conflict', says('error.root.notJoining'));
    this.#joiner.confirm(same);
    if (same && compares) this.#noteInviter();
    return null;
  }

  /** It is remembered as soon as it is said, though the cell has yet to decide. */
  #noteInviter(): void {
    const { settings, clock } = this.#options;
    const record = settings.get(JOIN_RECORD, JoinRecord.nullable(), null);
    if (!record?.heard) return;
    const { scid, signingKey } = readMemberIdentity(record.heard.didLog);
    new Comparisons(settings, readInvitation(record.code).cell).note(scid, signingKey, clock());
  }

  /** Goes on from where it was when this node ended: the cell may have answered since. */
  resume(operator: Operator): void {
    const record = this.#options.settings.get(JOIN_RECORD, JoinRecord.nullable(), null);
    if (record && !this.#joiner) this.#goOn(record, operator);
  }

  callOff(): void {
    this.#joiner?.callOff();
  }

  /** It has led into the cell. */
  end(): void {
    this.#joiner = null;
  }

  stop(): void {
    this.#joiner?.stop();
    this.#left?.stop();
  }

  #awaitingLog(): Joining | null {
    const { cell } = this.#cells;
    if (!cell || cell.epoch()) return null;
    const { settings, clock } = this.#options;
    const joinedAtMs = this.#stored.joinedAtMs(cell.id) ?? clock();
    return awaitingLog(inviterOf(settings, cell.id)?.alias ?? null, joinedAtMs);
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
      changed: () => this.#told.changed(),
      ask: (request, signal) => askToJoin({ addresses, inviterKey, request, signal }),
      save: (next) => writeJoin(next, invitation, { store, settings, nowMs: clock() }),
      admitted: () => void this.#told.admitted(),
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
}
