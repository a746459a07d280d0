import { multiaddr } from '@multiformats/multiaddr';
import { describe, expect, it } from 'vitest';
import { syncDeliver } from '../../../electron/node/messaging/sync-deliver.ts';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { HELLO_PROTOCOL } from '../../../electron/node/transport/link/frames.ts';
import { DEFAULT_TIMING } from '../../../electron/node/transport/link/timing.ts';
import { encodeEntries, LOG_PROTOCOL } from '../../../electron/node/transport/log/log-frames.ts';
import { CELL, type CellNode, cellNode, converged } from '../../support/cell-node.ts';
import { addressOf, bareHost, connect, linked } from '../../support/libp2p.ts';
import { someHash, someScid } from '../../support/memory-log.ts';
import { type Person, person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];
const LIMITS = { maxFrameBytes: 1024 * 1024, maxUnreadBytes: 8 * 1024 * 1024, frameMs: 15_000 };
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const hello = {
  type: 'hello',
  versions: [1],
  clock: Date.now(),
  instance: 'ab'.repeat(8),
  ports: [],
  cells: [{ cell: CELL, rules: 1 }],
};

/** A member with a program of its own, whose frames of receipts a node answers. */
async function hostile(who: Person, victim: CellNode) {
  const host = await bareHost(who);
  const connection = await host.dial(multiaddr(addressOf(victim)));
  const control = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
  await control.write(json(hello));
  await control.read(5_000);
  const frames = new FrameStream(await connection.newStream(LOG_PROTOCOL), LIMITS);
  let seq = 0;
  return {
    control,
    async send(texts: readonly string[], tips?: Record<string, string>): Promise<Record<string, unknown>> {
      const header = { type: 'entries' as const, cell: CELL, seq: seq++, ...(tips ? { tips } : {}) };
      await frames.write(
        encodeEntries(
          header,
          texts.map((text) => Buffer.from(text)),
        ),
      );
      return JSON.parse(String(Buffer.from((await frames.read(15_000))!)));
    },
  };
}

const linkOf = (node: CellNode, who: Person) => node.daemon.status(who.identity.did)!;
const tipsOf = (node: CellNode, who: Person) =>
  node.events.flatMap((event) =>
    event.type === 'tips' && event.did === who.identity.did ? [event.tips] : [],
  );

describe('What one member costs', () => {
  it('counts messages, too', async () => {
    const workPerMinute = { cpuMs: 1e9, bytes: 200_000 };
    const node = await cellNode(alice, [bob], { timing: { ...DEFAULT_TIMING, workPerMinute } });
    const other = await cellNode(bob, [alice]);
    await connect(other, node);
    const big = Array.from({ length: 4 }, (_, at) => `${at} ${'x'.repeat(60_000)}`);
    for (const text of big) other.queue.enqueue('alice', text);
    const startedMs = performance.now();
    for (let pass = 0; pass < 4; pass += 1)
      await syncDeliver(other.queue, other.daemon.peer(alice.identity.did));
    await pollUntil(
      () => node.inbox.messages.length,
      (count) => count === 4,
    );
    expect(linkOf(node, bob)).toMatchObject({ link: { state: 'connected' }, isSlowed: true });
    expect(performance.now() - startedMs).toBeGreaterThan(1_000);
  });

  it('counts what is said beside, and answers for a sign of life all the same', async () => {
    const wordsPerMinute = { burst: 3, perMinute: 1 };
    const node = await cellNode(alice, [bob], { timing: { ...DEFAULT_TIMING, wordsPerMinute } });
    const greedy = await hostile(bob, node);
    const told = { type: 'where', members: [{ did: carol.identity.did, addresses: [] }] };
    for (let word = 0; word < 6; word += 1) await greedy.control.write(json(told));
    const startedMs = performance.now();
    await greedy.control.write(json({ type: 'ping' }));
    let answer: unknown;
    // The node may ask for one itself, meanwhile.
    do answer = JSON.parse(String(Buffer.from((await greedy.control.read(5_000))!)));
    while ((answer as { type: string }).type !== 'pong');
    expect(performance.now() - startedMs).toBeGreaterThan(1_500);
    expect(linkOf(node, bob)).toMatchObject({ link: { state: 'connected' }, isSlowed: true });
  });

  it('does not grow with the authors that it makes up', async () => {
    const node = await cellNode(alice, [bob]);
    node.log.write('there is one');
    const liar = await hostile(bob, node);
    for (let round = 0; round < 40; round += 1) {
      const crowd = Array.from({ length: 256 }, (_, at) => [someScid(`${round} ${at}`), someHash(`${at}`)]);
      const answer = await liar.send([], Object.fromEntries(crowd));
      // What differs from what is forgotten cannot be told: it is all that the node holds.
      expect(answer).toMatchObject({ whole: true, tips: { [node.log.author]: expect.any(String) } });
      expect(Object.keys(answer.tips as object)).toHaveLength(1);
    }
    const sizes = tipsOf(node, bob).map((tips) => Object.keys(tips).length);
    expect(sizes.length).toBeGreaterThanOrEqual(40);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65);
    // What it says of those whom this node knows is heard all the same.
    await liar.send([], { [node.log.author]: node.log.tips()[node.log.author]![0]! });
    expect(tipsOf(node, bob).at(-1)).toHaveProperty(node.log.author);
    await linked(node, { self: bob } as CellNode);
  });

  it('who remembers less than it was told is sent what it lacks all the same', async () => {
    const node = await cellNode(alice, [bob]);
    node.log.write('one', 'two');
    const host = await bareHost(bob);
    const frames: string[] = [];
    await host.handle(LOG_PROTOCOL, async (stream) => {
      const incoming = new FrameStream(stream, LIMITS);
      for (let seq = 0; seq < 2; seq += 1) {
        frames.push(String(Buffer.from((await incoming.read(5_000))!)));
        await incoming.write(json({ type: 'ack', seq, applied: 1, refused: 0, tips: {}, whole: true }));
      }
    });
    const connection = await host.dial(multiaddr(addressOf(node)));
    const control = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
    await control.write(json(hello));
    await pollUntil(
      () => frames.filter((frame) => frame.includes('"body":"one"')).length,
      (times) => times === 2,
    );
  });

  it('may be much, and honest: a newcomer takes over receipts of more authors than it remembers', async () => {
    const [one, newcomer] = [await cellNode(alice, [bob]), await cellNode(bob, [alice])];
    const authors = Array.from({ length: 150 }, (_, at) => someScid(`author ${at}`));
    one.log.take(authors.flatMap((author) => [one.log.next(author, 'hello')]));
    // The first frames get lost on a full disk: what was said in the hello is all that the newcomer was told.
    let full = true;
    newcomer.log.beforeReceive = () => {
      if (full) throw new Error('The disk is full.');
    };
    await connect(one, newcomer);
    await pollUntil(
      () => one.events.some((event) => event.type === 'log-pass' && event.failure !== null),
      (failed) => failed,
    );
    full = false;
    one.log.write('news');
    await converged([one, newcomer], 151);
  });
});
