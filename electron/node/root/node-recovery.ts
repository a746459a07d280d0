import type { Invitation as CodeView } from '#shared/contract/domain/cell.ts';
import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import { CellStore } from '../cell/cell-store.ts';
import { type RecoveryCode, readRecoveryCode } from '../cell/joining/invitation.ts';
import { writeInviter } from '../cell/joining/write-join.ts';
import { byDevice, byWords, type MachineKeys } from '../cell/recovering/member-key.ts';
import { Recoverer } from '../cell/recovering/recoverer.ts';
import type { RecoveringView } from '../cell/recovering/recovering-view.ts';
import {
  keptRecovery,
  newRecoveryRecord,
  RECOVERY_RECORD,
  type RecoveryRecord,
  type WayBack,
} from '../cell/recovering/recovery-record.ts';
import type { RecoveryRequest } from '../cell/recovering/recovery-request.ts';
import { decodeMultikey } from '../crypto/multikey.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { KeyRing } from '../identity/key-ring.ts';
import { multikeyOf } from '../identity/ring-content.ts';
import { readWords } from '../identity/words/index.ts';
import { AskingHost } from '../transport/join/asking-host.ts';
import type { NodeCellsOptions } from './node-cells-options.ts';
import type { OpenCells } from './open-cells.ts';
import { type Operator, requireSigner } from './operator.ts';
import { askingKey, beginsAnew, certifies, machineKeys, requireOwnWords } from './way-back.ts';

type NodeRecoveryOptions = Pick<
  NodeCellsOptions,
  | 'store'
  | 'settings'
  | 'stateFolder'
  | 'clock'
  | 'askToJoin'
  | 'linkState'
  | 'wasRefused'
  | 'addresses'
  | 'ring'
  | 'adopt'
  | 'meetAnew'
>;

interface Told {
  readonly changed: () => void;
  readonly operator: () => Operator | null;
  /** This home is a member's from now on, and that is written: it goes to work as that. */
  readonly restored: (operator: Operator) => Promise<void>;
}

/** A node's part in recoveries: codes for others, those who come with them, and its own way back. */
export class NodeRecovery {
  readonly #options: NodeRecoveryOptions;
  readonly #cells: OpenCells;
  readonly #told: Told;
  #recoverer: Recoverer | null = null;
  /** Under the key that the home is going to have. */
  #asking: AskingHost | null = null;
  /** Under which a home that comes back where it is meets its peers, until the log here names it. */
  #admitted: SigningKey | null = null;
  /** Whether a home that is where it was asks, or may have asked in an earlier life. */
  #isInPlace = true;

  constructor(options: NodeRecoveryOptions, cells: OpenCells, told: Told) {
    this.#options = options;
    this.#cells = cells;
    this.#told = told;
  }

  // For others

