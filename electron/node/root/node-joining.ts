import type { Joining } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { type Invitation, readInvitation } from '../cell/joining/invitation.ts';
import { JOIN_RECORD, JoinRecord, newJoinRecord } from '../cell/joining/join-record.ts';
import { Joiner } from '../cell/joining/joiner.ts';
import { writeJoin } from '../cell/joining/write-join.ts';
import { decodeMultikey } from '../crypto/multikey.ts';
import type { NodeCellOptions } from './node-cell-options.ts';
import type { Operator } from './operator.ts';

type NodeJoiningOptions = Pick<NodeCellOptions, 'store' | 'settings' | 'clock' | 'askToJoin'>;

interface Told {
  readonly changed: () => void;
  /** A cell has admitted this node, and that is written. */
  readonly admitted: () => Promise<void>;
}

/** A node's way into a cell by invitation: one member is asked at a time, over restarts. */
export class NodeJoining {
  readonly #options: NodeJoiningOptions;
  readonly #told: Told;
  #joiner: Joiner | null = null;
  /** Has yet to tell its inviter that another one is asked. */
  #left: Joiner | null = null;

  constructor(options: NodeJoiningOptions, told: Told) {
    this.#options = options;
    this.#told = told;
  }

  /** Null while nobody is asked. */
  view(): Joining | null {
    return this.#joiner?.view() ?? null;
  }

  join(
    invitation: Invitation,
    { code, compare, operator }: { code: string; compare: boolean; operator: Operator },
  ): null {
    // A second question at a time would end the first one's connection, and so both.
    if (this.#joiner?.asksWith(invitation)) return compare ? null : this.confirmWords(true);
    const record = newJoinRecord(code, !compare, this.#options.clock());
    this.#options.settings.set(JOIN_RECORD, record);
    this.#goOn(record, operator);
    this.#told.changed();
    return null;
  }

  confirmWords(same: boolean): null {
    if (!this.#joiner?.view()) throw new GhostStackError('conflict', says('error.root.notJoining'));
    this.#joiner.confirm(same);
    return null;
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
