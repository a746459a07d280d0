import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Inbox } from '../../../electron/node/messaging/inbox.ts';
import { MessageQueue } from '../../../electron/node/messaging/message-queue.ts';
import { type SyncEvent, syncDeliver } from '../../../electron/node/messaging/sync-deliver.ts';
import { MemoryDaemon } from '../../../electron/node/transport/link/memory-daemon.ts';
import { texts } from '../../support/messaging.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function closing<T extends { close(): unknown }>(value: T): T {
  onTestFinished(async () => {
    await value.close();
  });
  return value;
}

describe('Nodes made by name alone', () => {
  it('do what the tutorial does, in its order', async () => {
    const queue = closing(new MessageQueue('alice', join(temporaryFolder(), 'alice.db')));
    const daemon = new MemoryDaemon('bob');
    const inbox = closing(new Inbox('bob'));
    const events: SyncEvent[] = [];
    const observe = (event: SyncEvent): void => void events.push(event);
    queue.enqueue('bob', 'Hello Bob, sync later!');
    queue.enqueue('bob', 'Offline message 2');
    expect(daemon.isOnline()).toBe(false);
    expect(await syncDeliver(queue, daemon, inbox, { observe })).toBe(0);
    daemon.bringOnline();
    expect(await syncDeliver(queue, daemon, inbox, { observe })).toBe(2);
    expect(events.map(({ type }) => type)).toEqual([
      'offline',
      'delivering',
      'received',
      'delivered',
      'delivering',
      'received',
      'delivered',
    ]);
    expect(inbox.messages).toEqual([
      { id: 1, sender: 'alice', recipient: 'bob', payload: 'Hello Bob, sync later!' },
      { id: 2, sender: 'alice', recipient: 'bob', payload: 'Offline message 2' },
    ]);
  });

  it('keep queue and key over a restart', async () => {
    const path = join(temporaryFolder(), 'alice.db');
    const before = new MessageQueue('alice', path);
    before.enqueue('zoe', 'written before the restart');
    const { did } = before;
    await before.close();
    expect(statSync(`${path}.key`).mode & 0o777).toBe(0o600);
    const after = closing(new MessageQueue('alice', path));
    expect(after.did).toBe(did);
    const inbox = closing(new Inbox('zoe'));
    const daemon = new MemoryDaemon('zoe');
    daemon.bringOnline();
    expect(await syncDeliver(after, daemon, inbox)).toBe(1);
    expect(texts(inbox.messages)).toEqual(['written before the restart']);
  });

  it('deliver both ways between two that each have a queue and an inbox on one file', async () => {
    const folder = temporaryFolder();
    const [dave, erin] = ['dave', 'erin'].map((name) => {
      const path = join(folder, `${name}.db`);
      const inbox = closing(new Inbox(name, path));
      const queue = closing(new MessageQueue(name, path));
      const daemon = new MemoryDaemon(name, { inbox });
      daemon.bringOnline();
      return { queue, inbox, daemon };
    }) as [Triple, Triple];
    dave.queue.enqueue('erin', 'from dave');
    erin.queue.enqueue('dave', 'from erin');
    expect(await syncDeliver(dave.queue, erin.daemon, erin.inbox)).toBe(1);
    expect(await syncDeliver(erin.queue, dave.daemon, dave.inbox)).toBe(1);
    expect(texts(dave.inbox.messages)).toEqual(['from erin']);
    expect(dave.queue.did).toBe(dave.inbox.did);
    expect(dave.queue.all()).toHaveLength(1);
  });

  it('leave no key file when they live in memory', () => {
    closing(new MessageQueue('alice'));
    closing(new Inbox());
    expect(existsSync(':memory:.key')).toBe(false);
  });
});

interface Triple {
  readonly queue: MessageQueue;
  readonly inbox: Inbox;
  readonly daemon: MemoryDaemon;
}
