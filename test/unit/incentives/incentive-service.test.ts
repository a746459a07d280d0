import { expect, test } from 'vitest';
import { openStore } from '../../../electron/node/store/store.ts';
import { IncentiveService } from '../../../electron/node/tutorial/incentive-service.ts';
import type { TokenReceipt } from '../../../electron/node/tutorial/token-book.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });

test('members start with 100 and each change has its receipt', () => {
  const seen: TokenReceipt[] = [];
  const incentives = new IncentiveService({ now: () => 7, observe: (receipt) => seen.push(receipt) });
  incentives.register('alice');
  incentives.register('bob', 0);
  incentives.reward('alice', 10, 'proposal creation');
  expect(incentives.balance('alice')).toBe(110);
  expect(incentives.balances()).toEqual({ alice: 110, bob: 0 });
  expect(incentives.receipts('alice')).toEqual([
    {
      number: 1,
      node: 'alice',
      kind: 'register',
      amount: 100,
      balance: 100,
      reason: 'registration',
      atMs: 7,
    },
    {
      number: 3,
      node: 'alice',
      kind: 'reward',
      amount: 10,
      balance: 110,
      reason: 'proposal creation',
      atMs: 7,
    },
  ]);
  expect(seen.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('balances survive in the store, in the order of the names', () => {
  const store = openStore({ path: ':memory:' });
  const before = new IncentiveService({ store });
  for (const node of ['carol', '__proto__', 'bob']) before.register(node);
  before.reward('bob', 5);
  const after = new IncentiveService({ store });
  expect(Object.entries(after.balances())).toEqual([
    ['__proto__', 100],
    ['bob', 105],
    ['carol', 100],
  ]);
});

test.each([[0], [-5], [2.5], [Number.NaN], ['10']])(
  'a reward of %s is refused and changes nothing',
  (amount) => {
    const incentives = new IncentiveService();
    incentives.register('alice');
    expect(() => incentives.reward('alice', amount as number)).toThrow(code('invalid-argument'));
    expect(incentives.balance('alice')).toBe(100);
  },
);

test('who is not registered has no balance, and nobody registers twice', () => {
  const incentives = new IncentiveService();
  expect(() => incentives.balance('nobody')).toThrow(code('not-found'));
  expect(() => incentives.reward('nobody', 5)).toThrow(code('not-found'));
  expect(() => incentives.register('')).toThrow(code('invalid-argument'));
  expect(() => incentives.register('alice', -1)).toThrow(code('invalid-argument'));
  incentives.register('alice');
  expect(() => incentives.register('alice')).toThrow(code('already-exists'));
  incentives.register('rich', Number.MAX_SAFE_INTEGER);
  expect(() => incentives.reward('rich', 1)).toThrow(code('too-large'));
});
