import { multiaddr } from '@multiformats/multiaddr';
import { describe, expect, it } from 'vitest';
import { inEnglish, says } from '#shared/protocol/saying.ts';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { HELLO_PROTOCOL } from '../../../electron/node/transport/link/frames.ts';
import { encodeEntries, LOG_PROTOCOL } from '../../../electron/node/transport/log/log-frames.ts';
import type { LogEvent } from '../../../electron/node/transport/log/log-sync.ts';
import { tipsSince } from '../../../electron/node/transport/log/tips.ts';
import { CELL, type CellNode, cellNode, converged } from '../../support/cell-node.ts';
import { addressOf, bareHost, connect, linked, networkNode } from '../../support/libp2p.ts';
import { MemoryLog, memoryCell, someHash, someScid } from '../../support/memory-log.ts';
import { person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { reasonInEnglish } from '../../support/reason-in-english.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];
const LIMITS = { maxFrameBytes: 1024 * 1024, maxUnreadBytes: 4 * 1024 * 1024, frameMs: 5_000 };
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const numbered = (prefix: string, count: number, padding = '') =>
  Array.from({ length: count }, (_, number) => `${prefix} ${number} ${padding}`);

const passes = ({ events }: CellNode) =>
  events.filter((event): event is LogEvent & { type: 'log-pass' } => event.type === 'log-pass');

async function pair(options: { alice?: number; bob?: number } = {}): Promise<[CellNode, CellNode]> {
  const one = await cellNode(alice, [bob]);
  const other = await cellNode(bob, [alice]);
  one.log.write(...numbered('a', options.alice ?? 0));
  other.log.write(...numbered('b', options.bob ?? 0));
  return [one, other];
}

/** bob, who speaks the protocol by hand: he has said hello, and a stream of the log is open. */
async function atLogOf(of: typeof alice): Promise<{ victim: CellNode; stream: FrameStream }> {
  const victim = await cellNode(of, [bob]);
  const host = await bareHost(bob);
  const connection = await host.dial(multiaddr(addressOf(victim)));
  const control = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
  await control.write(json(hello(CELL)));
  await control.read(5_000);
  const stream = new FrameStream(await connection.newStream(LOG_PROTOCOL), LIMITS);
  return { victim, stream };
}

async function whyCutOff(victim: CellNode): Promise<string> {
  const link = await pollUntil(
    () => victim.daemon.status(bob.identity.did)!.link,
    ({ state }) => state === 'cut-off',
  );
  return reasonInEnglish(link);
}

describe('Log sync', () => {
  it('brings both sides to the same entries, in both directions', async () => {
    const [one, other] = await pair({ alice: 700, bob: 300 });
    await connect(one, other);
    await converged([one, other], 1_000);
    await pollUntil(
      () => [passes(one), passes(other)].flat().length,
      (count) => count === 4,
    );
    const sums = [one, other].map((node) => ({
      in: passes(node).reduce((sum, pass) => sum + pass.in, 0),
      out: passes(node).reduce((sum, pass) => sum + pass.out, 0),
      failures: passes(node).filter(({ failure }) => failure !== null),
    }));
    expect(sums).toEqual([
      { in: 300, out: 700, failures: [] },
      { in: 700, out: 300, failures: [] },
    ]);
  });

  it('does not send a feed again to a peer that is ahead in it', async () => {
    const [one, other] = await pair({ alice: 500 });
    other.log.take(one.log.texts());
    one.log.write('one more', 'and another');
    await connect(one, other);
    await converged([one, other], 502);
    other.log.write('an answer');
    await converged([one, other], 503);
    expect(passes(other).reduce((sum, pass) => sum + pass.out, 0)).toBe(1);
    expect([...passes(one), ...passes(other)].filter(({ failure }) => failure !== null)).toEqual([]);
  });

  it('sends a feed all the same when the peer never shows what it says that it holds of it', async () => {
    const victim = await cellNode(alice, [bob]);
    victim.log.write('one', 'two');
    const host = await bareHost(bob);
    const shown = new Promise<string>((resolve) => {
      void host.handle(LOG_PROTOCOL, async (stream) => {
        resolve(String(Buffer.from((await new FrameStream(stream, LIMITS).read(5_000))!)));
      });
    });
    const connection = await host.dial(multiaddr(addressOf(victim)));
    const control = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
    const tips = { ...tipsSince({}, victim.log.tips()), [victim.log.author]: someHash('invented') };
    await control.write(json(hello(CELL, tips)));
    expect(await shown).toContain('"body":"two"');
  });

  it('sends nothing when both hold the same', async () => {
    const [one, other] = await pair({ alice: 5, bob: 5 });
    await connect(one, other);
    await converged([one, other], 10);
    await other.daemon.stop();
    const before = [one.log.received.length, other.log.received.length];
    await other.daemon.start();
    await linked(one, other);
    await linked(other, one);
    one.log.write('the next one');
    await converged([one, other], 11);
    expect([one.log.received.length, other.log.received.length]).toEqual([before[0]!, before[1]! + 1]);
    expect(other.log.received.at(-1)).toHaveLength(1);
  });

  it('passes news on within a moment, and not back to where they came from', async () => {
    // Alice and carol do not know each other: what they have comes by way of bob.
    const one = await cellNode(alice, [bob]);
    const two = await cellNode(bob, [alice, carol]);
    const three = await cellNode(carol, [bob]);
    await connect(one, two);
    await connect(two, three);
    one.log.write('first');
    await converged([one, two, three], 1);
    const startMs = performance.now();
    one.log.write('second');
    await converged([one, two, three], 2);
    expect(performance.now() - startMs).toBeLessThan(1_000);
    expect(one.log.received).toEqual([]);
    expect(two.log.received.flat()).toHaveLength(2);
    expect(three.log.received.flat()).toHaveLength(2);
    two.log.write('from the middle');
    await converged([one, two, three], 3);
  });

  it('does not send back what is still coming in', async () => {
    const [one, other] = await pair();
    one.log.write(...numbered('a', 3_000, 'x'.repeat(700)));
    await connect(one, other);
    await converged([one, other], 3_000);
    other.log.write('the answer');
    await converged([one, other], 3_001);
    expect(one.log.received.flat()).toHaveLength(1);
  });

  it('gathers news of one moment in one frame', async () => {
    const [one, other] = await pair();
    await connect(one, other);
    for (const text of numbered('a', 50)) one.log.write(text);
    await converged([one, other], 50);
    expect(other.log.received).toHaveLength(1);
  });

  it('takes what several members send at once only once', async () => {
    const newcomer = await cellNode(alice, [bob, carol]);
    const members = [await cellNode(bob, [alice]), await cellNode(carol, [alice])];
    const source = new MemoryLog(CELL, someScid('dave'));
    source.write(...numbered('d', 2_000, 'x'.repeat(300)));
    for (const { log } of members) log.take(source.texts());
    await Promise.all(members.map((member) => connect(newcomer, member)));
    await converged([newcomer, ...members], 2_000);
    expect(newcomer.log.received.flat()).toHaveLength(2_000);
  });

  it('says who holds what', async () => {
    const [one, other] = await pair({ alice: 3 });
    await connect(one, other);
    await converged([one, other], 3);
    const last = await pollUntil(
      () => one.events.filter((event) => event.type === 'tips').at(-1),
      (event) => event?.type === 'tips' && Object.keys(event.tips).length === 1,
    );
    expect(last).toMatchObject({ did: bob.identity.did, tips: one.log.tips() });
  });

  it('goes on where it was cut, and acknowledges nothing that is not stored', async () => {
    const [one, other] = await pair();
    one.log.write(...numbered('a', 3_000, 'x'.repeat(700)));
    let frames = 0;
    other.log.beforeReceive = () => {
      frames += 1;
      if (frames === 4) void other.daemon.stop();
      if (frames > 4) throw new Error('The disk is gone.');
    };
    // Not `connect`: the cut may come before anyone looks whether both are connected.
    one.daemon.setPeer({ did: other.self.identity.did, address: addressOf(other) });
    await pollUntil(
      () => passes(one).at(-1)?.failure ?? null,
      (failure) => failure !== null,
    );
    const stored = other.log.size;
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(3_000);
    other.log.beforeReceive = undefined;
    await other.daemon.start();
    await converged([one, other], 3_000);
    const afterwards = other.log.received.slice(4).flat().length;
    expect(afterwards).toBe(3_000 - stored);
  });

  it('tries again by itself when the other could not store', async () => {
    const [one, other] = await pair();
    await connect(one, other);
    let refusals = 1;
    other.log.beforeReceive = () => {
      if (refusals-- > 0) throw new Error('The disk is full.');
    };
    one.log.write('patience');
    await converged([one, other], 1);
    expect(passes(one).map(({ failure }) => failure && inEnglish(failure))).toEqual([
      expect.stringContaining('disk is full'),
      null,
    ]);
  });

  it('asks again for what turns out to be missing', async () => {
    const victim = await cellNode(alice, [bob]);
    const log = new MemoryLog(CELL, someScid('bob'));
    log.write('first', 'second', 'third');
    const host = await bareHost(bob);
    const connection = await host.dial(multiaddr(addressOf(victim)));
    const control = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
    await control.write(json(hello(CELL, tipsSince({}, log.tips()))));
    await control.read(5_000);
    const stream = new FrameStream(await connection.newStream(LOG_PROTOCOL), LIMITS);
    const texts = [...log.missingFrom({})].map((text) => Buffer.from(text));
    await stream.write(encodeEntries({ type: 'entries', cell: CELL, seq: 0, tips: {} }, texts.slice(2)));
    const reply = JSON.parse(String(Buffer.from((await stream.read(5_000))!)));
    // It holds nothing of bob yet, and says so.
    expect(reply).toMatchObject({ type: 'ack', seq: 0, applied: 0, tips: { [someScid('bob')]: [] } });
    await stream.write(encodeEntries({ type: 'entries', cell: CELL, seq: 1, tips: {} }, texts.slice(0, 2)));
    const next = JSON.parse(String(Buffer.from((await stream.read(5_000))!)));
    expect(next).toMatchObject({ type: 'ack', seq: 1, applied: 3, tips: {} });
    expect(victim.log.texts()).toEqual(log.texts());
  });

  it('tells why receipts were refused, and does not send them again and again', async () => {
    const [one, other] = await pair();
    await connect(one, other);
    one.log.write('refuse me');
    const failure = await pollUntil(
      () => passes(one).at(-1)?.failure ?? null,
      (reason) => reason !== null,
    );
    expect(failure && inEnglish(failure)).toBe('bob refused 1 of our receipts: it asked for it');
    expect(other.log.received).toHaveLength(1);
  });

  it('cuts off who sends rubbish', async () => {
    const { victim, stream } = await atLogOf(alice);
    await stream.write(
      encodeEntries({ type: 'entries', cell: CELL, seq: 0 }, new Array(100).fill(Buffer.from('{}'))),
    );
    expect(await whyCutOff(victim)).toBe('sent 100 worthless receipts within a minute');
  });

  it('cuts off who sends something of a cell that was not named to it', async () => {
    const { victim, stream } = await atLogOf(alice);
    const cell = someHash('another cell');
    await stream.write(encodeEntries({ type: 'entries', cell, seq: 0 }, []));
    expect(await whyCutOff(victim)).toBe('sent something of a cell that we do not share');
    expect(victim.log.received).toEqual([]);
  });

  it('cuts off who leaves out a frame', async () => {
    const { victim, stream } = await atLogOf(alice);
    for (const seq of [0, 2]) await stream.write(encodeEntries({ type: 'entries', cell: CELL, seq }, []));
    expect(await whyCutOff(victim)).toBe('sent frame 2 instead of 1');
  });

  it('notices that another copy of this node has written', async () => {
    const [one, other] = await pair({ alice: 1 });
    const copy = new MemoryLog(CELL, one.log.author);
    copy.write('what the copy wrote');
    other.log.take(copy.texts());
    await connect(one, other);
    await pollUntil(
      () => one.log.barred,
      (barred) => barred,
    );
  });
});

describe('Hello in a cell', () => {
  const members = Array.from({ length: 7 }, (_, number) => `member ${number}`);

  /** A log of so many entries of seven members. */
  function history(size: number, owner: string): MemoryLog {
    const log = new MemoryLog(CELL, someScid(owner));
    for (const member of members) {
      const theirs = new MemoryLog(CELL, someScid(member));
      theirs.write(...numbered(member, Math.ceil(size / members.length)));
      log.take([...theirs.missingFrom({})]);
    }
    return log;
  }

  it.each([10, 10_000])(
    'takes about 1 KiB in one direction and less in the other with seven members and %i entries',
    async (size) => {
      const node = await cellNode(alice, [bob], { log: history(size, 'member 0') });
      const host = await bareHost(bob);
      // As the one that is dialled:
      const said = json(hello(CELL, tipsSince({}, node.log.tips())));
      const connection = await host.dial(multiaddr(addressOf(node)));
      const control = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
      await control.write(said);
      const answer = (await control.read(5_000))!;
      // As the one that dials:
      await node.daemon.stop();
      const heard = new Promise<Uint8Array>((resolve) => {
        void host.handle(HELLO_PROTOCOL, async (stream) => {
          resolve((await new FrameStream(stream, LIMITS).read(5_000))!);
        });
      });
      node.daemon.setPeer({ did: bob.identity.did, address: String(host.getMultiaddrs()[0]) });
      await node.daemon.start();
      const dialled = await heard;
      const [named] = JSON.parse(String(Buffer.from(dialled))).cells;
      expect(Object.keys(named.tips)).toHaveLength(7);
      const framed = (frame: Uint8Array) => frame.length + 4;
      console.log(
        `hello with ${size} entries of 7 members: ${framed(dialled)} bytes, answer ${framed(answer)} bytes`,
      );
      // What it takes for each cell in common.
      expect(JSON.stringify(named).length).toBeLessThan(950);
      expect(framed(dialled)).toBeLessThan(1_050);
      expect(framed(answer)).toBeLessThan(1_024);
    },
  );

  it('refuses a node of another cell on both sides, in words', async () => {
    const one = await cellNode(alice, [bob]);
    const other = await cellNode(bob, [alice], { cell: someHash('another cell') });
    one.daemon.setPeer({ did: bob.identity.did, address: addressOf(other) });
    // Who dialled named its cell, the other none.
    const another = says('error.link.memberOfAnother', { cell: CELL.slice(0, 8) });
    for (const [node, peer, reason] of [
      [one, bob, says('error.link.notSameCell')],
      [other, alice, another],
    ] as const) {
      const link = await pollUntil(
        () => node.daemon.status(peer.identity.did)?.link ?? null,
        (current) => current?.state === 'refused',
      );
      expect(link).toEqual({ state: 'refused', reason });
    }
    expect(one.log.received).toEqual([]);
  });

  it('refuses a node that is in no cell, and the other way round', async () => {
    const one = await cellNode(alice, [bob]);
    const other = await networkNode(bob, [alice]);
    one.daemon.setPeer({ did: bob.identity.did, address: addressOf(other) });
    const refused = async (node: typeof other, did: string) => {
      const link = await pollUntil(
        () => node.daemon.status(did)?.link ?? null,
        (current) => current?.state === 'refused',
      );
      return link?.state === 'refused' ? inEnglish(link.reason) : null;
    };
    expect(await refused(one, bob.identity.did)).toContain('not a member of this cell');
    expect(await refused(other, alice.identity.did)).toContain('this node is in none');
    // Once it is in the same cell, all is well.
    const log = new MemoryLog(CELL, someScid('bob'));
    await other.daemon.attachCell(memoryCell(log));
    await other.daemon.setPeer({ did: alice.identity.did, address: addressOf(one) });
    one.log.write('welcome');
    await converged([one, { log }], 1);
  });
});

function hello(cell: string, tips: object = {}): object {
  return {
    type: 'hello',
    versions: [1],
    clock: Date.now(),
    instance: '0'.repeat(16),
    ports: [4001],
    cells: [{ cell, rules: 1, tips }],
  };
}
