import { afterEach, describe, expect, it, vi } from 'vitest';
import { asWritten, inEnglish } from '#shared/protocol/saying.ts';
import { ReactionWriter } from '../../../electron/node/cell/reaction-writer.ts';
import { NO_WISH, type Reaction, wishing } from '../../../electron/node/cell/reactions/reaction.ts';
import {
  ballotToClose,
  type Due,
  endReactions,
  NO,
  writerOf,
  writers,
} from '../../support/cell/due-reactions.ts';

afterEach(endReactions);

describe('the writer', () => {
  const note = (text: string) =>
    ({ do: 'write', kind: 'note', body: { text }, why: asWritten(`Noting ${text}`) }) as const;
  const notes = ({ log, member }: Due) =>
    log.graph
      .heads(member.identity.scid)
      .flatMap((head) => (head.entry.kind === 'note' ? [head.entry.body.text] : []));

  it('asks in a fixed order, and from the first again after each entry', () => {
    const due = ballotToClose();
    const asked: string[] = [];
    const once = (text: string): Reaction => {
      let isDone = false;
      return {
        name: asWritten(text),
        react: () => {
          asked.push(text);
          if (isDone) return NO_WISH;
          isDone = true;
          return wishing(note(text));
        },
      };
    };
    writerOf(due, once('one'), once('two')).start();
    expect(asked).toEqual(['one', 'one', 'two', 'one', 'two']);
    expect(notes(due)).toEqual(['two']);
  });

  it('asks again for what was refused once something else is written', () => {
    const due = ballotToClose();
    const objection = vi
      .spyOn(due.log, 'objection')
      .mockImplementation((_, { text }) => (text === 'late' && notes(due)[0] !== 'early' ? NO : null));
    const wanted = new Set(['late', 'early']);
    const append = due.log.append.bind(due.log);
    vi.spyOn(due.log, 'append').mockImplementation((kind, body) => {
      wanted.delete(String(body.text));
      return append(kind, body);
    });
    writerOf(due, { name: asWritten('Noting'), react: () => wishing(...[...wanted].map(note)) }).start();
    expect(objection.mock.calls.map(([, { text }]) => text)).toEqual(['late', 'early', 'late']);
    expect(notes(due)).toEqual(['late']);
  });

  it('does not try again what threw, though something else is written', () => {
    const due = ballotToClose();
    const append = due.log.append.bind(due.log);
    const tried: unknown[] = [];
    vi.spyOn(due.log, 'append').mockImplementation((kind, body) => {
      tried.push(body.text);
      if (body.text === 'bad') throw new Error('a row is bad');
      return append(kind, body);
    });
    const { log, member } = due;
    const failed = vi.fn();
    const writer = new ReactionWriter({
      log,
      me: member.identity.scid,
      clock: () => member.nowMs,
      storedAtMs: () => null,
      reactions: [{ name: asWritten('Noting'), react: () => wishing(note('bad'), note('good')) }],
      failed,
    });
    writers.push(writer);
    writer.start();
    expect(tried).toEqual(['bad', 'good']);
    expect(failed.mock.calls.map(([what]) => inEnglish(what))).toEqual(['Noting bad']);
  });

  it('has one alarm, for the first of the moments that are named, and for a minute at most', () => {
    const due = ballotToClose();
    const rung: number[] = [];
    const off = vi.fn();
    const waking = (afterMs: number | null): Reaction => ({
      name: asWritten('Waiting'),
      react: ({ nowMs }) => ({ ...NO_WISH, wakeAtMs: afterMs === null ? null : nowMs + afterMs }),
    });
    for (const reactions of [
      [waking(5_000), waking(null), waking(3_000)],
      [waking(90_000)],
      [waking(null)],
    ]) {
      const { log, member } = due;
      const writer = new ReactionWriter({
        log,
        me: member.identity.scid,
        clock: () => member.nowMs,
        storedAtMs: () => null,
        reactions,
        alarm: (afterMs) => {
          rung.push(afterMs);
          return off;
        },
      });
      writer.start();
      writer.stop();
    }
    expect(rung).toEqual([3_001, 60_000]);
    expect(off).toHaveBeenCalledTimes(2);
  });

  it('looks again in a minute, not at once, for what is due and refused', () => {
    const due = ballotToClose();
    vi.spyOn(due.log, 'objection').mockReturnValue(NO);
    const { log, member } = due;
    const rung: number[] = [];
    const writer = new ReactionWriter({
      log,
      me: member.identity.scid,
      clock: () => member.nowMs,
      storedAtMs: () => null,
      reactions: [due.reaction()],
      alarm: (afterMs) => {
        rung.push(afterMs);
        return () => undefined;
      },
    });
    writer.start();
    writer.stop();
    expect(rung).toEqual([60_000]);
  });

  it('reports a reaction that throws by its name, and asks the others', () => {
    const due = ballotToClose();
    const failed = vi.fn();
    const { log, member } = due;
    const bad = new Error('a row is bad');
    const writer = new ReactionWriter({
      log,
      me: member.identity.scid,
      clock: () => member.nowMs,
      storedAtMs: () => null,
      reactions: [
        {
          name: asWritten('Reading rows'),
          react: () => {
            throw bad;
          },
        },
        due.reaction(),
      ],
      failed,
    });
    writers.push(writer);
    writer.start();
    expect(failed.mock.calls).toEqual([[asWritten('Reading rows'), bad]]);
    expect(log.ownHead()?.entry.kind).toBe('confirm');
  });
});
