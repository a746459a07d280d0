import { multiaddr } from '@multiformats/multiaddr';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CELL_RULES, RULES_VERSION } from '#shared/protocol/closing/bodies.ts';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { HELLO_PROTOCOL } from '../../../electron/node/transport/link/frames.ts';
import type { Tips } from '../../../electron/node/transport/log/tips.ts';
import { CELL, type CellNode, cellNode, converged } from '../../support/cell-node.ts';
import { addressOf, bareHost, connect } from '../../support/libp2p.ts';
import { MemoryLog, someHash, someScid } from '../../support/memory-log.ts';
import { person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { reasonInEnglish } from '../../support/reason-in-english.ts';

const [alice, bob] = [person('alice'), person('bob')];
const LIMITS = { maxFrameBytes: 1024 * 1024, maxUnreadBytes: 4 * 1024 * 1024, frameMs: 5_000 };
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const authors = (count: number) => Array.from({ length: count }, (_, at) => someScid(`author ${at}`));
const ends = (count: number) => Array.from({ length: count }, (_, at) => someHash(`end ${at}`));

/** Says of one author that it has many branches. */
class BranchedLog extends MemoryLog {
  readonly branches: Record<string, readonly string[]> = {};

  override tips(): Tips {
    return { ...super.tips(), ...this.branches };
  }
}

const told = (node: CellNode) =>
  node.events.flatMap((event) => (event.type === 'tips' ? [event.tips] : [])).at(-1) ?? {};
const cutOff = (node: CellNode) => node.events.filter(({ type }) => type === 'cut-off');

describe('A hello with more tips than fit into a frame', () => {
  it('goes on, whoever dialled: of more authors, and of one with more branches than a frame names', async () => {
    for (const isDialled of [false, true]) {
      const log = new BranchedLog(CELL, someScid('alice'));
      const one = await cellNode(alice, [bob], { log });
      const other = await cellNode(bob, [alice]);
      for (const author of authors(700)) {
        const text = log.next(author, 'hello');
        log.take([text]);
        other.log.take([text]);
      }
      const [branched = ''] = authors(1);
      log.branches[branched] = ends(150);
      await (isDialled ? connect(other, one) : connect(one, other));
      await pollUntil(
        () => told(other)[branched]?.length,
        (count) => count === 150,
      );
      expect(Object.keys(told(other))).toHaveLength(700);
      // And so do tips that change while both are connected.
      log.branches[branched] = ends(200);
      one.log.write('news');
      await pollUntil(
        () => told(other)[branched]?.length,
        (count) => count === 200,
      );
      await converged([one, other], 701);
      expect([...cutOff(one), ...cutOff(other)]).toEqual([]);
      await Promise.all([one, other].map(({ daemon }) => daemon.stop()));
    }
  });

  it('says by which version of the rules its cell is judged', async () => {
    const node = await cellNode(alice, [bob]);
    const host = await bareHost(bob);
    const connection = await host.dial(multiaddr(addressOf(node)));
    const control = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
    const hello = { versions: [1], clock: 0, instance: 'ab'.repeat(8), ports: [] };
    const cells = [{ cell: CELL, rules: RULES_VERSION, tips: {} }];
    await control.write(json({ type: 'hello', ...hello, cells }));
    const answer = JSON.parse(Buffer.from((await control.read()) ?? []).toString('utf8'));
    expect(answer).toMatchObject({ type: 'hello', cells: [{ cell: CELL, rules: RULES_VERSION }] });
    expect(DEFAULT_CELL_RULES.version).toBe(RULES_VERSION);
  });

  it('does not go on without end', async () => {
    const node = await cellNode(alice, [bob]);
    const host = await bareHost(bob);
    const connection = await host.dial(multiaddr(addressOf(node)));
    const control = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
    const cell = { cell: CELL, rules: 1, tips: { [someScid('x')]: someHash('x') } };
    const hello = { versions: [1], clock: 0, instance: 'ab'.repeat(8), ports: [], cells: [cell] };
    await control.write(json({ type: 'hello', ...hello, more: true }));
    for (let frame = 0; frame < 40; frame += 1)
      await control.write(json({ type: 'cell', ...cell, more: true })).catch(() => undefined);
    await pollUntil(
      () => cutOff(node),
      ({ length }) => length > 0,
    );
    expect(reasonInEnglish(cutOff(node)[0])).toBe('sent a hello of more than 32 frames');
  });

  it('nor does what is told of a cell later on', async () => {
    const node = await cellNode(alice, [bob]);
    const host = await bareHost(bob);
    const connection = await host.dial(multiaddr(addressOf(node)));
    const control = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
    const hello = { versions: [1], clock: 0, instance: 'ab'.repeat(8), ports: [] };
    await control.write(json({ type: 'hello', ...hello, cells: [{ cell: CELL, rules: 1 }] }));
    // An end comes in time; then each frame names another of two cells, and none of the two ever ends.
    for (let frame = 0; frame < 60; frame += 1) {
      const cell = {
        cell: someHash(`cell ${frame % 2}`),
        rules: 1,
        tips: { [someScid(`x ${frame}`)]: someHash('x') },
      };
      await control.write(json({ type: 'cell', ...cell, more: frame !== 20 })).catch(() => undefined);
    }
    await pollUntil(
      () => cutOff(node),
      ({ length }) => length > 0,
    );
    expect(reasonInEnglish(cutOff(node)[0])).toBe('told of one cell in more than 32 frames');
  });
});
