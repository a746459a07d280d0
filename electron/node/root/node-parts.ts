import type { Slices } from '#shared/contract/domain/snapshot.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { PEER_AWAY_AFTER_MS } from '../agent/away-watch.ts';
import { Forgetting } from '../care/deletion/forgetting.ts';
import { keptSinceMs } from '../care/deletion/retention.ts';
import { AWAY_MS } from '../messaging/carrying/limits.ts';
import { Observers } from '../messaging/observers.ts';
import { NO_EVENTS } from '../store/events/event-log.ts';
import { SettingsStore } from '../store/settings-store.ts';
import { stateFolder } from '../store/state-folder.ts';
import type { Store } from '../store/store.ts';
import type { DiscoveryKind } from '../transport/discovery/discovery.ts';
import { AgentLife } from './agent-life.ts';
import { credentialsOf } from './credentials-of.ts';
import { CardKeeper } from './damage/card-keeper.ts';
import { SeenDamage } from './damage/seen-damage.ts';
import type { WeeklyCheck } from './damage/weekly-check.ts';
import { weeklyOf } from './damage/weekly-of.ts';
import { Faults } from './faults.ts';
import { FormerKeys } from './former-keys.ts';
import { insideOf } from './inside-of.ts';
import { LastingProblem } from './lasting-problem.ts';
import { NodeCare } from './node-care.ts';
import { NodeCells } from './node-cells.ts';
import { CELL_SLICES, type NodeChange } from './node-change.ts';
import { NodeChoices } from './node-choices.ts';
import type { NodeCredentials } from './node-credentials.ts';
import { NodeDoctor } from './node-doctor.ts';
import { NodeEvents } from './node-events.ts';
import { NodeFiles } from './node-files.ts';
import { keysOf, NodeKeys, type UnlockedKey } from './node-keys.ts';
import { NodeMessages } from './node-messages.ts';
import type { NodeOptions } from './node-options.ts';
import { NodePeers } from './node-peers.ts';
import { NodeWords } from './node-words.ts';
import { OwnKey } from './own-key.ts';
import { Presence } from './presence.ts';
import { secretOf } from './secret-of.ts';
import { computerUptime } from './uptime.ts';

const FOLLOWING = says('fault.followingKey');
/** The parts of a node, put together: who is told of what, and who is asked. Nothing is begun here. */
export class NodeParts {
  readonly clock: () => number;
  readonly choices: NodeChoices;
  readonly messages: NodeMessages;
  readonly files: NodeFiles;
  readonly keys: NodeKeys;
  readonly words: NodeWords;
  readonly life: AgentLife;
  readonly cells: NodeCells;
  readonly credentials: NodeCredentials;
  readonly care: NodeCare;
  readonly peers: NodePeers;
  readonly presence: Presence;
  readonly changes = new Observers<NodeChange>();
  readonly problem: LastingProblem;
  readonly events: NodeEvents;
  readonly card: CardKeeper;
  readonly doctor: NodeDoctor;
  readonly damage: SeenDamage;
  readonly formerKeys: FormerKeys;
  readonly ownKey: OwnKey;
  readonly forgetting: Forgetting;
  readonly weekly: WeeklyCheck;
  readonly faults = new Faults(
    () => this.changed('problem'),
    (condition) => this.reportProblem(condition),
    (what, error) => this.events.fault(what, error),
    (error) => this.#options.damaged?.(error),
  );
  readonly #options: NodeOptions;

