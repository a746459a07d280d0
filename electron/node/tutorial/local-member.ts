import { GhostStackError } from '#shared/contract/errors.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { asWritten, inEnglish } from '#shared/protocol/saying.ts';
import { CellNode } from '../cell/cell-node.ts';
import { CellStore, foundCell } from '../cell/cell-store.ts';
import { Decisions } from '../cell/deciding/decisions.ts';
import { sha256 } from '../crypto/hash.ts';
import { SigningKey } from '../crypto/signing-key.ts';
import { createDidLog, nextKeyHash } from '../identity/did-webvh/index.ts';
import { type MemberIdentity, readMemberIdentity } from '../identity/member-identity.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import { LogStore } from '../log/log-store.ts';
import { SettingsStore } from '../store/settings-store.ts';
import { openStore, type Store } from '../store/store.ts';
import { ALIAS_PREFIX } from './did-service.ts';

export interface LocalMemberOptions {
  readonly name: string;
  /** A new one if not given. */
  readonly key?: SigningKey;
  readonly clock?: () => number;
}

/** A member that lives in this process: with a key, a DID, a database in memory and a feed of its own. */
export class LocalMember {
  readonly name: string;
  readonly key: SigningKey;
  readonly identity: MemberIdentity;
  readonly #clock: () => number;
  readonly #store: Store = openStore({ path: ':memory:' });
  readonly #logStore = new LogStore(this.#store);
  #node: CellNode | null = null;
  /** How many entries of others' logs have been taken over. */
  #taken = new WeakMap<IntegrityLog, number>();
  #decisions: Decisions | null = null;

  constructor({ name, key = SigningKey.generate(), clock = Date.now }: LocalMemberOptions) {
    this.name = name;
    this.key = key;
    this.#clock = clock;
    const { log } = createDidLog({
      signingKey: key,
      sealingPublicKey: key.sealing.publicKey,
      nextKeyHashes: ['device', 'words'].map((of) => noNextKey(key, of)),
      nowMs: clock(),
    });
    this.identity = readMemberIdentity(log);
  }

  /** Its part in the cell. Throws `not-found` before it has one. */
  get node(): CellNode {
    if (!this.#node) throw new GhostStackError('not-found', asWritten(`${this.name} is in no cell yet.`));
    return this.#node;
  }

  get epoch(): Epoch {
    const epoch = this.node.epoch();
    if (!epoch) throw new GhostStackError('unavailable', asWritten('The log of the cell is on its way.'));
    return epoch;
  }

  /** What it proposes and how it votes: entries of its feed. */
  get decisions(): Decisions {
    const { log } = this.node;
    this.#decisions ??= new Decisions({
      log,
      me: this.identity.scid,
      epoch: () => this.epoch,
      storedAtMs: (hash) => this.#logStore.storedAtMs(hash),
      heldBy: () => 0,
    });
    return this.#decisions;
  }

  /** True for its name, its alias `did:sov:<name>`, its did:key and its did:webvh. */
  isCalled(name: string): boolean {
    return [this.name, ALIAS_PREFIX + this.name, this.key.did, this.identity.did].includes(name);
  }

  found(name: string): void {
    const { identity, key } = this;
    const cells = new CellStore(this.#store);
    const founding = { name, alias: this.name, identity, key, nowMs: this.#clock() };
    this.enter(foundCell(cells, this.#logStore, founding));
  }

  /** Takes part in a cell, whose log it may have yet to get. */
  enter(cell: string): void {
    this.#taken = new WeakMap();
    this.#decisions = null;
    this.#node = new CellNode({
      cell,
      store: this.#store,
      settings: new SettingsStore(this.#store),
      self: this.identity,
      alias: this.name,
      key: this.key,
      clock: this.#clock,
      uptime: this.#clock,
      acceptJoins: true,
      changed: () => {},
      gone: () => {},
    });
    this.#node.start();
  }

  /** Takes over what another member holds; returns how many entries that was. */
  syncFrom(other: LocalMember): number {
    const { log } = this.node;
    const { log: from } = other.node;
    if (this.#taken.get(from) === from.graph.size) return 0;
    const { applied, refused } = log.receive([...from.missingFrom(log.tips())]);
    const [first] = refused;
    if (first)
      throw new GhostStackError(
        'refused',
        asWritten(`${this.name} refuses a receipt of ${other.name}: ${inEnglish(first.says)}.`),
      );
    // Whatever it has applied is here, until it has applied more: nothing that others bring is taken out again.
    this.#taken.set(from, from.graph.size);
    return applied.length;
  }

  close(): void {
    this.#node?.stop();
    this.#store.close();
  }
}

/** It never changes its key: what a member's log has to name there are hashes of keys that nobody has. */
function noNextKey({ publicKey }: SigningKey, of: string): string {
  return nextKeyHash(sha256(Buffer.concat([publicKey, Buffer.from(of)])));
}
