import { createHash } from 'node:crypto';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import type { Directory, MemberKeys, PeerIdentity } from '../../electron/node/messaging/directory.ts';
import type { InboxOptions } from '../../electron/node/messaging/inbox.ts';
import { MessageQueue } from '../../electron/node/messaging/message-queue.ts';
import { openStore, type Store } from '../../electron/node/store/store.ts';
import { HookedInbox, type Person, type ReceiveHooks } from './messaging.ts';

interface Version {
  readonly key: SigningKey;
  readonly atMs: number;
  readonly afterLoss: boolean;
}

/** Somebody who changes its key and stays who it is, as a member whose DID log has more than one version. */
export class KeyedMember {
  readonly name: string;
  readonly did: string;
  /** The newest last. */
  readonly all: Version[] = [];

  constructor(name: string) {
    this.name = name;
    this.did = `did:webvh:${name}:ghoststack.invalid`;
    this.change(0);
  }

  change(atMs: number, afterLoss = false): void {
    const seed = createHash('sha256').update(`${this.name}, version ${this.all.length}`).digest();
    this.all.push({ key: SigningKey.fromSeed(new Uint8Array(seed)), atMs, afterLoss });
  }

  /** As somebody sees it who knows the first so many of its versions. */
  versions(known: number = this.all.length): MemberKeys[] {
    return this.all.slice(0, known).map(({ key, atMs, afterLoss }) => ({
      signingKey: key.publicKey,
      sealingKey: key.sealing.publicKey,
      versionTimeMs: atMs,
      afterLoss,
    }));
  }

  /** The same: with the newest of these keys. */
  person(known: number = this.all.length): Person {
    const { key } = this.all[known - 1]!;
    return { name: this.name, key, identity: this.#identity(known) };
  }

  #identity(known: number): PeerIdentity {
    const { signingKey, sealingKey } = this.versions(known).at(-1)!;
    return { did: this.did, alias: this.name, signingKey, sealingKey };
  }
}

export interface KeyedNodeOptions extends Pick<InboxOptions, 'clock' | 'limits' | 'endsBy'> {
  readonly store?: Store;
  readonly hooks?: ReceiveHooks;
  /** How many versions of somebody's log it knows; all, if not given. */
  readonly knows?: (member: KeyedMember) => number;
  /** Which of its own former versions' sealing keys it kept, by index; all, if not given. */
  readonly keeps?: (version: number) => boolean;
}

/** A queue and an inbox with the key that their member has now. After it changed, they are opened again. */
export function keyedNode(
  member: KeyedMember,
  others: readonly KeyedMember[],
  options: KeyedNodeOptions = {},
) {
  const { knows = ({ all }) => all.length, keeps = () => true, hooks = {}, ...rest } = options;
  const store = options.store ?? openStore({ path: ':memory:' });
  const self = member.person();
  const former = member.all.slice(0, -1);
  const directory: Directory = {
    self: self.identity,
    resolve: (nameOrDid) => {
      const known = others.find(({ did, name }) => did === nameOrDid || name === nameOrDid);
      return known?.person(knows(known)).identity ?? null;
    },
    peers: () => others.map((other) => other.person(knows(other)).identity),
    versions: (did) => {
      if (did === member.did) return member.versions();
      const known = others.find((other) => other.did === did);
      return known?.versions(knows(known)) ?? [];
    },
  };
  const formerSealing = () => former.filter((_, at) => keeps(at)).map(({ key }) => key.sealing);
  const shared = { ...rest, store, identity: self.key, directory, formerSealing };
  const queue = new MessageQueue(member.name, shared);
  queue.followKeys();
  return { member, store, queue, inbox: new HookedInbox(member.name, shared, hooks) };
}

export type KeyedNode = ReturnType<typeof keyedNode>;
