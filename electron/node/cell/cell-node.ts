import type { Cell, ClockDoubt } from '#shared/contract/domain/cell.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { type Saying, type SayingKey, says } from '#shared/protocol/saying.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import type { MemberIdentity } from '../identity/member-identity.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import { LogStore } from '../log/log-store.ts';
import type { LogAuthor } from '../log/next-entry.ts';
import { stateHash } from '../log/state-hash.ts';
import { SafetyState } from '../store/safety-state.ts';
import type { CellLink } from '../transport/link/cell-link.ts';
import type { CellNodeOptions } from './cell-node-options.ts';
import { cellWriter } from './cell-writer.ts';
import { CellClock } from './clock/cell-clock.ts';
import { doubtOfClock } from './clock/clock-doubt.ts';
import { Comparisons } from './comparing/comparisons.ts';
import { CellEnds } from './forking/cell-ends.ts';
import { Admissions } from './joining/admissions.ts';
import { InvitationStore } from './joining/invitation-store.ts';
import { MeetingSecrets } from './joining/meeting-secrets.ts';
import { memberLink } from './member-link.ts';
import { type HeldLog, openCellLog } from './open-cell-log.ts';
import { feedKeys } from './own-feed/feed-keys.ts';
import { TWIN_NOTICE_MS } from './own-feed/fresh-answers.ts';
import { OwnFeedGuard } from './own-feed/own-feed-guard.ts';
import { ownMark } from './own-feed/own-mark.ts';
import type { ReactionWriter } from './reaction-writer.ts';
import { LETTING_BACK } from './reactions/let-back.ts';
import { LETTING_IN } from './reactions/let-in.ts';
import { CellDirectory, peerIdentity } from './reading/cell-directory.ts';
import { cellView } from './reading/cell-view.ts';
import { followMembers } from './reading/follow-members.ts';
import { Recoveries } from './recovering/recoveries.ts';
import { RecoveryStore } from './recovering/recovery-store.ts';
import { CellTrust } from './trust/cell-trust.ts';

type Kept = (error: unknown) => void;
/** This node's part in one cell: its copy of the log, who is in it, and what is done about votes and newcomers. */
export class CellNode {
  readonly id: string;
  readonly log: IntegrityLog;
  /** The log, and what is kept of how it was judged. */
  readonly held: HeldLog;
  readonly directory: CellDirectory;
  readonly admissions: Admissions;
  readonly recoveries: Recoveries;
  readonly trust: CellTrust;
  readonly author: LogAuthor | null;
  readonly self: MemberIdentity;
  readonly isKept: boolean;
  readonly ends: CellEnds;
  /** By which deadlines pass here. */
  readonly clock: CellClock;
  readonly #options: CellNodeOptions;
  readonly #logStore: LogStore;
  readonly #writer: ReactionWriter;
  readonly #guard: OwnFeedGuard;
  readonly #meetingSecrets: MeetingSecrets;
  #isRead = false;
  #stateHash: string | null = null;
  #epoch: { readonly size: number; readonly epoch: Epoch | null } | null = null;

