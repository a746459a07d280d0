import { afterEach, describe, expect, it, vi } from 'vitest';
import { tipsAhead } from '#shared/protocol/log/exchange.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { ReactionWriter } from '../../../electron/node/cell/reaction-writer.ts';
import { GOING_ON, goOn } from '../../../electron/node/cell/reactions/go-on.ts';
import { LETTING_IN } from '../../../electron/node/cell/reactions/let-in.ts';
import { NO_WISH } from '../../../electron/node/cell/reactions/reaction.ts';
import type { IntegrityLog } from '../../../electron/node/log/integrity-log.ts';
import {
  ballotToClose,
  type Due,
  endReactions,
  forkToProve,
  kindsOf,
  members,
  NO,
  newcomerToLetIn,
  reported,
  restoreToTell,
  writerOf,
  writers,
} from '../../support/cell/due-reactions.ts';
import type { RealMember } from '../../support/cell/real-member.ts';

afterEach(endReactions);

describe.each([
  ['a ballot to close', ballotToClose],
  ['a fork to prove', forkToProve],
  ['a restore to tell', restoreToTell],
  ['a newcomer to let in', newcomerToLetIn],
])('where there is %s', (_, prepare) => {
  it('is wished for by a pure function: the same for one state, and nothing is written by it', () => {
    const { member, log, reaction } = prepare();
    const { scid: me } = member.identity;
    const { graph, book } = log;
    const head = log.ownHead();
    const tips = tipsAhead(graph, me, head);
    const { nowMs } = member;
    const state = { book, me, head, tips, nowMs, storedAtMs: () => nowMs };
    const { size } = graph;
    const { wishes } = reaction().react(state);
    expect(wishes).toHaveLength(1);
    expect(reaction().react(state).wishes).toEqual(wishes);
    expect(graph.size).toBe(size);
  });

  it('is written until nothing more is wished for, and then nothing at all', () => {
    const due = prepare();
    const append = vi.spyOn(due.log, 'append');
    const writer = writerOf(due, due.reaction());
    writer.start();
    expect(kindsOf(append.mock.calls)).toEqual(due.kinds);
    writer.act();
    expect(append).toHaveBeenCalledTimes(due.kinds.length);
    expect(reported).toEqual([]);
  });

  it('signs nothing that the rules call invalid, and does not repeat it before there is news', () => {
    const due = prepare();
    const append = vi.spyOn(due.log, 'append');
    const objection = vi.spyOn(due.log, 'objection').mockReturnValue(NO);
    const writer = writerOf(due, due.reaction());
    writer.start();
    expect(kindsOf(objection.mock.calls)).toEqual(due.kinds.slice(0, 1));
    writer.act();
    expect(kindsOf(objection.mock.calls)).toEqual([due.kinds[0], due.kinds[0]]);
    expect(append).not.toHaveBeenCalled();
  });

  it('does not repeat a step that came to nothing', () => {
    const due = prepare();
    const head = due.log.ownHead();
    if (!head) throw new Error('it has written nothing');
    const append = vi.spyOn(due.log, 'append').mockReturnValue(head);
    writerOf(due, due.reaction()).start();
    expect(kindsOf(append.mock.calls)).toEqual(due.kinds.slice(0, 1));
  });

  it('signs nothing while signing is barred', () => {
    const due = prepare();
    const append = vi.spyOn(due.log, 'append');
    due.log.barSigning(asWritten('this may be a second one'));
    const writer = writerOf(due, due.reaction());
    writer.start();
    expect(append).not.toHaveBeenCalled();
    due.log.barSigning(null);
    writer.act();
    expect(kindsOf(append.mock.calls)).toEqual(due.kinds);
  });

  it('reports what cannot be written, once, and goes on with the others', () => {
    const due = prepare();
    vi.spyOn(due.log, 'append').mockImplementation((kind) => {
      throw new Error(`the disk is full for a ${kind}`);
    });
    const failed = vi.fn();
    const after = vi.fn(() => NO_WISH);
    const { log, member } = due;
    const writer = new ReactionWriter({
      log,
      me: member.identity.scid,
      clock: () => member.nowMs,
      storedAtMs: () => null,
      reactions: [due.reaction(), { name: asWritten('Looking on'), react: after }],
      failed,
    });
    writers.push(writer);
    writer.start();
    expect(failed.mock.calls.map(([, error]) => String(error))).toEqual([
      `Error: the disk is full for a ${due.kinds[0]}`,
    ]);
    expect(after).toHaveBeenCalledTimes(1);
  });
});

