import type { Connection } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { describe, expect, it } from 'vitest';
import { JOIN_PROTOCOL } from '../../../electron/node/transport/join/join-frames.ts';
import { KEY_PROTOCOL } from '../../../electron/node/transport/key/key-frames.ts';
import { keyProof } from '../../../electron/node/transport/key/key-proof.ts';
import type { CellLink } from '../../../electron/node/transport/link/cell-link.ts';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { HELLO_PROTOCOL, PUSH_PROTOCOL } from '../../../electron/node/transport/link/frames.ts';
import { peerIdOf } from '../../../electron/node/transport/link/peer-key.ts';
import { CELL } from '../../support/cell-node.ts';
import { addressOf, bareHost, type NetworkNode, networkNode } from '../../support/libp2p.ts';
import { MemoryLog, memoryCell, someScid } from '../../support/memory-log.ts';
import { type Person, person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';

const alice = person('alice');
/** bob before and after his key was changed: the one DID, another key. */
const bobBefore = person('bob');
const newKey = person('bob, a later key').key;
const bob: Person = {
  ...bobBefore,
  key: newKey,
  identity: { ...bobBefore.identity, signingKey: newKey.publicKey, sealingKey: newKey.sealing.publicKey },
};
const SECRET = 'a secret of alice and bob';
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const LIMITS = { maxFrameBytes: 1024 * 1024, maxUnreadBytes: 4 * 1024 * 1024, frameMs: 5_000 };
const LOG = [{ versionId: '2-later' }];

interface Side {
  readonly node: NetworkNode;
  readonly log: MemoryLog;
  readonly judged: unknown[];
}

/** In the cell; `knows` decides whether a log that is shown goes on from the one here. */
async function side(
  self: Person,
  peer: Person,
  knows: boolean,
  former: readonly string[] = [],
): Promise<Side> {
  const node = await networkNode(self, [peer]);
  const log = new MemoryLog(CELL, someScid(self.name));
  const judged: unknown[] = [];
  const link: CellLink = {
    ...memoryCell(log),
    discoverySecret: () => SECRET,
    keys: {
      formerSecrets: () => former,
      refused: () => undefined,
      ownLog: () => LOG,
      isLaterKey: (did, didLog, key) => {
        judged.push({ did, didLog });
        return knows && Buffer.compare(key, newKey.publicKey) === 0;
      },
    },
  };
  await node.daemon.attachCell(link);
  return { node, log, judged };
}

/** A connection of somebody to alice's node, and how it ended. */
async function dialled(who: Person, to: NetworkNode): Promise<Connection> {
  const host = await bareHost(who);
  return host.dial(multiaddr(addressOf(to)));
}

const isOver = (connection: Connection) =>
  pollUntil(
    () => connection.status,
    (status) => status !== 'open',
    5_000,
  );

async function show(connection: Connection, ...frames: readonly unknown[]): Promise<unknown> {
  const stream = new FrameStream(await connection.newStream(KEY_PROTOCOL), LIMITS);
  for (const frame of frames) await stream.write(json(frame)).catch(() => undefined);
  const answer = await stream.read(3_000).catch(() => null);
  return answer && JSON.parse(Buffer.from(answer).toString());
}

const claim = (who: Person, secret = SECRET, cell = CELL) => ({
  v: 1,
  cell,
  proof: keyProof(secret, peerIdOf(alice.key.publicKey), peerIdOf(who.key.publicKey)),
});

describe('A member under a key that is not known yet', () => {
  it('brings the log by which it becomes known, and is met as everybody else from then on', async () => {
    const hers = await side(alice, bobBefore, true);
    const his = await side(bob, alice, true, ['another of his former keys', SECRET]);
    his.log.write('bob was here');
    his.node.daemon.setPeer({ did: alice.identity.did, address: addressOf(hers.node) });
    await pollUntil(
      () => hers.log.size,
      (size) => size === 1,
    );
    expect(hers.judged).toEqual([{ did: bob.identity.did, didLog: LOG }]);
    // Not a peer yet: nothing but the log.
    expect(hers.node.daemon.status(bob.identity.did)?.link.state).not.toBe('connected');
    hers.node.peers.splice(0, 1, bob);
    hers.node.daemon.followKeys();
    await pollUntil(
      () => hers.node.daemon.status(bob.identity.did)?.link.state,
      (state) => state === 'connected',
    );
  });

  it('whose log does not go on from the one here is cut off', async () => {
    const hers = await side(alice, bobBefore, false);
    const connection = await dialled(bob, hers.node);
    expect(await show(connection, claim(bob), { didLog: LOG })).toBeNull();
    await isOver(connection);
    expect(hers.judged).toHaveLength(1);
    expect(hers.node.events).toContainEqual({ type: 'stranger', did: expect.any(String) });
  });

  it('may say hello and bring the log, and nothing else', async () => {
    const hers = await side(alice, bobBefore, true);
    const connection = await dialled(bob, hers.node);
    expect(await show(connection, claim(bob), { didLog: LOG })).toEqual({ ok: true });
    for (const protocol of [PUSH_PROTOCOL, JOIN_PROTOCOL]) {
      const stream = new FrameStream(await connection.newStream(protocol), LIMITS);
      await stream.write(json({})).catch(() => undefined);
      expect(await stream.read(3_000).catch(() => null)).toBeNull();
    }
    expect(hers.node.daemon.status(bob.identity.did)?.link.state).not.toBe('connected');
  });
});

describe('A stranger', () => {
  it('without a secret is cut off before anything else is read', async () => {
    const hers = await side(alice, bobBefore, true);
    for (const wrong of [claim(bob, 'guessed'), claim(bob, SECRET, 'f'.repeat(64)), { hello: 1 }]) {
      const connection = await dialled(bob, hers.node);
      expect(await show(connection, wrong, { didLog: LOG })).toBeNull();
      await isOver(connection);
    }
    expect(hers.judged).toEqual([]);
  });

  it('cannot use a proof that was made for another key', async () => {
    const hers = await side(alice, bobBefore, true);
    const connection = await dialled(person('mallory'), hers.node);
    expect(await show(connection, claim(bob), { didLog: LOG })).toBeNull();
    await isOver(connection);
    expect(hers.judged).toEqual([]);
  });

  it('that says nothing, or something else, is sent away within a second', async () => {
    const hers = await side(alice, bobBefore, true);
    const silent = await dialled(person('mallory'), hers.node);
    const began = performance.now();
    await isOver(silent);
    expect(performance.now() - began).toBeLessThan(4_000);
    for (const protocol of [HELLO_PROTOCOL, PUSH_PROTOCOL, JOIN_PROTOCOL]) {
      const other = await dialled(person('mallory'), hers.node);
      await other.newStream(protocol).catch(() => undefined);
      await isOver(other);
    }
  });

  it('that floods the door leaves it to others: so many at once, and so many questions', async () => {
    const hers = await side(alice, bobBefore, true);
    const mallory = await bareHost(person('mallory'));
    const address = multiaddr(addressOf(hers.node));
    const connections = await Promise.all(
      Array.from({ length: 12 }, () => mallory.dial(address, { force: true }).catch(() => null)),
    );
    const long = { didLog: Array.from({ length: 60 }, () => ({ x: 'x'.repeat(1_000) })) };
    await Promise.all(
      connections.map((one) => one && show(one, claim(person('mallory'), 'guessed'), long).catch(() => null)),
    );
    expect(hers.judged).toEqual([]);
    // Whoever has the secret is let in as soon as the flood is sent away.
    const answer = await pollUntil(
      async () => {
        const connection = await dialled(bob, hers.node).catch(() => null);
        return connection && (await show(connection, claim(bob), { didLog: LOG }).catch(() => null));
      },
      (said) => said !== null,
    );
    expect(answer).toEqual({ ok: true });
  });
});

it('A connection under a former key ends once the key is known to be another', async () => {
  const hers = await side(alice, bobBefore, true);
  const his = await side(bobBefore, alice, true);
  his.node.daemon.setPeer({ did: alice.identity.did, address: addressOf(hers.node) });
  await pollUntil(
    () => hers.node.daemon.status(bob.identity.did)?.link.state,
    (state) => state === 'connected',
  );
  hers.node.peers.splice(0, 1, bob);
  hers.node.daemon.followKeys();
  const link = await pollUntil(
    () => his.node.daemon.status(alice.identity.did)?.link,
    (now) => now?.state === 'refused',
  );
  expect(JSON.stringify(link)).toContain('ourKeyChanged');
});
