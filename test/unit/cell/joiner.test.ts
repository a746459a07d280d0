import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { readInvitation } from '../../../electron/node/cell/joining/invitation.ts';
import { JoinQuestions } from '../../../electron/node/cell/joining/join-exchange.ts';
import { CLOSED_MS } from '../../../electron/node/cell/joining/join-hopes.ts';
import { newJoinRecord } from '../../../electron/node/cell/joining/join-record.ts';
import { Joiner } from '../../../electron/node/cell/joining/joiner.ts';
import { ClosedGate } from '../../../electron/node/transport/join/ask-to-join.ts';
import { StrangerBudget } from '../../../electron/node/transport/link/stranger-budget.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { LocalMember } from '../../../electron/node/tutorial/local-member.ts';

let cell: LocalCell;
let bob: LocalMember;
let joiner: Joiner | undefined;
let admitted: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  cell = LocalCell.found('Maple Street', { name: 'alice' });
  bob = new LocalMember({ name: 'bob' });
  admitted = 0;
});

afterEach(() => {
  joiner?.stop();
  bob.close();
  cell.close();
  vi.useRealTimers();
});

const closed = () => new ClosedGate('unavailable', asWritten('The inviter lets nobody in now.'));

/** Bob asks Alice's real desk, wherever `gate` gives no error. */
function bobJoins(gate: () => GhostStackError | null): Joiner {
  const { admissions } = cell.first.node;
  const { code } = admissions.invite(['/ip4/127.0.0.1/tcp/1'], 600_000);
  joiner = new Joiner({
    invitation: readInvitation(code),
    record: newJoinRecord(code, true, Date.now()),
    save: () => undefined,
    self: bob.identity,
    alias: 'bob',
    clock: Date.now,
    changed: () => undefined,
    admitted: () => {
      admitted += 1;
    },
    ask: async (request) => {
      const error = gate();
      if (error) throw error;
      return admissions.answer(request, bob.key.publicKey);
    },
  });
  return joiner;
}

test('a gate that is closed for a moment does not end the question', async () => {
  let open = false;
  bobJoins(() => (open ? null : closed()));
  await vi.advanceTimersByTimeAsync(CLOSED_MS - 2_000);
  expect(joiner?.view()).toMatchObject({
    state: 'connecting',
    trouble: { message: 'The inviter lets nobody in now.' },
  });
  open = true;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(admitted).toBe(1);
});

test('a gate that closes now and then is not one that stays closed', async () => {
  let turn = 0;
  bobJoins(() => {
    turn += 1;
    return turn % 10 === 0 ? new GhostStackError('offline', asWritten('It cannot be reached.')) : closed();
  });
  await vi.advanceTimersByTimeAsync(5 * CLOSED_MS);
  expect(joiner?.view()?.state).toBe('connecting');
});

test('a gate that stays closed ends it', async () => {
  bobJoins(closed);
  await vi.advanceTimersByTimeAsync(CLOSED_MS + 1_000);
  expect(joiner?.view()).toMatchObject({
    state: 'refused',
    trouble: { message: 'The inviter lets nobody in now.' },
  });
});

test('four that wait behind one address for ten minutes are never told to ask less often', async () => {
  const { admissions } = cell.first.node;
  const budget = new StrangerBudget(Date.now);
  const told = new Set<string>();
  const four = ['bob', 'carol', 'dave', 'erin'].map((name) => new LocalMember({ name }));
  const joiners = four.map(({ identity, key, name }) => {
    const { code } = admissions.invite(['/ip4/127.0.0.1/tcp/1'], 600_000);
    const ask = async (request: unknown) => {
      const isIn = budget.take(key.did, '192.168.1.7');
      told.add(isIn ? 'answered' : 'too many requests');
      if (!isIn) throw new GhostStackError('unavailable', asWritten('Too many requests.'));
      // Nobody accepts: the desk of a member that lets nobody in by itself.
      const answer = await admissions.answer(request, key.publicKey);
      return { ...answer, state: 'asking' };
    };
    const none = () => undefined;
    return new Joiner({
      invitation: readInvitation(code),
      record: newJoinRecord(code, false, Date.now()),
      save: none,
      self: identity,
      alias: name,
      clock: Date.now,
      changed: none,
      admitted: none,
      ask,
    });
  });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(joiners.map((each) => each.view()?.state)).toEqual(four.map(() => 'comparing'));
  expect([...told]).toEqual(['answered']);
  for (const each of joiners) each.stop();
  for (const each of four) each.close();
});

test('who has no invitation is told so before its DID log is looked at', async () => {
  const { admissions } = cell.first.node;
  const invitation = readInvitation(admissions.invite(['/ip4/127.0.0.1/tcp/1'], 600_000).code);
  bobJoins(closed);
  const request = new JoinQuestions({ invitation, identity: bob.identity, alias: 'bob' }).first();
  const without = { ...request, proof: 'A'.repeat(43), didLog: [{ parameters: { scid: 'Qm' } }] };
  await expect(admissions.answer(without, bob.key.publicKey)).rejects.toMatchObject({ code: 'not-found' });
  const other = new LocalMember({ name: 'carol' });
  const stolen = { ...request, didLog: other.identity.log };
  await expect(admissions.answer(stolen, other.key.publicKey)).rejects.toMatchObject({ code: 'not-found' });
  await expect(admissions.answer(request, other.key.publicKey)).rejects.toMatchObject({ code: 'refused' });
  other.close();
});
