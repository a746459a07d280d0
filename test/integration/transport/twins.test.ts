import { describe, expect, it } from 'vitest';
import { peerIdOf } from '../../../electron/node/transport/peer-key.ts';
import { DEFAULT_TIMING } from '../../../electron/node/transport/timing.ts';
import { provesOwnKey } from '../../../electron/node/transport/twin-probe.ts';
import { cellNode } from '../../support/cell-node.ts';
import { addressOf, connect, linked } from '../../support/libp2p.ts';
import { person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';

const [alice, bob] = [person('alice'), person('bob')];

describe('Two nodes with one key', () => {
  it('learn of each other from a member that both are connected to', async () => {
    const [first, second] = [await cellNode(alice, [bob]), await cellNode(alice, [bob])];
    const member = await cellNode(bob, [alice]);
    await connect(first, member);
    second.daemon.setPeer({ did: bob.identity.did, address: addressOf(member) });
    for (const node of [first, second]) {
      const twins = await pollUntil(
        () => node.log.twins,
        ({ length }) => length > 0,
      );
      expect(twins[0]).toBe("bob is connected to a second node with this node's key.");
    }
    const link = await pollUntil(
      () => second.daemon.status(bob.identity.did)!.link,
      ({ state }) => state === 'refused',
    );
    expect(link).toMatchObject({ reason: 'another node with the key of this one is connected to it' });
    // The first is kept.
    await linked(first, member);
    expect(member.log.twins).toEqual([]);
  });

  it('are told from one that was started again', async () => {
    const first = await cellNode(alice, [bob]);
    const member = await cellNode(bob, [alice]);
    await connect(first, member);
    for (let round = 0; round < 3; round++) {
      await first.daemon.stop();
      await first.daemon.start();
      await linked(first, member);
      await linked(member, first);
    }
    expect(first.log.twins).toEqual([]);
  });

  it('prove to each other that they have the same key, and no other node does', async () => {
    const twin = await cellNode(alice, []);
    const other = await cellNode(bob, []);
    const ask = (address: string) =>
      provesOwnKey({
        address: address.replace(/\/p2p\/.*/, ''),
        self: peerIdOf(alice.key.publicKey),
        timing: DEFAULT_TIMING,
        onKey: () => undefined,
      });
    expect(await ask(addressOf(twin))).toBe(true);
    expect(await ask(addressOf(other))).toBe(false);
    await twin.daemon.stop();
    expect(await ask('/ip4/127.0.0.1/tcp/9')).toBe(false);
  });
});
