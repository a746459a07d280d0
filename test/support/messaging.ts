import { createHash } from 'node:crypto';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import {
  type Directory,
  type MemberKeys,
  onlyVersion,
  type PeerIdentity,
} from '../../electron/node/messaging/directory.ts';
import { Inbox, type InboxOptions } from '../../electron/node/messaging/inbox.ts';
import { identityOf } from '../../electron/node/messaging/local-mesh.ts';
import { MessageQueue } from '../../electron/node/messaging/message-queue.ts';
import type { Batch } from '../../electron/node/messaging/vouch.ts';
import { openStore, type Store } from '../../electron/node/store/store.ts';

export interface Person {
  readonly name: string;
  readonly key: SigningKey;
  readonly identity: PeerIdentity;
}

/** A node of that name; always with the same key. */
export function person(name: string): Person {
  const key = SigningKey.fromSeed(new Uint8Array(createHash('sha256').update(`test ${name}`).digest()));
  return { name, key, identity: identityOf(name, key) };
}

/**
 * Who knows whom; `peers` may be changed while it is in use, and `versions` says what keys somebody had, if it was more
 * than one.
 */
export function directoryOf(
  self: Person,
  peers: Person[],
  versions: ReadonlyMap<string, readonly MemberKeys[]> = new Map(),
): Directory {
  return {
    self: self.identity,
    versions: (did) => {
      const known = [self, ...peers].find(({ identity }) => identity.did === did);
      return versions.get(did) ?? (known === undefined ? [] : onlyVersion(known.identity));
    },
    resolve: (nameOrDid) =>
      peers
        .map(({ identity }) => identity)
        .find(({ did, alias }) => did === nameOrDid || alias === nameOrDid) ?? null,
    peers: () => peers.map(({ identity }) => identity),
  };
}

/** A clock that stands still until it is moved. */
export class TestClock {
  nowMs: number;

  constructor(nowMs: number = Date.UTC(2026, 0, 1)) {
    this.nowMs = nowMs;
  }

  readonly now = (): number => this.nowMs;

  advance(ms: number): void {
    this.nowMs += ms;
  }
}

export interface TestNodeOptions
  extends Pick<InboxOptions, 'cell' | 'clock' | 'endsBy' | 'random' | 'limits'> {
  readonly store?: Store;
  /** What happens to a batch before and after it is stored; for faults. */
  readonly hooks?: ReceiveHooks;
}

export interface ReceiveHooks {
  before?: ((batch: readonly unknown[]) => void | Promise<void>) | undefined;
  /** May replace the answer. */
  after?: ((answer: unknown) => unknown) | undefined;
}

export class HookedInbox extends Inbox {
  readonly #hooks: ReceiveHooks;

  constructor(name: string, options: InboxOptions, hooks: ReceiveHooks) {
    super(name, options);
    this.#hooks = hooks;
  }

  override async receiveAll(batches: readonly Batch[]): ReturnType<Inbox['receiveAll']> {
    for (const { envelopes } of batches) await this.#hooks.before?.(envelopes);
    const answers = await super.receiveAll(batches);
    for (const [at, answer] of answers.entries())
      if (this.#hooks.after !== undefined) answers[at] = (await this.#hooks.after(answer)) as typeof answer;
    return answers;
  }
}

export interface TestNode {
  readonly self: Person;
  readonly peers: Person[];
  readonly directory: Directory;
  readonly store: Store;
  readonly queue: MessageQueue;
  readonly inbox: Inbox;
  close(): Promise<void>;
}

/** A queue and an inbox on one store, as a real node has them. */
export function testNode(self: Person, peers: Person[], options: TestNodeOptions = {}): TestNode {
  const { hooks = {}, ...rest } = options;
  const store = options.store ?? openStore({ path: ':memory:' });
  const directory = directoryOf(self, peers);
  const shared = { ...rest, store, identity: self.key, directory };
  const queue = new MessageQueue(self.name, shared);
  const inbox = new HookedInbox(self.name, shared, hooks);
  return {
    self,
    peers,
    directory,
    store,
    queue,
    inbox,
    close: async () => {
      await queue.close();
      store.close();
    },
  };
}

/** One sealed and signed envelope of a person, as bytes. */
export async function envelopeFrom(sender: Person, recipient: Person, text: string): Promise<Uint8Array> {
  const node = testNode(sender, [recipient]);
  node.queue.enqueue(recipient.identity.did, text);
  const [envelope] = await node.queue.prepare(recipient.identity.did);
  await node.close();
  return envelope!.bytes;
}

export function texts(rows: readonly { payload: string }[]): string[] {
  return rows.map(({ payload }) => payload);
}
