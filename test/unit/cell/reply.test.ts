import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { refusal } from '#shared/protocol/log/refusal.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { CellNode } from '../../../electron/node/cell/cell-node.ts';
import { CellStore, foundCell } from '../../../electron/node/cell/cell-store.ts';
import { readInvitation } from '../../../electron/node/cell/joining/invitation.ts';
import { JoinQuestions } from '../../../electron/node/cell/joining/join-exchange.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { RealMember } from '../../support/cell/real-member.ts';

const alice = new RealMember('alice', 1);
const bob = new RealMember('bob', 2);
const SAME = { words: 'same', at: alice.nowMs } as const;
const failed = vi.fn();
let node: CellNode;
let questions: JoinQuestions;

const ask = (question: ReturnType<JoinQuestions['first']>) =>
  node.admissions.answer(question, bob.key.publicKey);
const kinds = () => [...node.log.graph.nodes()].map(({ entry }) => entry.kind);

beforeEach(async () => {
  const { identity, key, nowMs, store } = alice;
  const founding = { name: 'Maple Street', alias: 'alice', identity, key, nowMs };
  node = new CellNode({
    cell: foundCell(new CellStore(store), alice.logStore, founding),
    store,
    settings: new SettingsStore(store),
    self: identity,
    alias: 'alice',
    key,
    clock: () => nowMs,
    uptime: () => nowMs,
    acceptJoins: false,
    changed: () => undefined,
    gone: () => undefined,
    failed,
  });
  node.start();
  const { code } = node.admissions.invite(['/ip4/127.0.0.1/tcp/1'], 60_000);
  questions = new JoinQuestions({ invitation: readInvitation(code), identity: bob.identity, alias: 'bob' });
  await ask(questions.first({ words: 'comparing', at: alice.nowMs }));
  await ask(questions.next(SAME));
});

afterEach(() => {
  vi.restoreAllMocks();
  node.stop();
  for (const member of [alice, bob]) member.close();
});

it('tells the operator what keeps a newcomer from being let in, and lets it in once nothing does', async () => {
  const objection = vi
    .spyOn(node.log, 'objection')
    .mockImplementation((kind) =>
      kind === 'open' ? refusal('rules', asWritten('too many are open')) : null,
    );
  expect(() => node.admissions.reply(bob.identity.scid, true)).toThrow('too many are open');
  expect(failed).not.toHaveBeenCalled();
  expect(kinds()).toEqual(['found', 'draft']);
  // To the newcomer it is none of its business: the node says it among its problems.
  await ask(questions.next(SAME));
  expect(failed.mock.calls.map(([, error]) => String(error))).toEqual([
    expect.stringContaining('too many are open'),
  ]);
  objection.mockRestore();
  await ask(questions.next(SAME));
  expect(kinds()).toEqual(['found', 'draft', 'open', 'vote', 'close', 'sign', 'confirm']);
});
