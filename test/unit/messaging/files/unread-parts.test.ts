import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Payload } from '../../../../electron/node/messaging/payload.ts';
import { craft, messageOf } from '../../../support/craft-envelope.ts';
import { person, TestClock, testNode } from '../../../support/messaging.ts';

const [alice, bob] = [person('alice'), person('bob')];
const data = new Uint8Array(800).fill(7);

function withFile(mid: string): Payload {
  const sha256 = createHash('sha256').update(data).digest('hex');
  const file = { name: 'a.bin', type: '', bytes: data.length, sha256, way: { parts: 1 } };
  return { ...messageOf('', mid), file };
}

function partOf(of: string): Payload {
  return { kind: 'part', mid: crypto.randomUUID(), of, index: 0, data };
}

test('parts of a file count as unread as long as its message does, and those without a message all the time', async () => {
  const clock = new TestClock();
  const limits = { unreadMessages: 100, unreadBytes: 1_000 };
  const node = testNode(bob, [alice], { clock: clock.now, limits });
  const times = { createdAtMs: clock.nowMs, expiresAtMs: clock.nowMs + 86_400_000 };
  let seq = 0;
  const answered = async (payload: Payload) => {
    seq += 1;
    const line = Buffer.from(await craft({ ...times, seq, payload }, alice, bob));
    return (await node.inbox.receive([line])).results[0]?.status;
  };
  const first = crypto.randomUUID();
  expect(await answered(withFile(first))).toBe('stored');
  expect(await answered(partOf(first))).toBe('stored');
  expect(await answered(messageOf('x'.repeat(300)))).toBe('full');
  node.inbox.markRead(alice.identity.did);
  expect(await answered(messageOf('x'.repeat(300)))).toBe('stored');
  // Nobody can read what has no message.
  expect(await answered(partOf(crypto.randomUUID()))).toBe('full');
  node.inbox.markRead(alice.identity.did);
  expect(await answered(partOf(crypto.randomUUID()))).toBe('stored');
  node.inbox.markRead(alice.identity.did);
  expect(await answered(messageOf('x'.repeat(300)))).toBe('full');
  await node.close();
});