  /** @param hours 1 unless chosen, 168 at most */
  makeCode(hours = 1): CodeView {
    requireSigner(this.#told.operator());
    return this.#cells.requireMember().recoveries.makeCode(this.#options.addresses(), hours * HOUR_MS);
  }

  withdrawCode(id: string): null {
    this.#cells.requireCell().recoveries.withdrawCode(id);
    return null;
  }

  /** Those that somebody can still use. */
  codes(): CodeView[] {
    const { cell } = this.#cells;
    return cell?.author && cell.epoch() ? cell.recoveries.codes(this.#options.addresses()) : [];
  }

  requests(): RecoveryRequest[] {
    const { cell } = this.#cells;
    return cell?.author && cell.epoch() ? cell.recoveries.requests() : [];
  }

  answer(id: string, accept: boolean): null {
    requireSigner(this.#told.operator());
    this.#cells.requireMember().recoveries.reply(id, accept);
    return null;
  }

  // For itself

  /** Null while there is none. */
  view(): RecoveringView | null {
    return this.#recoverer?.view() ?? null;
  }

  /**
   * By which way matters to the home of a member alone, which comes back where it is. Throws `conflict` for one that may
   * sign, and `key-missing` without the device's next key.
   */
  begin(code: string, way: WayBack = 'words'): null {
    const operator = requireSigner(this.#told.operator());
    const place = this.#placeFor(readRecoveryCode(code), way);
    this.#end();
    this.#isInPlace = place !== null;
    const record = newRecoveryRecord(code, this.#options.clock(), place);
    this.#options.settings.set(RECOVERY_RECORD, record);
    this.#goOn(record, operator);
    this.#told.changed();
    return null;
  }

  /** The 24 words, as they were typed. Throws what is wrong with them; nothing is sent then. */
  giveWords(text: string): null {
    const seed = readWords(text);
    if (!seed.ok) throw thrownFailure(seed.error);
    const recoverer = this.#requireRecoverer();
    const place = keptRecovery(this.#options.settings)?.place ?? null;
    if (place?.way === 'device') throw new GhostStackError('conflict', says('error.recovery.wordsNotAsked'));
    if (place) requireOwnWords(seed.value, this.#cells.requireCell(), this.#told.operator()?.identity.scid);
    recoverer.give(byWords(seed.value, this.#machine(place)));
    return null;
  }

  confirmWords(same: boolean): null {
    this.#requireRecoverer().confirm(same);
    return null;
  }

  cancel(): null {
    this.#recoverer?.callOff();
    if (this.#admitted) {
      // The log that was promised does not come.
      this.#options.settings.set(RECOVERY_RECORD, null);
      this.#end();
      this.#options.meetAnew();
    }
    this.#told.changed();
    return null;
  }

  /** Goes on from where it was when this node ended. */
  resume(): void {
    const operator = this.#told.operator();
    const record = keptRecovery(this.#options.settings);
    if (record && operator?.key && !this.#recoverer) this.#goOn(record, operator);
  }

  /** A home that asked where it is, and was let back in: others know this key, and no log here does yet. */
  admittedKey(): SigningKey | null {
    return this.#admitted;
  }

  /**
   * Ends what a home asked for where it is once the log here has it; true where that was now. The node then takes the key
   * into use as it does with any that its cell certifies. Nothing is signed before: under the former key it would be in
   * vain, and at a place where a copy may have written.
   */
  follow(): boolean {
    if (!this.#isInPlace) return false;
    const record = keptRecovery(this.#options.settings);
    this.#isInPlace = record?.place != null;
    const [{ cell }, operator] = [this.#cells, this.#told.operator()];
    if (!record?.place || !record.wanted || !cell || !operator?.key) return false;
    const { identity } = operator;
    const stands = certifies(cell, record.wanted);
    if (stands === 'not yet') return false;
    const { store, settings, stateFolder } = this.#options;
    const begins = stands === 'newest' && record.wanted.lost;
    store.transaction(() => {
      settings.set(RECOVERY_RECORD, null);
      if (begins) beginsAnew(store, stateFolder, cell.id, identity.scid);
    });
    this.#end();
    return true;
  }

  stop(): void {
    this.#recoverer?.stop();
    void this.#asking?.stop();
    this.#asking = null;
  }

  #end(): void {
    this.stop();
    this.#recoverer = null;
    this.#admitted = null;
  }

  #goOn(record: RecoveryRecord, { key, identity }: Operator): void {
    const code = readRecoveryCode(record.code);
    const { settings, clock, askToJoin } = this.#options;
    const inviterKey = decodeMultikey(code.inviter).publicKey;
    const { addresses } = code;
    const machine = this.#machine(record.place);
    const asking = record.place && new AskingHost(machine.device);
    this.#asking = asking;
    this.#recoverer = null;
    this.#recoverer = new Recoverer({
      code,
      record,
      asker: (record.place ? machine.device : key)?.publicKey ?? new Uint8Array(),
      scid: record.place && identity.scid,
      // A home that was made for this has no key to which anybody committed, but for one that a backup brought.
      find: byDevice(machine),
      isByDevice: record.place?.way === 'device',
      clock,
      ask: (request, signal) => {
        const call = { addresses, inviterKey, request, signal };
        return asking ? asking.ask(call) : askToJoin(call);
      },
      save: (next) =>
        settings.set(RECOVERY_RECORD, next.step === 'gone' || next.step === 'member' ? null : next),
      changed: () => this.#changed(),
      restore: (next) => this.#restore(next, code),
    });
  }

  /** What is over asks nothing more. */
  #changed(): void {
    if (this.#recoverer && !this.#recoverer.isAsking) void this.#asking?.stop();
    this.#told.changed();
  }

  /** Where a member's home asks from, that of this cell; null for a home that is in none. */
  #placeFor({ cell: named }: RecoveryCode, way: WayBack): RecoveryRecord['place'] {
    const { cell } = this.#cells;
    if (!cell || cell.isFormer()) {
      if (way === 'words') return null;
      throw new GhostStackError('key-missing', says('error.rekey.noNextKey'));
    }
    if (cell.id !== named || !this.#mayNotSign(cell))
      throw new GhostStackError('conflict', says('error.recovery.homeInUse'));
    const { store, clock } = this.#options;
    return { asker: multikeyOf(askingKey(way, cell, { ring: this.#ring(), store, nowMs: clock() })), way };
  }

  /** A copy of it lives, or it was one; or the others know another key of it. */
  #mayNotSign(cell: CellNode): boolean {
    // The state of a link says nothing while it is dialled anew.
    if (cell.signingBarred() !== null || this.#options.wasRefused()) return true;
    return cell.directory.peers().some(({ did }) => this.#options.linkState(did) === 'refused');
  }

  #machine(place: RecoveryRecord['place']): MachineKeys {
    return machineKeys(this.#ring(), place, this.#options.clock());
  }

  #ring(): KeyRing {
    const ring = this.#options.ring();
    if (!ring) throw new GhostStackError('key-locked', says('error.root.keyLocked'));
    return ring;
  }

  /** Each part may be done again: a node that ends in between does it again at its next start. */
  async #restore({ names, place }: RecoveryRecord, code: RecoveryCode): Promise<boolean> {
    if (!names) throw new RangeError('nobody was told who this is');
    if (place) return this.#meetUnder(place.asker);
    const { store, settings, clock, adopt } = this.#options;
    const operator = adopt(names.didLog, names.alias);
    store.transaction(() => {
      settings.set(RECOVERY_RECORD, null);
      new CellStore(store).add(code.cell, clock());
      writeInviter(settings, code, names.inviter);
    });
    await this.#told.restored(operator);
    return true;
  }

  /** Where the member who says that we are let back in lies, nothing here has changed. */
  async #meetUnder(asker: string): Promise<false> {
    this.#admitted = this.#ring().get(asker);
    // Two hosts under one key would be taken for two nodes.
    await this.#asking?.stop();
    if (this.#admitted) this.#options.meetAnew();
    return false;
  }

  #requireRecoverer(): Recoverer {
    if (!this.#recoverer?.view()) throw new GhostStackError('conflict', says('error.recovery.notUnderway'));
    return this.#recoverer;
  }
}
