import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import type { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { UNACKNOWLEDGED_MAX_BYTES } from '../../../electron/node/transport/link/frames.ts';
import { CreditedSender, type SendOptions } from '../../../electron/node/transport/push/credited-sender.ts';
import { expectCodeAsync } from '../../support/throws-code.ts';

const QUARTER = UNACKNOWLEDGED_MAX_BYTES / 4;

/** A stream whose peer answers when the test says so, and whose frames are their names. */
class Line {
  readonly out: string[] = [];
  failure: Error | null = null;
  readonly #answers: Uint8Array[] = [];
  #wake = (): void => undefined;
  drain: Promise<void> = Promise.resolve();

  async write(frame: Uint8Array): Promise<void> {
    this.out.push(Buffer.from(frame).toString());
    await this.drain;
  }

  async read(): Promise<Uint8Array> {
    for (;;) {
      const answer = this.#answers.shift();
      if (answer !== undefined) return answer;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  fail(error: Error): void {
    this.failure = error;
  }

  answer(seq: number): void {
    this.#answers.push(Buffer.from(JSON.stringify({ seq })));
    this.#wake();
  }
}

function senderOn(line: Line) {
  const sender = new CreditedSender(line as unknown as FrameStream, {
    name: 'bob',
    reply: z.object({ seq: z.number() }),
    acknowledgementMs: 60_000,
    onAnswer: () => undefined,
    onEnd: () => undefined,
  });
  const send = (name: string, bytes = QUARTER, options: SendOptions = {}) => {
    const sent = sender.send(bytes, (seq) => Buffer.from(`${seq} ${name}`), options);
    sent.catch(() => undefined);
    return sent;
  };
  return { sender, send };
}

/** Lets everything happen that needs no more from outside. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('CreditedSender', () => {
  it('never has more than the credit unanswered, however many wait when an answer comes', async () => {
    const line = new Line();
    const { send } = senderOn(line);
    const names = Array.from({ length: 12 }, (_, index) => `frame ${index}`);
    const sent = names.map((name) => send(name));
    for (let answered = 0; answered < names.length; answered++) {
      await settle();
      expect(line.out).toEqual(names.slice(0, answered + 4).map((name, seq) => `${seq} ${name}`));
      line.answer(answered);
    }
    expect(await Promise.all(sent)).toEqual(names.map((_, seq) => ({ seq })));
  });

  it('lets none overtake one that waits, even if it would fit', async () => {
    const line = new Line();
    const { send } = senderOn(line);
    void send('first', 3 * QUARTER);
    void send('large', 2 * QUARTER);
    void send('small', QUARTER);
    await settle();
    expect(line.out).toEqual(['0 first']);
    line.answer(0);
    await settle();
    expect(line.out).toEqual(['0 first', '1 large', '2 small']);
  });

  it('sends what is larger than the whole credit when nothing else is unanswered', async () => {
    const line = new Line();
    const { send } = senderOn(line);
    void send('small');
    void send('huge', 2 * UNACKNOWLEDGED_MAX_BYTES);
    await settle();
    expect(line.out).toEqual(['0 small']);
    line.answer(0);
    await settle();
    expect(line.out).toEqual(['0 small', '1 huge']);
  });

  it('drops what waits when it is stopped, and keeps the credit of what has gone out until its answer', async () => {
    const line = new Line();
    const { send } = senderOn(line);
    const stop = new AbortController();
    const stopped = [0, 1, 2, 3, 4, 5].map((index) => send(`old ${index}`, QUARTER, { signal: stop.signal }));
    stop.abort();
    for (const sending of stopped) await expectCodeAsync('cancelled', () => sending);
    const next = [0, 1, 2, 3].map((index) => send(`new ${index}`));
    await settle();
    expect(line.out).toEqual(['0 old 0', '1 old 1', '2 old 2', '3 old 3']);
    for (const seq of [0, 1, 2, 3]) line.answer(seq);
    await settle();
    expect(line.out.slice(4)).toEqual(['4 new 0', '5 new 1', '6 new 2', '7 new 3']);
    for (const seq of [4, 5, 6, 7]) line.answer(seq);
    expect(await Promise.all(next)).toHaveLength(4);
    expect(line.failure).toBeNull();
  });

  it('goes on with what is behind one that is stopped while it waits', async () => {
    const line = new Line();
    const { send } = senderOn(line);
    const stop = new AbortController();
    void send('first', 3 * QUARTER);
    void send('large', 2 * QUARTER, { signal: stop.signal });
    void send('small', QUARTER);
    stop.abort();
    await settle();
    expect(line.out).toEqual(['0 first', '1 small']);
  });

  it('says that a frame is written before it says what the answer is, and never after', async () => {
    const line = new Line();
    let drained = (): void => undefined;
    line.drain = new Promise((resolve) => {
      drained = resolve;
    });
    const { send } = senderOn(line);
    const stop = new AbortController();
    const told: string[] = [];
    const sent = send('answered', 1, { onWritten: () => told.push('written') }).then(() =>
      told.push('answer'),
    );
    void send('stopped', 1, { signal: stop.signal, onWritten: () => told.push('too late') });
    await settle();
    expect(told).toEqual([]);
    line.answer(0);
    await sent;
    stop.abort();
    drained();
    await settle();
    expect(told).toEqual(['written', 'answer']);
  });

  it('fails everything that is unanswered or waits, with the reason', async () => {
    const line = new Line();
    const { sender, send } = senderOn(line);
    const sent = [0, 1, 2, 3, 4, 5].map((index) => send(`${index}`));
    sender.fail(new GhostStackError('offline', asWritten('The connection was cut.')));
    for (const sending of [...sent, send('later')]) await expectCodeAsync('offline', () => sending);
    expect(line.out).toHaveLength(4);
  });

  it('fails when the peer answers what was not sent', async () => {
    const line = new Line();
    const { send } = senderOn(line);
    const sent = send('first');
    line.answer(7);
    await expect(sent).rejects.toThrow(/answered something that was not sent/);
    expect(line.failure).not.toBeNull();
  });
});
