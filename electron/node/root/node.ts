import { networkInterfaces } from 'node:os';
import { z } from 'zod';
import type { FormerPeer, Peer } from '#shared/contract/domain/peer.ts';
import { DEFAULT_SETTINGS, Settings } from '#shared/contract/domain/settings.ts';
import type { Me, Phase, Problem, Slices } from '#shared/contract/domain/snapshot.ts';
import { type Failure, GhostStackError } from '#shared/contract/errors.ts';
import { type AgentEvent, AgentService, timer } from '../agent/agent-service.ts';
import { PEER_AWAY_AFTER_MS } from '../agent/away-watch.ts';
import type { LifeEvent } from '../agent/life-stimuli.ts';
import { BrainStore } from '../cognition/brain-store.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import { chosenProtection, type ProtectionChoice } from '../identity/chosen-protection.ts';
import { fingerprint } from '../identity/did-key.ts';
import { changeHomeProtection, requireNoLostKey, unlockHome } from '../identity/home-keys.ts';
import {
  createOrFindKeyStore,
  type KeyProtection,
  type KeyStoreHeader,
  readKeyStoreHeader,
} from '../identity/key-store.ts';
import { ensureMemberIdentity, readOwnIdentity } from '../identity/member-identity.ts';
import { Observers } from '../messaging/observers.ts';
import { storeError } from '../store/classify-error.ts';
import { OneAtATime } from '../store/one-at-a-time.ts';
import { SettingsStore } from '../store/settings-store.ts';
import { stateFolder } from '../store/state-folder.ts';
import { openStore, type Store } from '../store/store.ts';
import { withoutUndefined } from '../store/without-undefined.ts';
import type { DiscoveryKind } from '../transport/discovery/discovery.ts';
import { AgentActs } from './agent-acts.ts';
import { Faults } from './faults.ts';
import { LastingProblem } from './lasting-problem.ts';
import { NodeCell } from './node-cell.ts';
import type { NodeChange } from './node-change.ts';
import { NodeMessages } from './node-messages.ts';
import type { NodeOptions } from './node-options.ts';
import { NodePeers } from './node-peers.ts';
import { NodeSession } from './node-session.ts';
import { computerUptime } from './uptime.ts';
import { VoteLife } from './vote-life.ts';

/**
 * A cell node: the composition of all layers over one home. It starts locked unless it is given what opens its
 * key; conversations, settings and the agent can be read all the same.
 * @throws {GhostStackError} `store-newer`, `store-corrupt`, `wrong-passphrase`, `key-file`, … in words; the home
 * is then given back.
 */
export async function createNode(options: NodeOptions): Promise<GhostNode> {
  let store: Store | null = null;
  try {
    store = openStore({ path: options.home.databasePath, readOnly: options.readOnly ?? false });
    const node = new GhostNode(options, store);
    await node.start();
    return node;
  } catch (thrown) {
    store?.close();
    options.home.release();
    throw thrown;
  }
}

