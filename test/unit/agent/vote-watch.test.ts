import { expect, test } from 'vitest';
import type { ProposalState } from '#shared/contract/domain/governance.ts';
import { VoteWatch } from '../../../electron/node/agent/vote-watch.ts';

const vote = (number: number, state: ProposalState = 'voting') => ({
  id: `p${number}`,
  label: `P-${number}`,
  state,
});

function looks() {
  const watch = new VoteWatch();
  return (open: readonly number[], ended: Readonly<Record<string, ProposalState>> = {}) => {
    const looked: string[] = [];
    const events = watch.look({
      open: open.map((number) => vote(number)),
      standing: (id) => {
        looked.push(id);
        const state = ended[id];
        return state ? vote(Number(id.slice(1)), state) : null;
      },
    });
    return { events, looked };
  };
}

test('votes that are called and decided are news; what was open at the first look is not', () => {
  const look = looks();
  expect(look([1, 2]).events).toEqual([]);
  expect(look([1, 2, 3]).events).toEqual([{ kind: 'vote-called', proposal: 'P-3' }]);
  expect(look([3], { p1: 'passed', p2: 'expired' }).events).toEqual([
    { kind: 'vote-decided', proposal: 'P-1' },
    { kind: 'vote-decided', proposal: 'P-2' },
  ]);
});

test('one that was withdrawn, forked or is gone is none, and of the others nobody asks how they stand', () => {
  const look = looks();
  look([1, 2, 3, 4]);
  expect(look([4], { p1: 'withdrawn', p2: 'forked' })).toEqual({ events: [], looked: ['p1', 'p2', 'p3'] });
});
