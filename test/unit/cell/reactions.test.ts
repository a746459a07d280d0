import { afterEach, describe, expect, it, vi } from 'vitest';
import { tipsAhead } from '#shared/protocol/log/exchange.ts';
import { refusal } from '#shared/protocol/log/refusal.ts';
import { asWritten, inEnglish } from '#shared/protocol/saying.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { knownWriter } from '../../../electron/node/cell/deciding/known-writer.ts';
import { openBallot } from '../../../electron/node/cell/deciding/open-ballot.ts';
import type { InvitationRow } from '../../../electron/node/cell/joining/invitation-store.ts';
import { ReactionWriter } from '../../../electron/node/cell/reaction-writer.ts';
import {
  CLOSING,
  closeBallots,
  NOTHING_CLOSED,
} from '../../../electron/node/cell/reactions/close-ballots.ts';
import { GOING_ON, goOn } from '../../../electron/node/cell/reactions/go-on.ts';
import { LETTING_IN, letIn } from '../../../electron/node/cell/reactions/let-in.ts';
import { PROVING, proveFork } from '../../../electron/node/cell/reactions/prove-fork.ts';
import {
  NO_WISH,
  type Reaction,
  type ReactionState,
  type RowWish,
  remembering,
  wishing,
} from '../../../electron/node/cell/reactions/reaction.ts';
import { TELLING, tellRestore } from '../../../electron/node/cell/reactions/tell-restore.ts';
import { IntegrityLog } from '../../../electron/node/log/integrity-log.ts';
import { RealMember, realCell } from '../../support/cell/real-member.ts';

interface Due {
  readonly member: RealMember;
  /** Of the member, with nobody who follows it. */
  readonly log: IntegrityLog;
  readonly reaction: () => Reaction;
  /** What is written once there is nothing against it. */
  readonly kinds: readonly string[];
  readonly note?: (wish: RowWish) => void;
}

const members: RealMember[] = [];
const writers: ReactionWriter[] = [];
const reported: (readonly [string, string])[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  reported.splice(0);
  for (const writer of writers.splice(0)) writer.stop();
  for (const member of members.splice(0)) member.close();
});

function logOf(
  { logStore: store, identity, key }: RealMember,
  cell: string,
  clock: () => number,
): IntegrityLog {
  const author = { scid: identity.scid, key };
  return new IntegrityLog({ cell, store, clock, authorise: authoriseEntry, isWriter: knownWriter, author });
}

/** Everybody has voted, which is one. */
function ballotToClose(): Due {
  const member = new RealMember('alice', 1);
  members.push(member);
  const log = logOf(member, member.found('Maple Street'), () => member.nowMs);
  const proposal = openBallot.draft(log, 'Paint the shed', '').hash;
  const epoch = log.book.epochAt([...log.graph.heads(member.identity.scid)]);
  const { hash } = openBallot.open(log, { proposal, attempt: 1, text: '', epoch, rules: epoch.rules });
  log.append('vote', { ballot: hash, choice: 'APPROVE' });
  const reaction = () => remembering(CLOSING, NOTHING_CLOSED, closeBallots);
  return { member, log, reaction, kinds: ['close', 'sign', 'confirm'] };
}

/** bob has signed twice at one place. */
function forkToProve(): Due {
  const [alice, bob, carol] = realCell() as [RealMember, RealMember, RealMember];
  const copy = new RealMember('bob', 2);
  members.push(alice, bob, carol, copy);
  const { cell } = alice.log;
  copy.enter(cell);
  copy.log.receive(alice.texts());
  const log = logOf(alice, cell, () => alice.nowMs);
  log.receive([bob, copy].map((one) => one.log.textOf(one.log.append('note', { from: one === copy }))));
  return { member: alice, log, reaction: () => ({ name: PROVING, react: proveFork }), kinds: ['proof'] };
}

function restoreToTell(): Due {
  const present = realCell();
  members.push(...present);
  const bob = present[1] as RealMember;
  const log = logOf(bob, bob.log.cell, () => bob.nowMs);
  log.beginGeneration();
  return {
    member: bob,
    log,
    reaction: () => ({ name: TELLING, react: tellRestore }),
    kinds: ['draft', 'open'],
  };
}

/** Both have compared the words, and alice accepts. */
function newcomerToLetIn(): Due {
  const member = new RealMember('alice', 1);
  const bob = new RealMember('bob', 2);
  members.push(member, bob);
  const cell = member.found('Maple Street');
  const log = logOf(member, cell, () => member.nowMs);
  const { scid, log: didLog } = bob.identity;
  let row: InvitationRow = {
    id: 'first',
    cell,
    secret: new Uint8Array(32),
    createdAtMs: member.nowMs,
    expiresAtMs: member.nowMs + 60_000,
    revoked: false,
    asker: { scid, alias: 'bob', didLog: didLog as never, askedAtMs: member.nowMs },
    accepted: true,
    refused: false,
    proposal: null,
    exchange: {
      commitment: '',
      ourNonce: new Uint8Array(32),
      theirNonce: new Uint8Array(32),
    },
    words: 'same',
    seenBy: null,
  };
  const epoch = log.book.epochAt([...log.graph.heads(member.identity.scid)]);
  const reaction = () => ({
    name: LETTING_IN,
    react: (state: ReactionState) => letIn(state, { epoch, rows: [row], acceptAll: false }),
  });
  const note = ({ says }: RowWish): void => {
    if (typeof says === 'object') row = { ...row, proposal: says.drafted };
  };
  return { member, log, reaction, kinds: ['draft', 'open', 'vote'], note };
}

function writerOf({ member, log, note }: Due, ...reactions: readonly Reaction[]): ReactionWriter {
  const writer = new ReactionWriter({
    log,
    ...(note ? { note } : {}),
    me: member.identity.scid,
    clock: () => member.nowMs,
    storedAtMs: (hash) => member.logStore.storedAtMs(hash),
    reactions,
    failed: (what, error) => reported.push([inEnglish(what), String(error)]),
  });
  writers.push(writer);
  return writer;
}

const NO = refusal('rules', asWritten('not by these rules'));
const kindsOf = (calls: readonly (readonly unknown[])[]) => calls.map(([kind]) => kind);

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
