import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import type { Receipt } from '../../electron/node/messaging/acknowledgement.ts';
import { syncDeliver } from '../../electron/node/messaging/sync-deliver.ts';
import { openStore, type Store } from '../../electron/node/store/store.ts';
import { MemoryDaemon } from '../../electron/node/transport/link/memory-daemon.ts';
import { KeyedMember, type KeyedNode, keyedNode } from '../support/keyed-member.ts';
import { type ReceiveHooks, TestClock, texts } from '../support/messaging.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const RUNS = process.env.GHOSTSTACK_LONG ? 400 : 30;
const HOUR_MS = 3_600_000;
/** With the longest plan this is less than a message lives. */
const TICK_MS = 5 * HOUR_MS;

const HAPPENINGS = [
  ...(['write', 'write', 'sync', 'lost-answer', 'lost-answer', 'lost-batch', 'tick', 'learn'] as const),
  ...(['give', 'give', 'bring', 'receipts', 'cancel', 'restart', 'back-up', 'restore'] as const),
  ...(['alice-changes', 'bob-changes', 'bob-loses'] as const),
];
type Happening = (typeof HAPPENINGS)[number];

/** An empty database: to make one takes longer than all that happens in it. */
const EMPTY = emptyDatabase();

function emptyDatabase(): Uint8Array {
  const store = openStore({ path: ':memory:' });
  const bytes = store.db.serialize();
  store.close();
  return bytes;
}

/** Alice writes to bob: directly, by copies that others carry, and with keys that change on the way. */
class World {
  readonly written: string[] = [];
  /** What alice has not taken back, nor forgotten with a restore. */
  owed = new Set<string>();
  readonly #folder = temporaryFolder();
  readonly #clock = new TestClock();
  readonly #alice = new KeyedMember('alice');
  readonly #bob = new KeyedMember('bob');
  readonly #hooks: ReceiveHooks = {};
  /** How many versions of the other's log each knows. */
  readonly #known = new Map([
    [this.#alice, 1],
    [this.#bob, 1],
  ]);
  #firstKept = 0;
  #stores = 0;
  #copies: Uint8Array[] = [];
  #receipts: { results: readonly Receipt[]; version: number }[] = [];
  #backup: { path: string; owed: ReadonlySet<string> } | null = null;
  from: KeyedNode;
  to: KeyedNode;

  constructor() {
    const [from, to] = [this.#nextPath(), this.#nextPath()];
    for (const path of [from, to]) writeFileSync(path, EMPTY);
    this.from = this.#open(this.#alice, this.#store(from));
    this.to = this.#open(this.#bob, this.#store(to));
  }

  #nextPath(): string {
    this.#stores += 1;
    return join(this.#folder, `${this.#stores}.db`);
  }

  #store(path: string): Store {
    const store = openStore({ path });
    // What is lost here is lost by plan, and never by a power cut.
    store.db.pragma('synchronous = OFF');
    return store;
  }

  #open(member: KeyedMember, store: Store): KeyedNode {
    const other = member === this.#alice ? this.#bob : this.#alice;
    const knows = (one: KeyedMember): number => this.#known.get(one)!;
    const keeps = (version: number): boolean => member === this.#alice || version >= this.#firstKept;
    return keyedNode(member, [other], { store, clock: this.#clock.now, knows, keeps, hooks: this.#hooks });
  }

  #reopen(): void {
    this.from = this.#open(this.#alice, this.from.store);
    this.to = this.#open(this.#bob, this.to.store);
  }

