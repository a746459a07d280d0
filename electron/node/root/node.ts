import { networkInterfaces } from 'node:os';
import type { Accepted } from '#shared/contract/agent-calls.ts';
import type { FormerPeer, Peer } from '#shared/contract/domain/peer.ts';
import type { PersonHit } from '#shared/contract/domain/search.ts';
import type { Settings } from '#shared/contract/domain/settings.ts';
import type { Me, Phase, Problem } from '#shared/contract/domain/snapshot.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { AgentService } from '../agent/agent-service.ts';
import type { ProtectionChoice } from '../identity/chosen-protection.ts';
import { fingerprint } from '../identity/did-key.ts';
import type { KeyProtection } from '../identity/key-store.ts';
import { readOwnIdentity } from '../identity/member-identity.ts';
import type { Store } from '../store/store.ts';
import type { AcceptWish } from './agent-acts.ts';
import type { Faults } from './faults.ts';
import type { NodeCare } from './node-care.ts';
import type { NodeCells } from './node-cells.ts';
import type { NodeChange } from './node-change.ts';
import type { SettingsChange } from './node-choices.ts';
import type { NodeCredentials } from './node-credentials.ts';
import type { NodeDoctor } from './node-doctor.ts';
import type { NodeEvents } from './node-events.ts';
import type { NodeFiles } from './node-files.ts';
import type { NodeMessages } from './node-messages.ts';
import type { NodeMind } from './node-mind.ts';
import type { NodeOptions } from './node-options.ts';
import { NodeParts } from './node-parts.ts';
import type { NodePeers } from './node-peers.ts';
import { NodeSearch } from './node-search.ts';
import type { NodeWords } from './node-words.ts';

/** One home at work: what its hosts ask, and who answers. */
export class GhostNode {
  readonly cell: NodeCells;
  readonly messages: NodeMessages;
  readonly files: NodeFiles;
  readonly search: NodeSearch;
  readonly faults: Faults;
  readonly nowMs: () => number;
  readonly #options: NodeOptions;
  readonly #store: Store;
  readonly #closed: () => void;
  readonly #parts: NodeParts;