describe('what somebody waits for', () => {
  it('is reported when the rules refuse it, and what nobody waits for is not', () => {
    const due = newcomerToLetIn();
    vi.spyOn(due.log, 'objection').mockImplementation((kind) => (kind === 'open' ? NO : null));
    writerOf(due, due.reaction()).start();
    expect(reported.map(([what]) => what)).toEqual(['Letting newcomers in']);
    expect(reported[0]?.[1]).toContain('not by these rules');
    const other = ballotToClose();
    vi.spyOn(other.log, 'objection').mockReturnValue(NO);
    writerOf(other, other.reaction()).start();
    expect(reported).toHaveLength(1);
  });

  it('is told to whoever asked for it then, and not to the one who is told else', () => {
    const due = newcomerToLetIn();
    const writer = writerOf(due, due.reaction());
    due.log.barSigning(asWritten('not yet'));
    writer.start();
    due.log.barSigning(null);
    vi.spyOn(due.log, 'objection').mockReturnValue(NO);
    const told = vi.fn();
    writer.act(told);
    expect(told.mock.calls.map(([what]) => what)).toEqual([LETTING_IN]);
    expect(reported).toEqual([]);
  });
});

describe('a restored home', () => {
  /** alice, bob and carol; what is known of bob's feed by bob. */
  function restored(): { log: IntegrityLog; me: string; others: readonly [string, string]; due: Due } {
    const due = restoreToTell();
    const [alice, bob, carol] = members as [RealMember, RealMember, RealMember];
    const others = [alice.identity.scid, carol.identity.scid] as const;
    return { log: due.log, me: bob.identity.scid, others, due };
  }
  const epochOf = ({ book, graph }: IntegrityLog) =>
    book.epochAt(graph.authors().flatMap((author) => [...graph.heads(author)]));

  it('may go on once every other member has told what it holds, and no second node lives', () => {
    const { log, me, others } = restored();
    const epoch = epochOf(log);
    const wishes = (answered: readonly string[] | null, hasTwin = false, at: typeof epoch | null = epoch) =>
      goOn({ me, epoch: at, answered, hasTwin }).wishes.map((wish) => wish.do);
    expect(wishes(others)).toEqual(['begin generation']);
    expect(wishes(null)).toEqual([]);
    expect(wishes([])).toEqual([]);
    expect(wishes(others.slice(1))).toEqual([]);
    expect(wishes(others, true)).toEqual([]);
    expect(wishes(others, false, null)).toEqual([]);
    const alone = { ...epoch, members: epoch.members.filter(({ scid }) => scid === me) };
    expect(wishes(others, false, alone)).toEqual([]);
  });

  it('is asked for that only while it signs nothing, once, and for all else when it signs again', () => {
    const { log, me, others, due } = restored();
    const begun = vi.fn();
    const after = vi.fn(() => NO_WISH);
    const writer = new ReactionWriter({
      log,
      me,
      clock: () => due.member.nowMs,
      storedAtMs: () => null,
      reactions: [{ name: asWritten('Looking on'), react: after }],
      whenBarred: [
        { name: GOING_ON, react: () => goOn({ me, epoch: epochOf(log), answered: others, hasTwin: false }) },
      ],
      beginGeneration: begun,
    });
    writers.push(writer);
    writer.start();
    expect([begun.mock.calls.length, after.mock.calls.length]).toEqual([0, 1]);
    log.barSigning(asWritten('this may be an older copy'));
    // It comes to nothing, and is not begun again.
    writer.act();
    expect([begun.mock.calls.length, after.mock.calls.length]).toEqual([1, 1]);
    begun.mockImplementation(() => log.barSigning(null));
    writer.act();
    expect([begun.mock.calls.length, after.mock.calls.length]).toEqual([2, 2]);
  });
});
