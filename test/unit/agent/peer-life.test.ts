import { expect, test } from 'vitest';
import type { PeerRegistry } from '../../../electron/node/messaging/peer-registry.ts';
import { PeerLife } from '../../../electron/node/root/peer-life.ts';

test('a connection that follows another is no return', () => {
  const felt: string[] = [];
  const peers = { get: () => ({ name: 'bob' }) } as unknown as PeerRegistry;
  const life = new PeerLife({ peers, felt: ({ kind }) => void felt.push(kind), awayAfterMs: 60_000 });
  life.connected('bob');
  life.connected('bob');
  life.disconnected('bob', false);
  life.connected('bob');
  life.stop();
  life.connected('bob');
  life.stop();
  expect(felt).toEqual(['peer-back', 'peer-lost', 'peer-back', 'peer-back']);
});
