import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { syncDeliver } from '../../electron/node/messaging/sync-deliver.ts';
import { openStore } from '../../electron/node/store/store.ts';
import { MemoryDaemon } from '../../electron/node/transport/link/memory-daemon.ts';
import { startChild } from '../support/child-process.ts';
import { person, testNode, texts } from '../support/messaging.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SCRIPT = new URL('processes/messages-forever.ts', import.meta.url);
const [alice, bob] = [person('alice'), person('bob')];
const KILLS = 50;

describe('kill -9 of a node that queues and receives', () => {
  it(`${KILLS} times leaves the database whole, loses nothing that was said, and doubles nothing`, async () => {
    const path = join(temporaryFolder(), 'node.db');
    const queued = new Map<number, string>();
    const received = new Set<string>();
    for (let round = 0; round < KILLS; round++) {
      const child = startChild(SCRIPT, [path, String(round)]);
      // At another point each time.
      await child.waitForLines(1 + ((round * 5) % 23));
      await child.kill();
      for (const line of child.lines) {
        const [, what = '', text = ''] = /^(queued \d+|received) (.*)$/.exec(line) ?? [];
        // A last line may be cut; then it was not said.
        if (what === 'received' && / [ab]$/.test(text)) received.add(text);
        else if (what.startsWith('queued')) queued.set(Number(what.slice('queued '.length)), text);
      }
      const store = openStore({ path });
      store.integrityCheck();
      const node = testNode(alice, [bob], { store });
      const stored = texts(node.inbox.messages);
      expect(new Set(stored).size).toBe(stored.length);
      expect([...received].filter((text) => !stored.includes(text))).toEqual([]);
      const rows = new Map(node.queue.all().map(({ id, payload }) => [id, payload]));
      for (const [number, text] of queued) expect(rows.get(number)?.startsWith(text)).toBe(true);
      await node.close();
    }
    expect(queued.size).toBeGreaterThan(KILLS);
    expect(received.size).toBeGreaterThan(KILLS);

    // And all of it can be delivered, once.
    const nodes = [testNode(alice, [bob], { store: openStore({ path }) }), testNode(bob, [alice])] as const;
    const daemon = new MemoryDaemon('bob', { inbox: nodes[1].inbox, batch: { messages: 200 } });
    daemon.bringOnline();
    const all = texts(nodes[0].queue.all());
    expect(await syncDeliver(nodes[0].queue, daemon)).toBe(all.length);
    expect(texts(nodes[1].inbox.messages)).toEqual(all);
    for (const node of nodes) await node.close();
  });
});
