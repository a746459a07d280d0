import { afterEach, describe, expect, it, vi } from 'vitest';
import { tipsAhead } from '#shared/protocol/log/exchange.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { openBallot } from '../../../electron/node/cell/deciding/open-ballot.ts';
import { InvitationStore } from '../../../electron/node/cell/joining/invitation-store.ts';
import {
  type ClosingMemory,
  closeBallots,
  NOTHING_CLOSED,
} from '../../../electron/node/cell/reactions/close-ballots.ts';
import type { ReactionState } from '../../../electron/node/cell/reactions/reaction.ts';
import { IntegrityLog } from '../../../electron/node/log/integrity-log.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { meet, RealMember, realCell } from '../../support/cell/real-member.ts';

const members: RealMember[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const member of members.splice(0)) member.close();
});

function stateOf({
  log,
  identity,
  nowMs,
  logStore,
}: Pick<RealMember, 'log' | 'identity' | 'nowMs' | 'logStore'>): ReactionState {
  const head = log.ownHead();
  const tips = tipsAhead(log.graph, identity.scid, head);
  const storedAtMs = (hash: string) => logStore.storedAtMs(hash) ?? nowMs;
  return { book: log.book, me: identity.scid, head, tips, nowMs, storedAtMs };
}

function cellOfThree(): [RealMember, RealMember, RealMember] {
  const present = realCell() as [RealMember, RealMember, RealMember];
  members.push(...present);
  return present;
}

/** Opens a vote, and lets all but the last of the others vote before everybody meets. */
function decide(by: RealMember, voters: readonly RealMember[], everybody: readonly RealMember[]): void {
  const { log, epoch } = by;
  const proposal = openBallot.draft(log, 'Paint the shed', '').hash;
  const open = { proposal, attempt: 1, text: '', epoch, rules: epoch.rules };
  const ballot = openBallot.open(log, open).hash;
  meet(...everybody);
  for (const voter of voters) voter.log.append('vote', { ballot, choice: 'APPROVE' });
  meet(...everybody);
}

describe('what is remembered of ballots that were closed', () => {
  it('changes no wish, whatever news comes, also once somebody has forked', () => {
    const [alice, bob, carol] = cellOfThree();
    const all = [alice, bob, carol];
    decide(alice, all, all);
    decide(bob, [bob], all);
    const copy = new RealMember('bob', 2);
    members.push(copy);
    copy.enter(alice.log.cell);
    copy.log.receive(bob.texts());
    decide(carol, all, all);
    // The copy has signed another entry where bob's vote stands: a certificate rests on a branch that nobody cites yet.
    const other = copy.log.textOf(copy.log.append('note', {}));
    const before = [...alice.texts(), other];
    alice.log.receive([other]);
    carol.log.receive([other]);
    decide(alice, [alice, carol], [alice, carol]);
    expect(alice.log.graph.forkedAuthors()).toEqual([bob.identity.scid]);

    // Who sees the same come entry by entry, and writes nothing.
    const { cell } = alice.log;
    const watching = new RealMember('alice', 1);
    members.push(watching);
    const author = { scid: alice.identity.scid, key: alice.key };
    const { logStore: store, nowMs } = watching;
    const log = new IntegrityLog({ cell, store, clock: () => nowMs, authorise: authoriseEntry, author });
    const state = () => stateOf({ log, logStore: store, identity: alice.identity, nowMs });
    let memory: ClosingMemory = NOTHING_CLOSED;
    let wishes = 0;
    for (const text of [...before, ...alice.texts()]) {
      expect(log.receive([text]).refused).toEqual([]);
      const { memory: _, ...anew } = closeBallots(state(), { ...NOTHING_CLOSED, timers: memory.timers });
      const { memory: next, ...remembered } = closeBallots(state(), memory);
      expect(remembered).toEqual(anew);
      memory = next;
      wishes += remembered.wishes.length;
    }
    expect(wishes).toBeGreaterThan(6);
  });

  it('costs nothing at the next news, however many there are', () => {
    const [alice, bob, carol] = cellOfThree();
    const all = [alice, bob, carol];
    for (let round = 0; round < 3; round += 1) decide(alice, all, all);
    const { memory } = closeBallots(stateOf(alice), NOTHING_CLOSED);
    const slots = alice.log.book.slots();
    expect(slots.length).toBeGreaterThan(3);
    const looked = vi.spyOn(alice.log.book, 'confirms');
    closeBallots(stateOf(alice), memory);
    expect(looked.mock.calls.map(([slot]) => slot).filter((slot) => slots.includes(slot))).toEqual([]);
  });
});