  constructor(options: CellNodeOptions) {
    this.#options = options;
    this.id = options.cell;
    this.self = options.self;
    const { store, settings, self, alias, key, clock, uptime, stateFolder, failed, isKept = false } = options;
    this.isKept = isKept;
    this.ends = new CellEnds(store, this.id);
    const logStore = new LogStore(store);
    this.#logStore = logStore;
    this.clock = new CellClock({
      settings,
      clock,
      uptime,
      storedMs: logStore.latestStoredAtMs(this.id),
      // While the log is read nobody is known yet who could bear out what the clock reads.
      epoch: () => (this.#isRead ? this.epoch() : null),
      // What has become due by a clock that was confirmed is done at once.
      changed: () => this.#signingChanged(),
    });
    const steadyClock = this.clock.now;
    const safety = new SafetyState(store);
    this.author = key ? { scid: self.scid, key, keys: options.keys ?? null } : null;
    this.#meetingSecrets = new MeetingSecrets(this.id, key?.sealing ?? null, options.formerSealing);
    const locked = options.locked?.held ?? null;
    this.held = openCellLog(options, { logStore, steadyClock, safety, author: this.author, locked });
    this.log = this.held.log;
    this.#isRead = true;
    this.directory = new CellDirectory(peerIdentity(self, alias), settings, clock);
    const [invitations, recoveries] = [new InvitationStore(store), new RecoveryStore(store)];
    const desks = {
      log: this.log,
      self,
      clock,
      epoch: () => this.requireEpoch(),
      storedAtMs: (hash: string) => this.shownStoredAtMs(hash),
      comparisons: new Comparisons(settings, this.id),
      changed: options.changed,
      follow: (kept: Kept) => this.#writer.act((what, error) => this.#keptFrom(what, error, kept)),
    };
    this.admissions = new Admissions({
      ...desks,
      store: invitations,
      acceptAll: options.acceptJoins,
      ...(failed ? { failed: (error) => failed(LETTING_IN, error) } : {}),
    });
    this.recoveries = new Recoveries({ ...desks, store: recoveries });
    this.trust = new CellTrust({ log: this.log, me: self.scid, clock });
    this.#writer = cellWriter({
      cell: this.id,
      isKept,
      log: this.log,
      me: self.scid,
      clock: steadyClock,
      storedAtMs: (hash) => logStore.storedAtMs(hash),
      invitations,
      recoveries,
      acceptAll: options.acceptJoins,
      epoch: () => this.epoch(),
      ...this.directory.around(options.linkState),
      guard: () => this.#guard,
      changed: options.changed,
      ...(failed ? { failed } : {}),
    });
    this.#guard = new OwnFeedGuard({
      log: this.log,
      safety,
      marker: stateFolder ? ownMark(store, stateFolder, this.id, self.scid) : null,
      me: self.scid,
      key: encodeMultikey('ed25519', self.signingKey),
      ...feedKeys(options, this.log),
      epoch: () => this.epoch(),
      changed: () => this.#signingChanged(),
      noticeMs: TWIN_NOTICE_MS,
    });
    this.#follow();
  }

  /** Begins to take part: closes ballots, follows the log. */
  start(): void {
    this.log.subscribe(() => this.#follow());
    this.held.keeper?.start();
    if (!this.author) return;
    this.log.startChecks();
    this.#guarded('fault.rememberingTime', () => this.clock.start());
    this.#writer.start();
  }

  stop(): void {
    this.log.stopChecks();
    this.#writer.stop();
    this.held.keeper?.stop();
    this.#guard.stop();
    this.#guarded('fault.rememberingTime', () => this.clock.stop());
  }

  /** A member has said what its clock reads. */
  heardClock(did: string, readMs: number): void {
    const scid = this.directory.scidOf(did);
    if (scid) this.#guarded('fault.comparingClocks', () => this.clock.heard(scid, readMs));
  }

  /** How far a member's clock is ahead of this computer's, though that was set since they met; else null. */
  clockAheadMs(did: string): number | null {
    const scid = this.directory.scidOf(did);
    return scid ? this.clock.aheadOf(scid) : null;
  }

  /** When an entry was stored, so that what is counted from it can be read off this computer's clock. */
  shownStoredAtMs(hash: string): number | null {
    const storedMs = this.#logStore.storedAtMs(hash);
    return storedMs === null ? null : storedMs + this.clock.aheadMs();
  }

  /** The present epoch, or null while the log is not here yet: asked for at every turn, it changes with the log only. */
  epoch(): Epoch | null {
    const { graph, book } = this.log;
    if (this.#epoch?.size !== graph.size) {
      const heads = graph.authors().flatMap((author) => graph.heads(author));
      this.#epoch = { size: graph.size, epoch: heads.length === 0 ? null : book.epochAt(heads) };
    }
    return this.#epoch.epoch;
  }

  /** The DID log that the present epoch has of this node's operator; null for who is none of its members. */
  ownDidLog(): readonly unknown[] | null {
    return this.epoch()?.members.find(({ scid }) => scid === this.self.scid)?.didLog ?? null;
  }

  /** True once the log says that this node's operator was a member, and is none now. */
  isFormer(): boolean {
    const epoch = this.epoch();
    return epoch !== null && !epoch.members.some(({ scid }) => scid === this.self.scid);
  }

  /** Why the operator can sign nothing here now, or null. */
  signingBarred(): Saying | null {
    return this.formerReason() ?? this.log.signingBarred;
  }

  /** The same for whoever is no member any more; null for a member. */
  formerReason(): Saying | null {
    return this.isFormer() ? says('error.barred.former', { cell: this.epoch()?.name ?? '' }) : null;
  }

  /** What the transport asks of this cell. */
  link(): CellLink {
    const { log, directory, admissions, recoveries } = this;
    return memberLink({
      log,
      directory,
      joinDesk: recoveries.beside(admissions.desk),
      guard: this.#guard,
      meetingSecrets: this.#meetingSecrets,
      epoch: () => this.epoch(),
      self: this.self,
      failed: this.#options.failed,
    });
  }

  overrideRestore(): void {
    this.#guard.override();
  }

  /** Of all that the log amounts to. What it takes grows with the log, so that it is shown once it was asked for. */
  stateHash(): string | null {
    if (this.#stateHash === null) {
      const state = foldCell(this.log.book);
      this.#stateHash = state ? stateHash(state) : null;
    }
    return this.#stateHash;
  }

  view(addresses: readonly string[]): Cell | null {
    const epoch = this.epoch();
    if (!epoch) return null;
    return {
      ...cellView({
        epoch,
        graph: this.log.graph,
        self: this.self,
        didOf: (scid) => this.directory.didOf(scid),
        comparisons: new Comparisons(this.#options.settings, this.id),
      }),
      stateHash: this.#stateHash,
      signingBarred: this.signingBarred(),
      clockDoubt: this.#clockDoubt(epoch),
      invitations: this.author ? this.admissions.invitations(addresses) : [],
      shownUntilMs: this.admissions.seen.untilMs,
      joinRequests: this.author ? this.admissions.requests() : [],
      ...this.recoveries.view(this.author ? addresses : null),
    };
  }

  #follow(): void {
    this.#stateHash = null;
    this.#guarded('fault.followingMembers', () => {
      const epoch = this.epoch();
      const gone = epoch ? followMembers(this, epoch, this.ends, this.#options.clock()) : [];
      if (gone.length > 0) this.#options.gone(gone);
    });
    this.#options.changed();
  }

  /** What was left undone while signing was barred is done as soon as it is not; what ends that may be due. */
  #signingChanged(): void {
    this.#options.changed();
    this.#writer.act();
  }

  #clockDoubt(epoch: Epoch): ClockDoubt | null {
    if (this.isFormer()) return null;
    const storedAtMs = (hash: string) => this.#logStore.storedAtMs(hash);
    return doubtOfClock(this.clock, { book: this.log.book, me: this.self.scid, epoch, storedAtMs });
  }

  /** Whoever waits for a newcomer to be let in is told itself what kept it from that. */
  #keptFrom(what: Saying, error: unknown, kept: Kept): void {
    if (what === LETTING_IN || what === LETTING_BACK) kept(error);
    else if (this.#options.failed) this.#options.failed(what, error);
    else throw error;
  }

  #guarded(what: SayingKey, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!this.#options.failed) throw error;
      this.#options.failed(says(what), error);
    }
  }

  requireEpoch(): Epoch {
    const epoch = this.epoch();
    if (!epoch) throw new RangeError('the log of the cell is not here yet');
    return epoch;
  }
}