  /** @param closed called once the database is closed */
  constructor(options: NodeOptions, store: Store, closed: () => void = () => undefined) {
    this.#options = options;
    this.#store = store;
    this.#closed = closed;
    this.#parts = new NodeParts(options, store);
    const { cells, messages, files, faults, clock, keys, life } = this.#parts;
    this.cell = cells;
    this.messages = messages;
    this.files = files;
    this.faults = faults;
    this.nowMs = clock;
    this.search = new NodeSearch({
      store,
      cells,
      clock,
      people: () => this.#people(),
      readOnly: options.readOnly ?? false,
      failed: (what, error) => faults.report(what, error),
    });
    const identity = keys.header && readOwnIdentity(options.home);
    if (keys.header && identity) cells.open({ name: keys.header.name, identity, key: null });
    this.#parts.card.begin();
    life.begin();
    this.search.begin();
    if (!options.readOnly) this.#parts.forgetting.begin(() => this.search.forget());
    this.onChange(() => this.search.soon());
    // All of it was read when the store was opened.
    if (options.network && !options.readOnly)
      faults.guarded(says('fault.checkingDatabase'), () => this.#parts.weekly.begin());
  }

  async start(): Promise<void> {
    const { protection, deviceSecret } = this.#options;
    const { header } = this.#parts.keys;
    if (!header || this.#options.sealedBy) return;
    if (header.protection === 'keychain') {
      if (deviceSecret) await this.unlock({ kind: 'secret', secret: deviceSecret, origin: 'keychain' });
    } else if (protection) {
      await this.unlock(protection);
    }
  }

  async stop(): Promise<void> {
    this.#parts.problem.stop();
    this.#parts.weekly.stop();
    this.#parts.life.stop();
    await this.#parts.care.end();
    this.cell.stop();
    this.#parts.credentials.stop();
    this.#parts.ownKey.network.stop();
    this.#parts.forgetting.stop();
    this.search.stop();
    await this.#parts.presence.end();
    this.#parts.doctor.stop();
    this.#parts.card.stop();
    await this.#parts.files.end();
    this.#store.close();
    this.#closed();
    this.events.log.tell('node.stopped', {});
    await this.events.log.flush();
    this.#options.home.release();
  }

  onChange(listener: (change: NodeChange) => void): () => void {
    return this.#parts.changes.subscribe(listener);
  }

  get care(): NodeCare {
    return this.#parts.care;
  }

  get words(): NodeWords {
    return this.#parts.words;
  }

  get credentials(): NodeCredentials {
    return this.#parts.credentials;
  }

  /** What is asked about the agent's cycles. */
  get mind(): NodeMind {
    return this.#parts.life.mind;
  }

  get agent(): AgentService {
    return this.#parts.life.agent;
  }

  get phase(): Phase {
    if (!this.#parts.keys.header) return 'setup';
    return this.#parts.presence.session ? 'running' : 'locked';
  }

  get online(): boolean {
    return this.#parts.choices.online;
  }

  get network(): boolean {
    return Object.values(networkInterfaces()).some((list) => list?.some((address) => !address.internal));
  }

  get problem(): Problem | null {
    const { problem, damage, formerKeys } = this.#parts;
    return problem.present ?? damage.problem() ?? this.faults.problem() ?? formerKeys.problem();
  }

  get keychainAvailable(): boolean {
    return this.#options.deviceSecret !== null;
  }

  me(): Me | null {
    const { header } = this.#parts.keys;
    if (!header) return null;
    const { name, did, protection, createdAtMs } = header;
    return {
      name,
      did: this.cell.current?.directory.self.did ?? did,
      fingerprint: fingerprint(did),
      addresses: this.#parts.presence.session?.addresses() ?? [],
      ipv6: this.#parts.presence.session?.ipv6() ?? 'off',
      keyProtection: protection,
      createdAtMs,
    };
  }

  get events(): NodeEvents {
    return this.#parts.events;
  }

  get doctor(): NodeDoctor {
    return this.#parts.doctor;
  }

  // Key

  createKey(name: string, choice: ProtectionChoice): Promise<null> {
    return this.#parts.keys.create(name, choice);
  }

  /** Opens the key and goes to work with it. Opening it twice is no error. */
  unlock(protection: KeyProtection): Promise<null> {
    return this.#parts.keys.unlock(protection);
  }

  /** Afterwards the keychain opens it no more: each start asks for the passphrase. */
  setPassphrase(next: string): Promise<null> {
    return this.#parts.keys.setPassphrase(next);
  }

  changePassphrase(current: string, next: string): Promise<null> {
    return this.#parts.keys.changePassphrase(current, next);
  }

  // Settings

  settings(): Settings {
    return this.#parts.choices.settings();
  }

  updateSettings(change: SettingsChange): Settings {
    const next = this.#parts.choices.update(change);
    this.#parts.presence.session?.setDiscovery(this.#parts.discovery());
    return next;
  }

  /** Goes offline on purpose, or comes back. Kept over restarts. */
  async setOnline(online: boolean): Promise<null> {
    this.#parts.choices.online = online;
    if (online) await this.#parts.presence.session?.goOnline();
    else await this.#parts.presence.session?.goOffline();
    return null;
  }

  /** The operator has read what became of a damaged database. */
  damageSeen(): null {
    this.#parts.damage.seen();
    this.#parts.formerKeys.seen();
    return null;
  }

  // Peers

  peers(): Peer[] {
    return this.#parts.peers.list();
  }

  formerPeers(): FormerPeer[] {
    // Passes with one who is no member any more stand in the journal for a while.
    const passed = this.cell.journal.passes().map(({ peer }) => peer);
    return this.#parts.peers.former([...new Set([...this.messages.people(), ...passed])]);
  }

  #people(): PersonHit[] {
    const me = this.me();
    return [
      ...(me ? [{ did: me.did, name: me.name, is: 'me' as const }] : []),
      ...this.peers().map(({ did, name }) => ({ did, name, is: 'peer' as const })),
      ...this.formerPeers().map(({ did, name }) => ({ did, name, is: 'former' as const })),
    ];
  }

  addPeer(peer: Parameters<NodePeers['add']>[0]): Peer {
    return this.#parts.peers.add(peer);
  }

  updatePeer(did: string, change: Parameters<NodePeers['update']>[1]): Peer {
    return this.#parts.peers.update(did, change);
  }

  removePeer(did: string): Promise<null> {
    return this.#parts.peers.remove(did);
  }

  syncNow(did: string | null): null {
    this.#parts.presence.requireSession().tryNow(did);
    return null;
  }

  // Agent

  /** Does what the agent suggested, by the operator's click. */
  acceptSuggestion(id: string, wish: AcceptWish = {}): Accepted {
    this.#parts.presence.requireSession();
    return this.#parts.life.accept(id, wish);
  }

  /** A condition that concerns everything, like a full disk. */
  reportProblem(failure: Failure): void {
    this.#parts.reportProblem(failure);
  }
}