  async happen(what: Happening): Promise<void> {
    const { queue } = this.from;
    switch (what) {
      case 'write': {
        const text = `message ${this.written.length}`;
        this.written.push(text);
        this.owed.add(text);
        queue.enqueue('bob', text);
        return;
      }
      case 'sync':
      case 'lost-answer':
      case 'lost-batch':
        return this.#sync(what);
      case 'tick':
        this.#clock.advance(TICK_MS);
        return;
      case 'learn':
        return this.learn();
      case 'give':
        for (const { bytes } of await queue.prepare(this.#bob.did, { which: 'all' }))
          this.#copies.push(bytes);
        return;
      case 'bring': {
        // Carried the longest, met the last.
        const { results } = await this.to.inbox.receive(this.#copies.toReversed());
        this.#receipts.push({ results, version: this.#bob.all.length });
        return;
      }
      case 'receipts':
        this.#settle();
        return;
      case 'cancel': {
        const newest = queue.pending().at(-1);
        if (newest === undefined) return;
        queue.cancel(newest.id);
        this.owed.delete(newest.payload);
        return;
      }
      case 'restart':
        this.#reopen();
        return;
      case 'back-up': {
        const path = this.#nextPath();
        this.from.store.db.exec(`VACUUM INTO '${path}'`);
        this.#backup = { path, owed: new Set(this.owed) };
        return;
      }
      case 'restore': {
        if (this.#backup === null) return;
        const { path, owed } = this.#backup;
        this.from.store.close();
        this.from = this.#open(this.#alice, this.#store(path));
        this.owed = new Set(owed);
        this.#backup = null;
        return;
      }
      case 'alice-changes':
        this.#alice.change(this.#clock.nowMs);
        this.#reopen();
        return;
      case 'bob-changes':
      case 'bob-loses':
        if (what === 'bob-loses') this.#firstKept = this.#bob.all.length;
        this.#bob.change(this.#clock.nowMs, what === 'bob-loses');
        this.#reopen();
    }
  }

  async #sync(what: 'sync' | 'lost-answer' | 'lost-batch'): Promise<void> {
    this.#hooks.before = () => {
      if (what === 'lost-batch') throw new GhostStackError('offline', asWritten('lost on the way'));
    };
    this.#hooks.after = (answer) => {
      if (what === 'lost-answer') throw new GhostStackError('offline', asWritten('lost on the way back'));
      return answer;
    };
    const daemon = new MemoryDaemon('bob', { inbox: this.to.inbox, batch: { messages: 3 } });
    daemon.bringOnline();
    await syncDeliver(this.from.queue, daemon);
    this.#hooks.before = undefined;
    this.#hooks.after = undefined;
  }

  /** Under a key of before, as alice knows it, they count for nothing. */
  #settle(): void {
    const version = this.#known.get(this.#bob)!;
    const by = this.#bob.person(version).identity;
    for (const receipt of this.#receipts)
      if (receipt.version === version)
        this.from.queue.settleByHash(receipt.results, {
          by,
          answeredAtMs: this.#clock.nowMs,
          writtenAtMs: null,
        });
  }

  learn(): void {
    for (const member of [this.#alice, this.#bob]) this.#known.set(member, member.all.length);
    this.from.queue.followKeys();
  }

  /** Everybody meets, and nothing is lost. */
  async settleDown(): Promise<void> {
    this.learn();
    for (let pass = 0; pass < 3; pass += 1) {
      await this.happen('sync');
      this.#clock.advance(HOUR_MS);
    }
  }

  close(): void {
    this.from.store.close();
    this.to.store.close();
  }
}

it('A message stands once and is not lost, whatever keys change, whoever carries it, and whatever is restored', async () => {
  const plan = fc.array(fc.constantFrom(...HAPPENINGS), { minLength: 4, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(plan, async (happenings) => {
      const world = new World();
      for (const what of happenings) await world.happen(what);
      await world.settleDown();
      const there = texts(world.to.inbox.messages);
      expect(there).toEqual([...new Set(there)]);
      expect(there).toEqual(expect.arrayContaining([...world.owed]));
      expect(world.written).toEqual(expect.arrayContaining(there));
      expect(world.from.queue.pending()).toEqual([]);
      for (const { id, payload } of world.from.queue.all())
        if (world.owed.has(payload)) expect(world.from.queue.get(id)!.state).toBe('delivered');
      world.close();
    }),
    { numRuns: RUNS },
  );
});
