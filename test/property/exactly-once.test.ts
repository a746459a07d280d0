import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { syncDeliver } from '../../electron/node/messaging/sync-deliver.ts';
import { MemoryDaemon } from '../../electron/node/transport/link/memory-daemon.ts';
import { person, type ReceiveHooks, testNode, texts } from '../support/messaging.ts';

const alice = person('alice');
const bob = person('bob');

type Happening = 'write' | 'sync' | 'lost-answer' | 'lost-batch' | 'failed-store' | 'duplicate' | 'swapped';

describe('Delivery', () => {
  it('is exactly once, whatever is lost, doubled or fails on the way', async () => {
    const happening = fc.constantFrom<Happening>(
      'write',
      'sync',
      'lost-answer',
      'lost-batch',
      'failed-store',
      'duplicate',
      'swapped',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 25 }),
        fc.integer({ min: 1, max: 4 }),
        async (plan, size) => {
          const hooks: ReceiveHooks = {};
          const nodes = [testNode(alice, [bob]), testNode(bob, [alice], { hooks })] as const;
          const [{ queue }, { inbox }] = nodes;
          const daemon = new MemoryDaemon('bob', { inbox, batch: { messages: size, inFlight: 2 } });
          daemon.bringOnline();
          const written: string[] = [];
          const copies: Uint8Array[] = [];
          let delivered = 0;
          for (const what of plan) {
            hooks.before = (batch) => {
              for (const envelope of batch) copies.push(envelope as Uint8Array);
              if (what === 'lost-batch') throw new GhostStackError('offline', asWritten('lost on the way'));
              if (what === 'failed-store') throw new GhostStackError('store-full', asWritten('full'));
            };
            hooks.after = (answer) => {
              if (what === 'lost-answer')
                throw new GhostStackError('offline', asWritten('lost on the way back'));
              return answer;
            };
            if (what === 'write') {
              written.push(`message ${written.length}`);
              queue.enqueue('bob', written.at(-1)!);
            } else if (what === 'duplicate') {
              hooks.before = undefined;
              await inbox.receive([...copies, ...copies].slice(0, 500));
            } else if (what === 'swapped') {
              hooks.before = undefined;
              await inbox.receive(copies.toReversed().slice(0, 500));
            } else delivered += await syncDeliver(queue, daemon);
          }
          hooks.before = undefined;
          hooks.after = undefined;
          delivered += await syncDeliver(queue, daemon);
          expect(texts(inbox.messages).toSorted()).toEqual(written.toSorted());
          expect(delivered).toBe(written.length);
          expect(queue.pending()).toEqual([]);
          for (const node of nodes) await node.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
