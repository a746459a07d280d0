import { networkInterfaces } from 'node:os';
import type { FormerPeer, Peer } from '#shared/contract/domain/peer.ts';
import type { Settings } from '#shared/contract/domain/settings.ts';
import type { Me, Phase, Problem, Slices } from '#shared/contract/domain/snapshot.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { AgentService } from '../agent/agent-service.ts';
import { PEER_AWAY_AFTER_MS } from '../agent/away-watch.ts';
import type { ProtectionChoice } from '../identity/chosen-protection.ts';
import { fingerprint } from '../identity/did-key.ts';
import type { KeyProtection } from '../identity/key-store.ts';
import { readOwnIdentity } from '../identity/member-identity.ts';
import { Observers } from '../messaging/observers.ts';
import { SettingsStore } from '../store/settings-store.ts';
import { stateFolder } from '../store/state-folder.ts';
import type { Store } from '../store/store.ts';
import type { DiscoveryKind } from '../transport/discovery/discovery.ts';
import { AgentLife } from './agent-life.ts';
import { Faults } from './faults.ts';
import { LastingProblem } from './lasting-problem.ts';
import { NodeCell } from './node-cell.ts';
import { CELL_SLICES, type NodeChange } from './node-change.ts';
import { NodeChoices, type SettingsChange } from './node-choices.ts';
import { NodeKeys, type UnlockedKey } from './node-keys.ts';
import { NodeMessages } from './node-messages.ts';
import type { NodeOptions } from './node-options.ts';
import { NodePeers } from './node-peers.ts';
import { Presence } from './presence.ts';
import { computerUptime } from './uptime.ts';

