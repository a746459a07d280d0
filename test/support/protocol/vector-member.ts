/** Members whose keys, DIDs and clocks are always the same, for test vectors. */
import { proofDue } from '#shared/protocol/closing/proof.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { type Entry, type HashedEntry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { tipsAhead } from '#shared/protocol/log/exchange.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import {
  createDidLog,
  type DidLogEntry,
  nextKeyHash,
} from '../../../electron/node/identity/did-webvh/index.ts';
import { type MemberIdentity, readMemberIdentity } from '../../../electron/node/identity/member-identity.ts';
import { readMemberLog } from '../../../electron/node/identity/member-log/index.ts';
import { versionByDevice, versionsByWords } from '../../../electron/node/identity/rotation/make-versions.ts';
import { entryTexts } from '../../../electron/node/log/entry-texts.ts';
import { memberLogs } from '../../../electron/node/log/member-logs.ts';
import { type CheckedEntry, signEntry } from '../../../electron/node/log/signed-entry.ts';
import { FeedWriter } from '../cell/feed-writer.ts';

export const STARTED_AT_MS = Date.UTC(2026, 0, 1, 12);

export const PEOPLE = ['alice', 'bob', 'carol', 'dave', 'erin'] as const;
export type Name = (typeof PEOPLE)[number];

export interface Person {
  readonly name: Name;
  readonly key: SigningKey;
  readonly identity: MemberIdentity;
}

function seed(byte: number): Uint8Array {
  return new Uint8Array(32).fill(byte);
}

/** Seeds of 32 equal bytes: 1 for alice, 2 for bob ...; those of the next keys have 64 and 128 more. */
export const people = Object.fromEntries(
  PEOPLE.map((name, index): [Name, Person] => {
    const key = SigningKey.fromSeed(seed(index + 1));
    const nextKeys = [65, 129].map((byte) => SigningKey.fromSeed(seed(byte + index)));
    const { log } = createDidLog({
      signingKey: key,
      sealingPublicKey: key.sealing.publicKey,
      nextKeyHashes: nextKeys.map(({ publicKey }) => nextKeyHash(publicKey)),
      nowMs: STARTED_AT_MS,
    });
    return [name, { name, key, identity: readMemberIdentity(log) }];
  }),
) as Record<Name, Person>;

/** The keys that come after the first: by the device, and by the words, with the versions that a `rekey` of each takes. */
export function rekeysOf(name: Name): {
  readonly device: Rekeying;
  readonly words: Rekeying;
} {
  const index = PEOPLE.indexOf(name);
  const log = readMemberLog(people[name].identity.log);
  if (!log.ok) throw new Error(log.error.message);
  const [nextKey, recovery, device] = [65, 129, 170].map((byte) => SigningKey.fromSeed(seed(byte + index)));
  const [afterDevice, nextRecovery, afterWords] = [200, 160, 180].map(
    (byte) => SigningKey.fromSeed(seed(byte + index)).publicKey,
  );
  const common = { log: log.value, nowMs: STARTED_AT_MS + DAY_MS };
  return {
    device: {
      key: nextKey!,
      versions: versionByDevice({ ...common, nextKey: nextKey!, keyAfterNext: afterDevice! }),
    },
    words: {
      key: device!,
      versions: versionsByWords({
        ...common,
        recovery: recovery!,
        nextRecovery: nextRecovery!,
        device: device!,
        keyAfterNext: afterWords!,
      }),
    },
  };
}

export interface Rekeying {
  readonly key: SigningKey;
  readonly versions: readonly DidLogEntry[];
}

/** What all members of a cell share: the time, and every entry that was signed. */
export interface World {
  /** Now; a little later at each call. */
  readonly tickMs: () => number;
  readonly signed: Map<string, CheckedEntry>;
}

export class VectorMember extends FeedWriter {
  readonly person: Person;
  readonly #world: World;
  readonly #cell: HashedEntry;

  constructor(person: Person, cell: HashedEntry, world: World) {
    const { key, identity } = person;
    const seal = (entry: Entry): HashedEntry => {
      const checked = signEntry(key, entry);
      world.signed.set(checked.hash, checked);
      return { hash: checked.hash, entry: checked.entry };
    };
    const multikey = encodeMultikey('ed25519', key.publicKey);
    super(
      {
        scid: identity.scid,
        key: multikey,
        seal,
        authorise: authoriseEntry,
        logs: memberLogs,
        texts: entryTexts,
      },
      cell,
    );
    this.person = person;
    this.#world = world;
    this.#cell = cell;
  }

  /** The same home once more: a backup, or a second instance. */
  copy(): VectorMember {
    const copy = new VectorMember(this.person, this.#cell, this.#world);
    copy.syncFrom(this);
    return copy;
  }

  /** The same member under another key, on the same machine; `lost`: on a new one, which has nothing of its feed. */
  withKey(key: SigningKey, { lost = false } = {}): VectorMember {
    const successor = new VectorMember({ ...this.person, key }, this.#cell, this.#world);
    successor.syncFrom(this);
    successor.head = lost ? null : this.head && (successor.graph.get(this.head.hash) ?? null);
    return successor;
  }

  /** What comes in of the own feed is followed only where it goes on from one's own end. */
  override receive(...entries: HashedEntry[]): void {
    const own = this.head;
    super.receive(...entries);
    if (own) this.head = this.graph.heads(this.author).find((head) => this.graph.onBranch(own, head)) ?? own;
  }

  /** Proves what it holds of members who signed two entries at one place. */
  prove(): void {
    for (;;) {
      const { book, author, head, graph } = this;
      const proof = proofDue(book, author, head, tipsAhead(graph, author, head));
      if (!proof) return;
      this.write('proof', proof);
    }
  }

  override next(kind: string, body: Record<string, unknown>, at = 0): Entry {
    return super.next(kind, body, at || this.#world.tickMs());
  }

  /** Signs any entry, as whoever does not follow the protocol would, and takes it. */
  put(change: Partial<Entry> & Pick<Entry, 'kind' | 'body'>): GraphNode {
    const checked = signEntry(this.person.key, { ...this.next(change.kind, change.body), ...change });
    this.#world.signed.set(checked.hash, checked);
    this.receive({ hash: checked.hash, entry: checked.entry });
    return this.graph.get(checked.hash) as GraphNode;
  }

  /** Goes on in the next generation of its feed, as after a restore. */
  restore(): GraphNode {
    const end = this.head?.hash ?? ZERO_HASH;
    return this.put({ kind: 'restored', body: { end }, gen: 1 + (this.head?.entry.gen ?? 0), seq: 0 });
  }
}
