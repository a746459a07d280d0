import { expect, test } from 'vitest';
import type { Carrier } from '../../../electron/node/messaging/carrying/carrier.ts';
import type { Said } from '../../../electron/node/transport/carry/carry-frames.ts';
import { ForPeer } from '../../../electron/node/transport/carry/for-peer.ts';
import { Naming } from '../../../electron/node/transport/carry/naming.ts';

test('what a peer says of its notes before our stream is open is answered once it is', () => {
  const said: Said[] = [];
  const say = (one: Said): void => void said.push(one);
  const naming = new Naming({ say, later: () => undefined, isThere: () => false });
  const carrier = { notesForSelf: () => [] } as Partial<Carrier> as Carrier;
  const forPeer = new ForPeer({ carrier, did: 'did:key:bob', say, naming });
  forPeer.heard('8aa051ccc85b4c10');
  expect(said).toEqual([]);
  forPeer.opened();
  expect(said).toEqual([{ type: 'which' }]);
  forPeer.closed();
  forPeer.opened();
  expect(said).toHaveLength(1);
});
