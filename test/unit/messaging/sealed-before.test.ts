import { describe, expect, it, onTestFinished } from 'vitest';
import { syncDeliver } from '../../../electron/node/messaging/sync-deliver.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { MemoryDaemon } from '../../../electron/node/transport/link/memory-daemon.ts';
import { person, testNode, texts } from '../../support/messaging.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];

/** As a build left it that named no message in what it sealed: no hash beside the envelope, no `mid` beside what came. */
const LEFT_BY_SENDER = 'UPDATE deliveries SET envelope_hash = NULL';
const MIGRATED = 'UPDATE received_envelopes SET mid = envelope_id';

describe('What was sealed before messages had names', () => {
  it.each(['bob', 'broadcast'])('is sealed anew at start, and stands once, to %s', async (recipient) => {
    const peers = [bob, carol];
    const [from, to] = [openStore({ path: ':memory:' }), openStore({ path: ':memory:' })];
    onTestFinished(() => {
      for (const store of [from, to]) store.close();
    });
    const before = testNode(alice, peers, { store: from });
    const there = testNode(bob, [alice], { store: to });
    for (const text of ['arrived', 'waits']) before.queue.enqueue(recipient, text);
    const [first, second] = await before.queue.prepare(bob.identity.did);
    await there.inbox.receive([first!.bytes]);
    before.queue.begin([first!]);
    before.queue.written([first!]);
    before.queue.release(bob.identity, [first!]);
    from.db.exec(LEFT_BY_SENDER);
    to.db.exec(MIGRATED);
    const after = testNode(alice, peers, { store: from });
    const again = await after.queue.prepare(bob.identity.did, { which: 'all' });
    expect(again.map(({ envelopeId }) => envelopeId)).toEqual([first, second].map((one) => one!.envelopeId));
    expect(again.map(({ hash }) => hash)).not.toEqual([first!.hash, second!.hash]);
    const daemon = new MemoryDaemon('bob', { inbox: there.inbox });
    daemon.bringOnline();
    expect(await syncDeliver(after.queue, daemon)).toBe(2);
    expect(texts(there.inbox.messages)).toEqual(['arrived', 'waits']);
  });
});
