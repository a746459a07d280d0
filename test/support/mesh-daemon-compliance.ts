import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import {
  type Acknowledgement,
  type Receipt,
  signAcknowledgement,
} from '../../electron/node/messaging/acknowledgement.ts';
import type { MeshDaemon } from '../../electron/node/messaging/mesh-daemon.ts';
import { type SyncEvent, syncDeliver } from '../../electron/node/messaging/sync-deliver.ts';
import { envelopeFrom, person, type ReceiveHooks, type TestNode, texts } from './messaging.ts';
import { pollUntil } from './poll-until.ts';

/** Alice's queue, Bob's inbox, and what lies between them. */
export interface MeshWorld {
  readonly alice: TestNode;
  readonly bob: TestNode;
  /** Alice's handle of bob; offline at first. */
  readonly daemon: MeshDaemon;
  /** A node that bob does not know, with its handle of bob. */
  readonly mallory: { readonly node: TestNode; readonly daemon: MeshDaemon };
  close(): Promise<void>;
}

/** What every MeshDaemon must do, however it carries bytes. `hooks` are to be applied to bob's inbox. */
export function meshDaemonCompliance(
  name: string,
  create: (hooks: ReceiveHooks) => Promise<MeshWorld>,
): void {
  describe(`${name} is a MeshDaemon:`, () => {
    let world: MeshWorld;
    const hooks: ReceiveHooks = {};
    beforeEach(async () => {
      hooks.before = undefined;
      hooks.after = undefined;
      world = await create(hooks);
    });
    afterEach(() => world.close());

    const online = async (): Promise<void> => {
      await pollUntil(
        async () => {
          await world.daemon.bringOnline();
          return world.daemon.isOnline();
        },
        (up) => up,
      );
    };
    const send = (events: SyncEvent[] = []) =>
      syncDeliver(world.alice.queue, world.daemon, undefined, { observe: (event) => events.push(event) });
    const queueMany = (count: number, bytes = 20): string[] => {
      const all = Array.from({ length: count }, (_, index) => `${index} `.padEnd(bytes, 'x'));
      for (const text of all) world.alice.queue.enqueue('bob', text);
      return all;
    };

    it('an offline destination gets nothing, and the queue holds it', async () => {
      queueMany(2);
      const events: SyncEvent[] = [];
      expect(await send(events)).toBe(0);
      expect(events).toEqual([{ type: 'offline', daemon: 'bob', from: 'alice', held: 2 }]);
      expect(world.alice.queue.pending('bob')).toHaveLength(2);
      expect(world.bob.inbox.messages).toEqual([]);
      await expect(world.daemon.deliver([])).rejects.toMatchObject({ code: 'offline' });
    });

    it('an online destination gets everything, in order, and acknowledges each', async () => {
      const all = queueMany(300);
      await online();
      const events: SyncEvent[] = [];
      expect(await send(events)).toBe(300);
      expect(texts(world.bob.inbox.messages)).toEqual(all);
      expect(world.alice.queue.pending()).toEqual([]);
      const delivered = events.filter(({ type }) => type === 'delivered');
      expect(delivered.map((event) => 'id' in event && event.id)).toEqual(all.map((_, index) => index + 1));
      expect(await send()).toBe(0);
    });

    it('a lost acknowledgement leads to the same bytes again, and to one message', async () => {
      const all = queueMany(3);
      await online();
      const arrived: string[][] = [];
      hooks.before = (batch) => {
        arrived.push(batch.map((envelope) => Buffer.from(envelope as Uint8Array).toString('utf8')));
      };
      hooks.after = async (answer) => {
        hooks.after = undefined;
        await world.daemon.takeOffline();
        return answer;
      };
      const events: SyncEvent[] = [];
      expect(await send(events)).toBe(0);
      expect(events.at(-1)).toMatchObject({ type: 'failed' });
      expect(world.alice.queue.pending()).toHaveLength(3);
      expect(world.alice.queue.get(1)).toMatchObject({ state: 'sent', attempts: 1 });
      await online();
      expect(await send()).toBe(3);
      expect(texts(world.bob.inbox.messages)).toEqual(all);
      const sent = arrived.flat();
      expect(sent.filter((envelope) => envelope === sent[0])).toHaveLength(2);
      expect(new Set(sent).size).toBe(3);
    });

    it('a stranger is refused', async () => {
      const { node, daemon } = world.mallory;
      node.queue.enqueue('bob', 'let me in');
      await online();
      await daemon.bringOnline();
      expect(await syncDeliver(node.queue, daemon)).toBe(0);
      expect(world.bob.inbox.messages).toEqual([]);
      // Bob is none the worse for it.
      queueMany(1);
      expect(await send()).toBe(1);
    });

    it('bad envelopes are refused one by one, and the others are stored', async () => {
      await online();
      const [alice, bob] = [world.alice.self, world.bob.self];
      const good = await envelopeFrom(alice, bob, 'good');
      const changed = Buffer.from(await envelopeFrom(alice, bob, 'changed'));
      changed.write('"seq":9', changed.indexOf('"seq":0'));
      const tooLarge = Buffer.alloc(200 * 1024, 0x20);
      const last = await envelopeFrom(alice, bob, 'last');
      const answer = await world.daemon.deliver([
        good,
        Buffer.from('{"v":1}'),
        changed,
        await envelopeFrom(world.mallory.node.self, bob, 'of mallory'),
        tooLarge,
        last,
      ]);
      const { results } = answer as { results: { status: string }[] };
      expect(results.map(({ status }) => status)).toEqual([
        'stored',
        'malformed',
        'bad-signature',
        'not-a-peer',
        'too-large',
        'stored',
      ]);
      expect(texts(world.bob.inbox.messages)).toEqual(['good', 'last']);
    });

    it('what is cut in the middle goes on where it was cut', async () => {
      const all = queueMany(1_500, 1_024);
      await online();
      let batches = 0;
      hooks.after = async (answer) => {
        batches += 1;
        if (batches === 2) await world.daemon.takeOffline();
        return answer;
      };
      const first = await send();
      expect(first).toBeLessThan(1_500);
      expect(world.bob.inbox.messages.length).toBeGreaterThan(first);
      await online();
      expect(first + (await send())).toBe(1_500);
      expect(texts(world.bob.inbox.messages)).toEqual(all);
    });

    it('can be stopped by a signal, and loses nothing', async () => {
      const all = queueMany(1_000, 1_024);
      await online();
      const stop = new AbortController();
      hooks.before = () => stop.abort();
      const first = await syncDeliver(world.alice.queue, world.daemon, undefined, { signal: stop.signal });
      expect(first).toBeLessThan(1_000);
      expect(world.alice.queue.get(1_000)).toMatchObject({ state: 'queued', attempts: 0 });
      hooks.before = undefined;
      expect(first + (await send())).toBe(1_000);
      expect(texts(world.bob.inbox.messages)).toEqual(all);
    });

    it('an acknowledgement that is not the destination’s marks nothing delivered', async () => {
      queueMany(1);
      await online();
      const forger = person('mallory');
      hooks.after = (answer) => {
        const { results } = answer as { results: [] };
        return signAcknowledgement(
          { did: world.bob.self.identity.did, key: forger.key },
          results,
          Date.now(),
        );
      };
      const events: SyncEvent[] = [];
      expect(await send(events)).toBe(0);
      expect(events.at(-1)).toMatchObject({ type: 'failed', code: 'bad-signature' });
      expect(world.alice.queue.pending()).toHaveLength(1);
    });

    it('an acknowledgement with more or fewer results than envelopes marks nothing delivered', async () => {
      queueMany(2);
      await online();
      const { identity, key } = world.bob.self;
      const other = { id: null, hash: null, status: 'stored' as const };
      for (const change of [
        (results: Receipt[]) => [...results, other],
        (results: Receipt[]) => results.slice(1),
      ]) {
        hooks.after = (answer) => {
          const { results } = answer as { results: Receipt[] };
          return signAcknowledgement({ did: identity.did, key }, change(results), Date.now());
        };
        const events: SyncEvent[] = [];
        expect(await send(events)).toBe(0);
        expect(events.at(-1)).toMatchObject({ type: 'failed', code: 'malformed' });
        expect(world.alice.queue.pending()).toHaveLength(2);
      }
    });

    it('an acknowledgement of another envelope with the same id marks nothing delivered', async () => {
      queueMany(1);
      await online();
      const { identity, key } = world.bob.self;
      hooks.after = (answer) => {
        const { results } = answer as Acknowledgement;
        const other = results.map((result) => ({ ...result, hash: '0'.repeat(64) }));
        return signAcknowledgement({ did: identity.did, key }, other, Date.now());
      };
      const events: SyncEvent[] = [];
      expect(await send(events)).toBe(0);
      expect(events.at(-1)).toMatchObject({ type: 'failed', code: 'malformed' });
      expect(world.alice.queue.pending()).toHaveLength(1);
      hooks.after = undefined;
      expect(await send()).toBe(1);
    });

    it('a failing store is no acknowledgement, and says why', async () => {
      queueMany(2);
      await online();
      hooks.before = () => {
        throw new GhostStackError('store-full', asWritten('The disk is full.'));
      };
      const events: SyncEvent[] = [];
      expect(await send(events)).toBe(0);
      expect(events.at(-1)).toMatchObject({ type: 'failed' });
      expect(world.alice.queue.get(1)!.steps.at(-1)).toMatchObject({ step: 'tried' });
      expect(world.alice.queue.get(1)!.steps.at(-1)!.detail).toContain('The disk is full.');
      hooks.before = undefined;
      expect(await send()).toBe(2);
    });
  });
}
