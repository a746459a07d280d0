import type { Cell, Invitation as CodeView } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { says } from '#shared/protocol/saying.ts';
import type { MemberIdentity } from '../../identity/member-identity.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import type { JoinDesk } from '../../transport/link/cell-link.ts';
import type { Comparisons } from '../comparing/comparisons.ts';
import type { BallotOn } from '../joining/change-ballots.ts';
import { RecoveryCodes } from './recovery-codes.ts';
import { isRecoveryAsk, RecoveryDesk } from './recovery-desk.ts';
import type { RecoveryDeskStep } from './recovery-desk-machine.ts';
import { recoveryNonce } from './recovery-proof.ts';
import { type RecoveryRequest, recoveryRequests } from './recovery-request.ts';
import type { RecoveryRow, RecoveryStore } from './recovery-store.ts';
import { recoveryWords } from './recovery-words.ts';
import { RekeyBallots } from './rekey-ballots.ts';

/** Where our operator may let a machine in, or refuse it. */
const ANSWERABLE: readonly RecoveryDeskStep[] = ['comparing', 'asking', 'voting', 'again'];

export interface RecoveriesOptions {
  readonly log: IntegrityLog;
  readonly store: RecoveryStore;
  readonly self: MemberIdentity;
  readonly clock: () => number;
  readonly epoch: () => Epoch;
  /** When this node stored an entry, by the clock from which deadlines count. */
  readonly storedAtMs: (hash: string) => number | null;
  readonly comparisons: Comparisons;
  readonly changed: () => void;
  /** Writes what follows from the rows and the log; `kept` is told what kept it from that. */
  readonly follow: (kept: (error: unknown) => void) => void;
}

/** Members that come back on another machine, by this node's recovery codes. */
export class Recoveries {
  readonly #options: RecoveriesOptions;
  readonly #ballots: RekeyBallots;
  readonly #codes: RecoveryCodes;
  readonly #desk: RecoveryDesk;

  constructor(options: RecoveriesOptions) {
    this.#options = options;
    const { log, self, epoch, storedAtMs } = options;
    this.#ballots = new RekeyBallots({ book: log.book, self: self.scid, epoch, storedAtMs });
    this.#codes = new RecoveryCodes({ ...options, cell: log.cell });
    this.#desk = new RecoveryDesk({ ...options, cell: log.cell, ballots: this.#ballots });
  }

  /** What is voted on now of a member's key. */
  openFor(scid: string): BallotOn<'rekey'>['change'][] {
    return this.#ballots.open().flatMap(({ change }) => (change.scid === scid ? [change] : []));
  }

  makeCode(addresses: readonly string[], ttlMs: number): CodeView {
    const code = this.#codes.create(addresses, ttlMs);
    this.#options.changed();
    return code;
  }

  withdrawCode(id: string): void {
    this.#codes.withdraw(id);
    this.#options.changed();
  }

  /** Those that somebody can still use. */
  codes(addresses: readonly string[]): CodeView[] {
    return this.#codes.list(addresses);
  }

  /** @param addresses null for a node whose keys are locked: it can answer nobody */
  view(addresses: readonly string[] | null): Pick<Cell, 'recoveryCodes' | 'recoveryRequests'> {
    if (addresses === null) return { recoveryCodes: [], recoveryRequests: [] };
    return { recoveryCodes: this.codes(addresses), recoveryRequests: this.requests() };
  }

  /** With a key that is another one now nobody finds this node by them. */
  withdrawAll(): void {
    const { store, log, changed } = this.#options;
    store.revokeAll(log.cell);
    changed();
  }

  /** One desk for those who join and those who come back. */
  beside(joining: JoinDesk): JoinDesk {
    return {
      isOpen: () => joining.isOpen() || this.#isOpen(),
      answer: async (request, key) => {
        if (!isRecoveryAsk(request)) return joining.answer(request, key);
        const answer = this.#desk.answer(request, key);
        // What keeps us from writing is none of the machine's, and is tried again with its next question.
        this.#options.follow(() => undefined);
        return answer;
      },
    };
  }

  /** While somebody may ask, or is to be told how it ended. */
  #isOpen(): boolean {
    const nowMs = this.#options.clock();
    return this.#rows().some((row) => {
      const step = this.#stepOf(row);
      if (step === 'refused' || step === 'admitted') return row.expiresAtMs > nowMs;
      return step !== 'over';
    });
  }

  requests(): RecoveryRequest[] {
    return recoveryRequests(this.#rows(), {
      members: this.#options.epoch().members,
      ballots: this.#ballots,
      stepOf: (row) => this.#stepOf(row),
      wordsOf: (row) => this.#wordsOf(row),
    });
  }

  /**
   * Lets a machine back in, or refuses it: the one act by which a ballot on its key begins. One whose operator saw other
   * words can only be refused: that is put away with it.
   */
  reply(id: string, accept: boolean): void {
    const { store, changed } = this.#options;
    const row = this.#codes.row(id);
    const step = this.#stepOf(row);
    if (!ANSWERABLE.includes(step) && (accept || step !== 'differing'))
      throw new GhostStackError('not-found', says('error.recovery.nobodyAsks'));
    if (accept && row.accepted) return;
    if (accept) {
      if (row.wanted === null) throw new GhostStackError('conflict', says('error.recovery.notComparedYet'));
      this.#requireOnly(row);
      store.accept(id);
      this.#noteCompared(row);
    } else store.refuse(id);
    this.#follow();
    changed();
  }

  /** One at a time: two ballots on keys at once would only end each other. */
  #requireOnly({ id }: RecoveryRow): void {
    const other = this.#rows().find(
      (row) => row.id !== id && row.accepted && ['voting', 'again'].includes(this.#stepOf(row)),
    );
    if (!other?.asker) return;
    const { scid } = other.asker;
    const name = this.#options.epoch().members.find((member) => member.scid === scid)?.alias ?? scid;
    throw new GhostStackError('conflict', says('error.recovery.anotherFirst', { name }));
  }

  /** The words stood on the screen on which the operator accepted. */
  #noteCompared({ asker }: RecoveryRow): void {
    const { comparisons, clock } = this.#options;
    if (asker) comparisons.note(asker.scid, asker.key, clock());
  }

  /** Writes the step that the operator has decided on; throws what keeps it from being written. */
  #follow(): void {
    const kept: unknown[] = [];
    this.#options.follow((error) => kept.push(error));
    if (kept.length > 0) throw kept[0];
  }

  #stepOf(row: RecoveryRow): RecoveryDeskStep {
    return this.#ballots.next(row, this.#options.clock()).step;
  }

  #wordsOf(row: RecoveryRow): string[] {
    const { log, self } = this.#options;
    if (!row.asker) return [];
    return recoveryWords({
      cell: log.cell,
      inviterKey: self.signingKey,
      askerKey: row.asker.key,
      secret: row.secret,
      nonce: recoveryNonce(row.nonceKey, row.asker.key),
    });
  }

  #rows(): readonly RecoveryRow[] {
    const { store, log } = this.#options;
    return store.list(log.cell);
  }
}
