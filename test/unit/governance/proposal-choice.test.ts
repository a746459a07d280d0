import { describe, expect, test } from 'vitest';
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { columnOf, countProposals } from '#shared/contract/domain/proposal-column.ts';
import { MostUrgent, proposalPage } from '../../../electron/node/cell/deciding/proposal-choice.ts';
import { sampleProposal } from '../../support/sample-proposal.ts';

const HOUR = 3_600_000;

/** 306 as a busy cell has them, the newest first: six decided long ago, 300 open, of which the oldest close first. */
const all: ProposalSummary[] = Array.from({ length: 306 }, (_, index) => {
  const number = 306 - index;
  const decided = number <= 6;
  return sampleProposal({
    id: `p${number}`,
    label: `P-${number}`,
    title: number === 77 ? 'Paint the Shed' : `Proposal ${number}`,
    state: decided ? 'passed' : 'voting',
    needsMyVote: !decided && number % 2 === 0,
    createdAtMs: number * HOUR,
    decidedAtMs: decided ? number * HOUR : null,
    deadlineAtMs: decided ? null : (1000 + number) * HOUR,
  });
});

function mostUrgent(of: readonly ProposalSummary[], limit: number): ProposalSummary[] {
  return new MostUrgent(limit).of(of);
}

describe('what is shown of very many', () => {
  const shown = mostUrgent(all, 200);

  test('is what presses most, and the last decisions, in the order given', () => {
    expect(shown).toHaveLength(200);
    expect(shown.filter((one) => columnOf(one) === 'decided')).toHaveLength(6);
    const mine = all.filter(({ needsMyVote }) => needsMyVote);
    expect(shown.filter(({ needsMyVote }) => needsMyVote)).toEqual(mine);
    expect(all.filter((one) => shown.includes(one))).toEqual(shown);
    expect(mostUrgent(shown, 200)).toEqual(shown);
  });

  test('leaves room for decisions however much is open, and for what closes first', () => {
    const decided = all
      .slice(0, 250)
      .map((one) => ({ ...one, state: 'passed' as const, needsMyVote: false }));
    const few = mostUrgent([...decided, ...all.slice(250)], 50);
    expect(few.filter((one) => columnOf(one) === 'decided')).toHaveLength(10);
    const soonest = all.filter(({ needsMyVote }) => needsMyVote).slice(-3);
    expect(mostUrgent(all, 10)).toEqual(expect.arrayContaining(soonest));
  });

  test('is the same whatever was chosen before', () => {
    const urgent = new MostUrgent(20);
    let list = all;
    for (let at = 0; at < 306; at += 9) {
      const state = at % 2 === 0 ? 'passed' : 'voting';
      const decidedAtMs = state === 'passed' ? (5000 - at) * HOUR : null;
      const change = { state, decidedAtMs, needsMyVote: at % 3 === 0 } as const;
      list = list.map((one, index) => (index === at ? { ...one, ...change } : one));
      expect(urgent.of(list)).toEqual(mostUrgent(list, 20));
      expect(urgent.of(list)).toBe(urgent.of(list));
    }
    // As many are decided as before, and an older one later.
    const last = list.findLastIndex((one) => columnOf(one) === 'decided');
    list = list.map((one, at) => (at === last ? { ...one, decidedAtMs: 9000 * HOUR } : one));
    expect(urgent.of(list)).toEqual(mostUrgent(list, 20));
    expect(urgent.of(list.slice(0, 300))).toEqual(mostUrgent(list.slice(0, 300), 20));
  });

  test('is counted over all', () => {
    expect(countProposals(all)).toEqual({ draft: 0, review: 0, voting: 300, decided: 6, mine: 150 });
  });
});

describe('a page of what is asked for', () => {
  test('has all in the end, and says how many there are', () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = proposalPage(all, { limit: 100, ...(after ? { after } : {}) });
      expect(page.total).toBe(306);
      seen.push(...page.proposals.map(({ id }) => id));
      after = page.proposals.at(-1)?.id;
      if (!page.more) break;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  test('finds what a node titled by how it is shown, and by what is signed', () => {
    const auto = { code: 'remove', params: { name: 'bob' } } as const;
    const removal = sampleProposal({ label: 'P-400', title: 'Remove bob', auto });
    const lie = sampleProposal({ label: 'P-401', title: 'Remove bob', auto: null });
    const called = { remove: 'entfernen', admit: 'aufnehmen' };
    const found = (text: string) =>
      proposalPage([removal, lie], { text, called }).proposals.map(({ label }) => label);
    expect([found('Entfernen bob'), found('aufnehmen')]).toEqual([['P-400'], []]);
    expect(found('remove bob')).toEqual(['P-400', 'P-401']);
  });

  test('finds by words and by what is wanted', () => {
    expect(proposalPage(all, { text: 'shed PAINT' }).proposals.map(({ label }) => label)).toEqual(['P-77']);
    expect(proposalPage(all, { text: 'p-30', which: 'decided' }).total).toBe(0);
    expect(proposalPage(all, { which: 'decided' }).total).toBe(6);
    expect(proposalPage(all, { which: 'mine' }).total).toBe(150);
    expect(proposalPage(all, { which: 'open', limit: 10 })).toMatchObject({ total: 300, more: true });
  });
});