  constructor(options: NodeOptions, store: Store) {
    this.#options = options;
    this.clock = options.nowMs ?? Date.now;
    const { clock } = this;
    const uptime = options.uptimeMs ?? options.nowMs ?? computerUptime;
    const settings = new SettingsStore(store);
    const problem = (failure: Failure): void => this.reportProblem(failure);
    this.events = new NodeEvents(options.events ?? NO_EVENTS, store);
    this.choices = new NodeChoices(settings);
    this.forgetting = new Forgetting(store);
    this.problem = new LastingProblem({
      probe: () => settings.set('probe', clock()),
      changed: () => this.changed('problem'),
    });
    this.damage = new SeenDamage(settings, () => this.changed('problem'));
    this.formerKeys = new FormerKeys(settings, clock, () => this.changed('problem'));
    const followingFailed = (error: unknown) => this.faults.report(FOLLOWING, error);
    this.ownKey = new OwnKey({
      keys: () => this.keys,
      cells: () => this.cells,
      changed: (operator) => void this.#goOnWith(operator).catch(followingFailed),
      redial: () => void this.presence.open().catch(followingFailed),
      clock,
    });
    this.weekly = weeklyOf(this, options, settings);
    this.doctor = new NodeDoctor({
      home: options.home,
      clock,
      inside: () => insideOf(this, options),
      mayProbe: () => this.discovery().length > 0,
      flush: () => this.events.log.flush(),
    });
    this.card = new CardKeeper({
      path: options.home.cardPath,
      store,
      cell: () => this.cells.current,
      readOnly: options.readOnly ?? false,
    });
    this.messages = new NodeMessages({
      store,
      clock,
      session: () => this.presence.session,
      unlocked: () => this.presence.requireSession(),
      carrying: () => this.choices.carrying(),
      isPeer: (did) => this.peers.registry.get(did) !== null,
      hasPeers: () => this.#peerDids().length > 0,
      former: () => this.cells.current?.formerReason() ?? null,
      peers: () => this.peers.registry.list().map(({ did }) => did),
      files: () => this.files,
      deleted: () => {
        this.forgetting.soon();
        this.presence.session?.files.look();
        this.files.sweep();
        this.changed('threads', 'queue', 'care', 'transfers');
      },
    });
    this.files = new NodeFiles({
      sweepFailed: (error) => this.faults.report(says('fault.sweeping'), error),
      store,
      settings,
      home: options.home.path,
      clock,
      session: () => this.presence.session,
      unlocked: () => this.presence.requireSession(),
      messageOf: (id) => this.messages.get(id),
      nameOf: (did) => this.peers.registry.get(did)?.name ?? did,
      changed: () => this.changed('transfers'),
    });
    this.keys = new NodeKeys({
      home: options.home,
      deviceSecret: options.deviceSecret,
      nowMs: clock,
      unlocked: (operator) => this.#unlockedBy(operator),
    });
    this.words = new NodeWords({
      home: options.home,
      header: () => this.keys.header,
      ring: () => this.keys.ring,
      opens: secretOf(options),
      settings,
      clock,
      changed: () => this.changed('recoveryWords'),
    });
    this.life = new AgentLife({
      store,
      clock,
      random: options.random ?? Math.random,
      cell: () => this.cells,
      messages: this.messages,
      peers: () => this.#peerDids(),
      mayAct: () => this.presence.session !== null,
      faults: this.faults,
      changed: () => this.changed('agent'),
      problem,
    });
    this.cells = new NodeCells({
      store,
      settings,
      stateFolder: options.stateFolder ?? stateFolder(options.home.path),
      clock,
      uptime,
      acceptJoins: options.acceptJoins ?? false,
      failed: (what, error) => this.faults.report(what, error),
      changed: () => this.#cellChanged(),
      judgedAnew: (why) => this.events.log.tell('receipts.judgedAnew', { isDamaged: why === 'damaged' }),
      formerSealing: () => this.ownKey.formerSealing(),
      formerKeyUsed: (cell) => this.formerKeys.used(cell),
      gone: (dids) => void this.presence.session?.membersGone(this.peers.strangers(dids)),
      entered: () => this.presence.open(),
      keptChanged: () => void this.presence.session?.cellsChanged().catch(followingFailed),
      linkState: (did) => this.presence.session?.linkOf(did).link?.state,
      ...keysOf(this),
      askToJoin: (call) => this.presence.requireSession().askToJoin(call),
      sight: () => this.presence.requireSession().sight,
      addresses: () => this.presence.session?.addresses() ?? [],
    });
    this.credentials = credentialsOf(this, options, store);
    this.peers = new NodePeers({
      store,
      settings,
      cell: this.cells,
      clock,
      header: () => this.keys.header,
      session: () => this.presence.session,
      waitingFor: (did) => this.messages.waitingFor(did),
    });
    this.care = new NodeCare({
      store,
      settings,
      home: options.home.path,
      keys: this.keys,
      cells: () => this.cells,
      opens: secretOf(options),
      clock,
      changed: () => this.changed('care'),
      swept: () => this.#sweep(),
      forget: () => this.forgetting.now(),
    });
    this.presence = new Presence({
      home: options.home.path,
      keys: this.keys,
      store,
      settings,
      peers: () => this.peers.registry,
      cell: () => this.cells.current,
      kept: () => this.cells.kept,
      clock,
      uptime,
      listen: options.listen,
      network: options.network,
      discovery: () => this.discovery(),
      isOnline: () => this.choices.online,
      changed: (change) => this.changes.emit(change),
      life: (event) => this.life.feel(event),
      carrying: () => this.choices.carrying(),
      carryAwayMs: options.carryAwayMs ?? AWAY_MS,
      peerAwayAfterMs: options.peerAwayAfterMs ?? PEER_AWAY_AFTER_MS,
      problem,
      heard: (...told) => this.cells.heard(...told),
      passed: (pass) => [this.cells, this.events].forEach((one) => void one.passed(pass)),
      events: this.events,
      formerSealing: () => this.ownKey.formerSealing(),
      ...this.ownKey.session,
    });
  }

  /** How members are looked for: as the node was told to, else as its operator chose. */
  discovery(): readonly DiscoveryKind[] {
    return this.#options.discovery ?? this.choices.discovery();
  }

  changed(...slices: (keyof Slices)[]): void {
    this.changes.emit({ slices });
  }

  /** Not within what told of it: the cell is opened anew. */
  async #goOnWith(operator: UnlockedKey): Promise<void> {
    await Promise.resolve().then(() => this.cells.keyChanged(operator));
    this.changed('me', 'recoveryWords');
  }

  #cellChanged(): void {
    this.faults.guarded(FOLLOWING, () => this.ownKey.follow());
    this.presence.session?.followMembers();
    this.card.note();
    this.events.signing(this.cells.current?.signingBarred() ?? null);
    this.life.cellChanged();
    this.credentials.follow();
    this.changed(...CELL_SLICES);
  }

  /** What a disk does not take, for as long as it does not. */
  reportProblem(failure: Failure): void {
    if (this.problem.present?.code !== failure.code) this.events.condition(failure);
    this.problem.report(failure);
  }

  async #unlockedBy(operator: UnlockedKey): Promise<void> {
    this.events.log.tell('key.opened', {});
    this.cells.open(operator);
    // What it was changed to when this node ended before it could follow.
    const now = this.faults.guarded(FOLLOWING, () => this.ownKey.adopt());
    if (now) this.cells.open(now);
    await this.presence.open();
    this.care.begin();
    this.faults.guarded(says('fault.joining'), () => this.cells.resumeJoin());
  }

  #sweep(): void {
    this.faults.guarded(FOLLOWING, () => this.ownKey.follow());
    this.faults.guarded(says('fault.sweeping'), () => {
      this.messages.deleteDelivered(keptSinceMs(this.choices.settings().keepMessages, this.clock()));
    });
    this.files.sweep();
  }

  #peerDids(): string[] {
    return this.keys.header === null ? [] : this.peers.everyone().map(({ did }) => did);
  }
}
