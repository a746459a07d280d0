import { expect, test } from 'vitest';
import { tipsAhead } from '#shared/protocol/log/exchange.ts';
import { closeBallots, NOTHING_CLOSED } from '../../../electron/node/cell/reactions/close-ballots.ts';
import type { ReactionState } from '../../../electron/node/cell/reactions/reaction.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';

function stateOf({ first }: LocalCell): ReactionState {
  const { log } = first.node;
  const head = log.ownHead();
  return {
    book: log.book,
    me: first.identity.scid,
    head,
    tips: tipsAhead(log.graph, first.identity.scid, head),
    nowMs: Date.now(),
    storedAtMs: () => Date.now(),
  };
}

test('a turn is remembered for as long as its slot is open', async () => {
  const cell = LocalCell.found('Maple Street', { name: 'alice' });
  await cell.admit({ name: 'bob' });
  const propose = (title: string): string =>
    cell.act('alice', ({ decisions }) => decisions.propose({ title, text: '', open: true }));
  const ballot = propose('Ladder');
  const { book } = cell.first.node.log;
  const slot = book.slots().at(-1) ?? '';
  const timer = { round: 0, startedAtMs: Date.now(), jumpedAtMs: null };
  const before = { ...NOTHING_CLOSED, timers: new Map([[slot, timer]]) };
  const during = closeBallots(stateOf(cell), before).memory;
  expect(during.open).toEqual([slot]);
  expect([...during.timers.keys()]).toEqual([slot]);

  for (const name of ['alice', 'bob'])
    cell.act(name, ({ decisions }) => decisions.vote(ballot, 'APPROVE', null));
  expect(cell.first.decisions.detail(ballot).state).toBe('passed');
  const after = closeBallots(stateOf(cell), during).memory;
  expect(after.open).toEqual([]);
  expect([...after.timers.keys()]).toEqual([]);
  cell.close();
});
