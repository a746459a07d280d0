import { SigningKey } from '../crypto/signing-key.ts';
import { type Directory, onlyVersion, type PeerIdentity } from './directory.ts';

/**
 * The nodes of one process that were made by name alone (`new Inbox('bob')`): who they are to each other. Each
 * name has one generated key for as long as the process lives, unless it is given one; a name can be written to
 * once it has an inbox.
 */
export class LocalMesh {
  readonly #keys = new Map<string, SigningKey>();
  readonly #known = new Map<string, PeerIdentity>();
  readonly #inboxes = new Map<string, PeerIdentity>();

  /** The name's key, made on first use. */
  keyOf(name: string): SigningKey {
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = SigningKey.generate();
    this.#keys.set(name, key);
    return key;
  }

  /** Makes a node known as a sender. */
  introduce(name: string, key: SigningKey): PeerIdentity {
    this.#keys.set(name, key);
    const identity = identityOf(name, key);
    this.#known.set(identity.did, identity);
    return identity;
  }

  /** Makes a node one that can be written to. */
  openInbox(identity: PeerIdentity): void {
    this.#inboxes.set(identity.alias, identity);
  }

  directoryOf(self: PeerIdentity): Directory {
    const resolve = (nameOrDid: string) => this.#inboxes.get(nameOrDid) ?? this.#known.get(nameOrDid) ?? null;
    return {
      self,
      resolve,
      versions: (did) => {
        const known = did === self.did ? self : resolve(did);
        return known?.did === did ? onlyVersion(known) : [];
      },
      peers: () => [...this.#inboxes.values()].filter(({ alias }) => alias !== self.alias),
    };
  }
}

/** The mesh of this process. */
export const localMesh = new LocalMesh();

export function identityOf(alias: string, key: SigningKey): PeerIdentity {
  return { did: key.did, alias, signingKey: key.publicKey, sealingKey: key.sealing.publicKey };
}