describe('a decision', () => {
  it('has each entry judged once before it is signed, though its writer asks first', () => {
    const [alice, bob, carol] = cellOfThree();
    const judged = vi.spyOn(alice.log.book, 'preview');
    const body = { text: 'once' };
    expect(alice.log.objection('note', body)).toBeNull();
    alice.log.append('note', body);
    expect(judged).toHaveBeenCalledTimes(1);
    judged.mockClear();
    // Another body, other news, or a later time: judged again.
    alice.log.objection('note', body);
    alice.log.append('note', { text: 'other' });
    expect(judged).toHaveBeenCalledTimes(2);
    judged.mockClear();
    alice.log.objection('note', body);
    bob.log.append('note', {});
    alice.syncFrom(bob);
    alice.log.append('note', body);
    expect(judged).toHaveBeenCalledTimes(2);
    judged.mockClear();
    alice.log.objection('note', body);
    alice.nowMs += 1_000;
    alice.log.append('note', body);
    expect(judged).toHaveBeenCalledTimes(2);
    meet(alice, bob, carol);
    expect(carol.texts()).toEqual(alice.texts());
  });

  it('reads the DID logs of members and the rows of invitations once, and not at every news', async () => {
    const cell = LocalCell.found('Maple Street', { name: 'alice' });
    await cell.admit({ name: 'bob' });
    const { node, epoch } = cell.first;
    const reads = vi.fn();
    const watched = (log: object): never =>
      new Proxy(log, { get: (...asked) => read(reads, asked) }) as never;
    const members = epoch.members.map((one) => ({ ...one, didLog: watched(one.didLog) }));
    const names = node.directory.peers().map(({ alias }) => alias);
    node.directory.follow({ ...epoch, members }, () => null);
    reads.mockClear();
    node.directory.follow({ ...epoch, members }, () => null);
    expect(reads).not.toHaveBeenCalled();
    expect(node.directory.peers().map(({ alias }) => alias)).toEqual(names);
    cell.close();
  });
});

describe('the rows of invitations', () => {
  it('are read once, and anew after each that is written', () => {
    const store = openStore({ path: ':memory:' });
    const invitations = new InvitationStore(store);
    const row = { cell: 'a', secret: new Uint8Array(32), createdAtMs: 1, expiresAtMs: 2, seenBy: null };
    invitations.create({ id: 'one', ...row });
    const first = invitations.list('a');
    expect(invitations.list('a')).toBe(first);
    const told = (): unknown =>
      invitations.list('a').map(({ id, accepted, refused, proposal }) => [id, accepted, refused, proposal]);
    invitations.accept('one');
    expect(told()).toEqual([['one', true, false, null]]);
    invitations.drafted('one', 'hash');
    expect(told()).toEqual([['one', true, false, 'hash']]);
    // What is taken back was never there.
    const undone = () =>
      store.transaction(() => {
        invitations.refuse('one');
        expect(told()).toEqual([['one', true, true, 'hash']]);
        throw new Error('no');
      });
    expect(undone).toThrow('no');
    expect(told()).toEqual([['one', true, false, 'hash']]);
    store.close();
  });
});

function read(reads: () => void, [of, key]: [object, string | symbol, unknown]): unknown {
  reads();
  return Reflect.get(of, key);
}