/** One home at work: what its hosts ask, and who answers. */
export class GhostNode {
  readonly cell: NodeCell;
  readonly messages: NodeMessages;
  readonly nowMs: () => number;
  readonly #options: NodeOptions;
  readonly #store: Store;
  readonly #settings: SettingsStore;
  readonly #choices: NodeChoices;
  readonly #peers: NodePeers;
  readonly #life: AgentLife;
  readonly #problem = new LastingProblem({
    probe: () => this.#settings.set('probe', this.nowMs()),
    changed: () => this.#changed('problem'),
  });
  readonly #changes = new Observers<NodeChange>();
  readonly faults = new Faults(
    () => this.#changed('problem'),
    (condition) => this.reportProblem(condition),
  );
  readonly #keys: NodeKeys;
  readonly #presence: Presence;

  constructor(options: NodeOptions, store: Store) {
    this.#options = options;
    this.#store = store;
    this.nowMs = options.nowMs ?? Date.now;
    this.#settings = new SettingsStore(store);
    this.#choices = new NodeChoices(this.#settings);
    this.messages = new NodeMessages({
      store,
      session: () => this.#presence.session,
      unlocked: () => this.#presence.requireSession(),
      isPeer: (did) => this.#peers.registry.get(did) !== null,
      hasPeers: () => this.#hasPeers(),
      former: () => this.cell.current?.formerReason() ?? null,
    });
    this.#keys = new NodeKeys({
      home: options.home,
      deviceSecret: options.deviceSecret,
      nowMs: this.nowMs,
      unlocked: (operator) => this.#unlockedBy(operator),
    });
    this.#life = new AgentLife({
      store,
      clock: this.nowMs,
      random: options.random ?? Math.random,
      cell: () => this.cell,
      messages: this.messages,
      hasPeers: () => this.#hasPeers(),
      mayAct: () => this.#presence.session !== null,
      faults: this.faults,
      changed: () => this.#changed('agent'),
      problem: (failure) => this.reportProblem(failure),
    });
    this.cell = new NodeCell({
      store,
      settings: this.#settings,
      stateFolder: stateFolder(options.home.path),
      clock: this.nowMs,
      uptime: options.uptimeMs ?? options.nowMs ?? computerUptime,
      acceptJoins: options.acceptJoins ?? false,
      failed: (what, error) => this.faults.report(what, error),
      changed: () => {
        this.#presence.session?.followMembers();
        this.#life.cellChanged();
        this.#changed(...CELL_SLICES);
      },
      gone: (dids) => void this.#presence.session?.membersGone(dids),
      entered: () => this.#presence.open(),
      isRefusedBy: (did) => this.#presence.session?.linkOf(did).link?.state === 'refused',
      askToJoin: (call) => this.#presence.requireSession().askToJoin(call),
      addresses: () => this.#presence.session?.addresses() ?? [],
    });
    this.#peers = new NodePeers({
      store,
      settings: this.#settings,
      cell: this.cell,
      clock: this.nowMs,
      header: () => this.#keys.header,
      session: () => this.#presence.session,
      waitingFor: (did) => this.messages.waitingFor(did),
    });
    this.#presence = new Presence({
      keys: this.#keys,
      store,
      settings: this.#settings,
      peers: () => this.#peers.registry,
      cell: () => this.cell.current,
      clock: this.nowMs,
      listen: options.listen,
      network: options.network,
      discovery: () => this.#discovery(),
      isOnline: () => this.online,
      changed: (change) => this.#changes.emit(change),
      life: (event) => this.#life.feel(event),
      peerAwayAfterMs: options.peerAwayAfterMs ?? PEER_AWAY_AFTER_MS,
      problem: (failure) => this.reportProblem(failure),
      heard: (did, tips, atMs) => this.cell.heard(did, tips, atMs),
      passed: (pass) => this.cell.passed(pass),
    });
    const { header } = this.#keys;
    const identity = header && readOwnIdentity(options.home);
    if (header && identity) this.cell.open({ name: header.name, identity, key: null });
    this.#life.begin();
  }

  async start(): Promise<void> {
    const { protection, deviceSecret } = this.#options;
    const { header } = this.#keys;
    if (!header) return;
    if (header.protection === 'keychain') {
      if (deviceSecret) await this.unlock({ kind: 'secret', secret: deviceSecret, origin: 'keychain' });
    } else if (protection) {
      await this.unlock(protection);
    }
  }

  async stop(): Promise<void> {
    this.#problem.stop();
    this.#life.stop();
    this.cell.stop();
    await this.#presence.end();
    this.#store.close();
    this.#options.home.release();
  }

  onChange(listener: (change: NodeChange) => void): () => void {
    return this.#changes.subscribe(listener);
  }

  get agent(): AgentService {
    return this.#life.agent;
  }

  get phase(): Phase {
    if (!this.#keys.header) return 'setup';
    return this.#presence.session ? 'running' : 'locked';
  }

  get online(): boolean {
    return this.#choices.online;
  }

  get network(): boolean {
    return Object.values(networkInterfaces()).some((list) => list?.some((address) => !address.internal));
  }

  get problem(): Problem | null {
    return this.#problem.present ?? this.faults.problem();
  }

  get keychainAvailable(): boolean {
    return this.#options.deviceSecret !== null;
  }

  me(): Me | null {
    const { header } = this.#keys;
    if (!header) return null;
    const { name, did, protection, createdAtMs } = header;
    return {
      name,
      did: this.cell.current?.directory.self.did ?? did,
      fingerprint: fingerprint(did),
      addresses: this.#presence.session?.addresses() ?? [],
      keyProtection: protection,
      createdAtMs,
    };
  }

  // Key

  createKey(name: string, choice: ProtectionChoice): Promise<null> {
    return this.#keys.create(name, choice);
  }

  /** Opens the key and goes to work with it. Opening it twice is no error. */
  unlock(protection: KeyProtection): Promise<null> {
    return this.#keys.unlock(protection);
  }

  changePassphrase(current: string, next: string): Promise<null> {
    return this.#keys.changePassphrase(current, next);
  }

  async #unlockedBy(operator: UnlockedKey): Promise<void> {
    this.cell.open(operator);
    await this.#presence.open();
    this.faults.guarded(says('fault.joining'), () => this.cell.resumeJoin());
  }

  // Settings

  settings(): Settings {
    return this.#choices.settings();
  }

  updateSettings(change: SettingsChange): Settings {
    const next = this.#choices.update(change);
    this.#presence.session?.setDiscovery(this.#discovery());
    return next;
  }

  #discovery(): readonly DiscoveryKind[] {
    return this.#options.discovery ?? this.#choices.discovery();
  }

  /** Goes offline on purpose, or comes back. Kept over restarts. */
  async setOnline(online: boolean): Promise<null> {
    this.#choices.online = online;
    if (online) await this.#presence.session?.goOnline();
    else await this.#presence.session?.goOffline();
    return null;
  }

  // Peers

  peers(): Peer[] {
    return this.#peers.list();
  }

  formerPeers(): FormerPeer[] {
    // Passes with one who is no member any more stand in the journal for a while.
    const passed = this.cell.journal.passes().map(({ peer }) => peer);
    return this.#peers.former([...new Set([...this.messages.people(), ...passed])]);
  }

  addPeer(peer: Parameters<NodePeers['add']>[0]): Peer {
    return this.#peers.add(peer);
  }

  updatePeer(did: string, change: Parameters<NodePeers['update']>[1]): Peer {
    return this.#peers.update(did, change);
  }

  removePeer(did: string): Promise<null> {
    return this.#peers.remove(did);
  }

  syncNow(did: string | null): null {
    this.#presence.requireSession().tryNow(did);
    return null;
  }

  // Agent

  /** Does what the agent suggested, by the operator's click. */
  acceptSuggestion(id: string, text: string | undefined): null {
    this.#presence.requireSession();
    this.#life.accept(id, text);
    return null;
  }

  /** A condition that concerns everything, like a full disk. */
  reportProblem(failure: Failure): void {
    this.#problem.report(failure);
  }

  #hasPeers(): boolean {
    return this.#keys.header !== null && this.#peers.registry.list().length > 0;
  }

  #changed(...slices: (keyof Slices)[]): void {
    this.#changes.emit({ slices });
  }
}
