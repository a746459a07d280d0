import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import { chosenProtection, type ProtectionChoice } from '../identity/chosen-protection.ts';
import { changeHomeProtection, requireNoLostKey, unlockHome } from '../identity/home-keys.ts';
import type { KeyRing } from '../identity/key-ring.ts';
import {
  createOrFindKeyStore,
  type KeyProtection,
  type KeyStoreHeader,
  readKeyStoreHeader,
} from '../identity/key-store.ts';
import {
  adoptDidLog,
  ensureMemberIdentity,
  type MemberIdentity,
  readOwnIdentity,
} from '../identity/member-identity.ts';
import { newestVersion, readMemberLog } from '../identity/member-log/index.ts';
import type { NodeCellsOptions } from './node-cells-options.ts';
import type { NodeOptions } from './node-options.ts';

/** Who works here, with an open key. */
export interface UnlockedKey {
  readonly name: string;
  readonly identity: MemberIdentity;
  readonly key: SigningKey;
  /** All keys of the home, that one among them. */
  readonly ring: KeyRing;
}

export interface NodeKeysOptions extends Pick<NodeOptions, 'home' | 'deviceSecret'> {
  readonly nowMs: () => number;
  /** The key is open, for the first time: the node goes to work with it. */
  readonly unlocked: (operator: UnlockedKey) => Promise<void>;
}

/** The key of a home: made once, opened once, and kept in this process. */
export class NodeKeys {
  readonly #options: NodeKeysOptions;
  #header: KeyStoreHeader | null;
  #ring: KeyRing | null = null;
  #identity: MemberIdentity | null = null;

  constructor(options: NodeKeysOptions) {
    this.#options = options;
    this.#header = readKeyStoreHeader(options.home.keyPath);
  }

  /** Null before there is a key. */
  get header(): KeyStoreHeader | null {
    return this.#header;
  }

  /** Null while it is locked. */
  get key(): SigningKey | null {
    return this.#ring?.inUse ?? null;
  }

  /** Null while it is locked. */
  get ring(): KeyRing | null {
    return this.#ring;
  }

  async create(name: string, choice: ProtectionChoice): Promise<null> {
    if (this.#header)
      throw new GhostStackError(
        'already-exists',
        says('error.root.keyThereAlready', { name: this.#header.name }),
      );
    const { deviceSecret, home, nowMs } = this.#options;
    const protection = chosenProtection(choice, deviceSecret);
    requireNoLostKey(home);
    await createOrFindKeyStore(home.keyPath, { name, createdAtMs: nowMs() }, protection);
    this.#header = readKeyStoreHeader(home.keyPath);
    try {
      return await this.unlock(protection);
    } catch (error) {
      // What a full disk cut short is asked for again.
      if (readOwnIdentity(home) === null) this.#header = null;
      throw error;
    }
  }

  /** Opening it twice is no error. */
  async unlock(protection: KeyProtection): Promise<null> {
    const { name } = this.requireHeader();
    const { home, nowMs, unlocked } = this.#options;
    const ring = await unlockHome(home, protection);
    if (this.#ring) return null;
    const identity = ensureMemberIdentity(home, ring, nowMs());
    this.#ring = ring;
    this.#identity = identity;
    this.#header = readKeyStoreHeader(home.keyPath);
    await unlocked({ name, identity, key: ring.inUse, ring });
    return null;
  }

  /**
   * Goes on with the newest key of a longer log of its own, as the cell has certified it. A home that was made to be a
   * member's again forgets the words of the identity that it was made with, whom nobody ever met, and
   * takes the name by which the cell knows the member.
   */
  adopt(didLog: readonly unknown[], name = this.requireHeader().name): UnlockedKey {
    const ring = this.#ring;
    if (!ring) throw new GhostStackError('key-locked', says('error.root.keyLocked'));
    const { home } = this.#options;
    const own = readMemberLog(this.#identity?.log);
    if (own.ok && !readMemberLog(didLog, own.value.scid).ok)
      ring.forgetRecoverySeed(newestVersion(own.value).words);
    const identity = adoptDidLog(home, ring, didLog);
    if (name !== this.requireHeader().name) ring.rename(name);
    this.#identity = identity;
    this.#header = readKeyStoreHeader(home.keyPath);
    return { name: this.requireHeader().name, identity, key: ring.inUse, ring };
  }

  /** Null while the keys are locked. */
  operator(): UnlockedKey | null {
    const [ring, identity] = [this.#ring, this.#identity];
    return ring && identity && { name: this.requireHeader().name, identity, key: ring.inUse, ring };
  }

  async changePassphrase(current: string, next: string): Promise<null> {
    if (this.#header?.protection !== 'passphrase') {
      throw new GhostStackError('conflict', says('error.root.keyWithoutPassphrase'));
    }
    await changeHomeProtection(
      this.#options.home,
      { kind: 'passphrase', passphrase: current },
      { kind: 'passphrase', passphrase: next },
      this.#ring,
    );
    return null;
  }

  /** In the place of what the keychain keeps. */
  async setPassphrase(next: string): Promise<null> {
    const { deviceSecret, home } = this.#options;
    if (this.#header?.protection !== 'keychain' || !deviceSecret) {
      throw new GhostStackError('conflict', says('error.root.keyNotOfKeychain'));
    }
    await changeHomeProtection(
      home,
      { kind: 'secret', secret: deviceSecret, origin: 'keychain' },
      { kind: 'passphrase', passphrase: next },
      this.#ring,
    );
    this.#header = readKeyStoreHeader(home.keyPath);
    return null;
  }

  /** Throws `key-missing` before there is a key. */
  requireHeader(): KeyStoreHeader {
    if (!this.#header) throw new GhostStackError('key-missing', says('error.root.noKeyYet'));
    return this.#header;
  }
}

interface HasKeys {
  readonly keys: Pick<NodeKeys, 'ring' | 'adopt'>;
  readonly ownKey: { readonly network: { readonly wasRefused: boolean; readonly renewed: () => void } };
  readonly changed: (...slices: ('me' | 'recoveryWords')[]) => void;
}

/** What becoming a member again takes of the keys. Afterwards the home has another name, and no words to write down. */
export function keysOf(node: HasKeys): Pick<NodeCellsOptions, 'ring' | 'adopt' | 'wasRefused' | 'meetAnew'> {
  return {
    ring: () => node.keys.ring,
    wasRefused: () => node.ownKey.network.wasRefused,
    meetAnew: () => node.ownKey.network.renewed(),
    adopt: (didLog, name) => {
      const operator = node.keys.adopt(didLog, name);
      node.changed('me', 'recoveryWords');
      return operator;
    },
  };
}