export class GhostNode {
  readonly agent: AgentService;
  readonly cell: NodeCell;
  readonly messages: NodeMessages;
  readonly nowMs: () => number;
  readonly #options: NodeOptions;
  readonly #store: Store;
  readonly #settings: SettingsStore;
  readonly #peers: NodePeers;
  readonly #acts: AgentActs;
  readonly #votes: VoteLife;
  readonly #problem = new LastingProblem({
    probe: () => this.#settings.set('probe', this.nowMs()),
    changed: () => this.#changed('problem'),
  });
  readonly #changes = new Observers<NodeChange>();
  readonly faults = new Faults(
    () => this.#changed('problem'),
    (condition) => this.reportProblem(condition),
  );
  #header: KeyStoreHeader | null;
  #session: NodeSession | null = null;
  #key: SigningKey | null = null;
  readonly #opening = new OneAtATime();

  constructor(options: NodeOptions, store: Store) {
    this.#options = options;
    this.#store = store;
    this.nowMs = options.nowMs ?? Date.now;
    this.#settings = new SettingsStore(store);
    this.messages = new NodeMessages({
      store,
      session: () => this.#session,
      unlocked: () => this.#unlocked(),
      isPeer: (did) => this.#peers.registry.get(did) !== null,
      hasPeers: () => this.#hasPeers(),
      former: () => this.cell.current?.formerReason() ?? null,
    });
    this.#acts = new AgentActs({
      agent: () => this.agent,
      cell: () => this.cell,
      messages: this.messages,
      hasPeers: () => this.#hasPeers(),
    });
    this.#header = readKeyStoreHeader(options.home.keyPath);
    this.agent = new AgentService({
      brainStore: new BrainStore(store),
      clock: this.nowMs,
      random: options.random ?? Math.random,
      suggests: () => this.#acts.possible(),
      observe: (event) => this.#agentDid(event),
    });
    this.#votes = new VoteLife({
      proposals: () => this.cell.proposals(),
      felt: (event) => this.#feel(event),
      schedule: (run, delayMs) => timer(() => this.faults.guarded('Following votes', run), delayMs),
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
        this.#session?.followMembers();
        this.#votes.changed();
        this.#changed(
          'cell',
          'joining',
          'holdings',
          'passes',
          'passHours',
          'proposals',
          'trust',
          'peers',
          'formerPeers',
          'me',
        );
      },
      gone: (dids) => void this.#session?.membersGone(dids),
      entered: () => this.#opening.run(() => this.#openSession()),
      isRefusedBy: (did) => this.#session?.linkOf(did).link?.state === 'refused',
      askToJoin: (call) => this.#unlocked().askToJoin(call),
      addresses: () => this.#session?.addresses() ?? [],
    });
    this.#peers = new NodePeers({
      store,
      settings: this.#settings,
      cell: this.cell,
      clock: this.nowMs,
      header: () => this.#header,
      session: () => this.#session,
      waitingFor: (did) => this.messages.waitingFor(did),
    });
    const identity = this.#header ? readOwnIdentity(options.home) : null;
    if (this.#header && identity) this.cell.open({ name: this.#header.name, identity, key: null });
    this.faults.guarded('Following votes', () => this.#votes.begin());
  }

  async start(): Promise<void> {
    const { protection, deviceSecret } = this.#options;
    if (!this.#header) return;
    if (this.#header.protection === 'keychain') {
      if (deviceSecret) await this.unlock({ kind: 'secret', secret: deviceSecret, origin: 'keychain' });
    } else if (protection) {
      await this.unlock(protection);
    }
  }

  async stop(): Promise<void> {
    this.#problem.stop();
    this.#votes.stop();
    this.agent.stopRun();
    this.cell.stop();
    // A session that is being opened would outlive the store.
    await this.#opening.end();
    await this.#session?.stop();
    this.#store.close();
    this.#options.home.release();
  }

  onChange(listener: (change: NodeChange) => void): () => void {
    return this.#changes.subscribe(listener);
  }

  get phase(): Phase {
    if (!this.#header) return 'setup';
    return this.#session ? 'running' : 'locked';
  }

  get online(): boolean {
    return this.#settings.get('online', z.boolean(), true);
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
    if (!this.#header) return null;
    const { name, did, protection, createdAtMs } = this.#header;
    return {
      name,
      did: this.cell.current?.directory.self.did ?? did,
      fingerprint: fingerprint(did),
      addresses: this.#session?.addresses() ?? [],
      keyProtection: protection,
      createdAtMs,
    };
  }

  // Key

  async createKey(name: string, choice: ProtectionChoice): Promise<null> {
    if (this.#header)
      throw new GhostStackError('already-exists', `This computer has a key already, ${this.#header.name}'s.`);
    const { deviceSecret, home } = this.#options;
    const protection = chosenProtection(choice, deviceSecret);
    requireNoLostKey(home);
    await createOrFindKeyStore(home.keyPath, { name, createdAtMs: this.nowMs() }, protection);
    this.#header = readKeyStoreHeader(home.keyPath);
    try {
      return await this.unlock(protection);
    } catch (error) {
      // What a full disk cut short is asked for again.
      if (readOwnIdentity(home) === null) this.#header = null;
      throw error;
    }
  }

  /** Opens the key and goes to work with it. Opening it twice is no error. */
  async unlock(protection: KeyProtection): Promise<null> {
    if (!this.#header)
      throw new GhostStackError('key-missing', 'This home has no key yet. Create one first.');
    const { home } = this.#options;
    const { name } = this.#header;
    const key = await unlockHome(home, protection);
    if (this.#key) return null;
    const identity = await ensureMemberIdentity(home, key, name, protection, this.nowMs());
    this.#key = key;
    this.cell.open({ name, identity, key });
    await this.#opening.run(() => this.#openSession());
    this.faults.guarded('Going on to join', () => this.cell.resumeJoin());
    return null;
  }

  /** Meets the peers of the present cell, or those added by hand. */
  async #openSession(): Promise<void> {
    const key = this.#key;
    if (!key || !this.#header) return;
    const before = this.#session;
    this.#session = null;
    await before?.stop();
    const session = new NodeSession({
      key,
      name: this.#header.name,
      store: this.#store,
      settings: this.#settings,
      peers: this.#peers.registry,
      cell: this.cell.current,
      clock: this.nowMs,
      listen: this.#options.listen,
      network: this.#options.network,
      discovery: this.#discovery(),
      changed: (change) => this.#changes.emit(change),
      life: (event) => this.#feel(event),
      peerAwayAfterMs: this.#options.peerAwayAfterMs ?? PEER_AWAY_AFTER_MS,
      problem: (failure) => this.reportProblem(failure),
      heard: (did, tips, atMs) => this.cell.heard(did, tips, atMs),
      passed: (pass) => this.cell.passed(pass),
    });
    this.#session = session;
    this.cell.current?.start();
    if (this.online) await session.goOnline();
    this.#changed('phase', 'me', 'peers', 'threads', 'queue', 'cell');
  }

  async changePassphrase(current: string, next: string): Promise<null> {
    if (this.#header?.protection !== 'passphrase') {
      throw new GhostStackError('conflict', 'This key is not protected by a passphrase.');
    }
    await changeHomeProtection(
      this.#options.home,
      { kind: 'passphrase', passphrase: current },
      { kind: 'passphrase', passphrase: next },
    );
    return null;
  }

  // Settings

  settings(): Settings {
    return this.#settings.get('settings', Settings, DEFAULT_SETTINGS);
  }

  updateSettings(change: { [K in keyof Settings]?: Settings[K] | undefined }): Settings {
    const next = Settings.parse({ ...this.settings(), ...withoutUndefined(change) });
    this.#settings.set('settings', next);
    this.#session?.setDiscovery(this.#discovery());
    return next;
  }

  #discovery(): readonly DiscoveryKind[] {
    return this.#options.discovery ?? (this.settings().libp2pDiscovery ? ['own', 'libp2p'] : ['own']);
  }

  /** Goes offline on purpose, or comes back. Kept over restarts. */
  async setOnline(online: boolean): Promise<null> {
    this.#settings.set('online', online);
    if (online) await this.#session?.goOnline();
    else await this.#session?.goOffline();
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
    this.#unlocked().tryNow(did);
    return null;
  }

  // Agent

  /** Does what the agent suggested, by the operator's click. */
  acceptSuggestion(id: string, text: string | undefined): null {
    this.#unlocked();
    this.#acts.accept(id, text);
    return null;
  }

  /** A condition that concerns everything, like a full disk. */
  reportProblem(failure: Failure): void {
    this.#problem.report(failure);
  }

  /** In timers and listeners: what cannot be felt, because the disk is full, must end nothing else. */
  #feel(event: LifeEvent): void {
    this.faults.guarded('Feeling what happened', () => this.agent.life(event));
  }

  #agentDid(event: AgentEvent): void {
    this.#changed('agent');
    if (event.kind === 'act') {
      if (this.#session) this.#acts.actAlone(event.suggestion);
    } else if (event.kind === 'run-failed') {
      const problem = storeError(event.error);
      if (problem) this.reportProblem(problem);
    }
  }

  #hasPeers(): boolean {
    return this.#header !== null && this.#peers.registry.list().length > 0;
  }

  #changed(...slices: (keyof Slices)[]): void {
    this.#changes.emit({ slices });
  }

  #unlocked(): NodeSession {
    if (this.#session) return this.#session;
    if (!this.#header)
      throw new GhostStackError('key-missing', 'This home has no key yet. Create one first.');
    throw new GhostStackError('key-locked', 'The key is locked. Enter your passphrase to sign.');
  }
}
