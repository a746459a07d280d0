import { describe, expect, test } from 'vitest';
import { type AutoProposal, autoText, autoTitle } from '#shared/protocol/closing/auto-proposal.ts';
import { proposalText, proposalTitle } from '#shared/words/reasons/proposal-title.ts';

const ALL: readonly AutoProposal[] = [
  { code: 'admit', params: { name: 'bob' } },
  { code: 'remove', params: { name: 'bob' } },
  { code: 'rules', params: {} },
  { code: 'restore', params: { name: 'bob' } },
];

describe('a proposal that a node titled', () => {
  test.each(ALL)('is called in English what is signed: %o', (auto) => {
    expect(proposalTitle({ title: 'not this', auto })).toBe(autoTitle(auto));
    const text = autoText(auto);
    if (text !== '') expect(proposalText({ text: 'not this', textAuto: auto })).toBe(text);
  });

  test('is cut where its line ends, and shows what a name hides', () => {
    expect(proposalTitle({ title: '', auto: { code: 'remove', params: { name: 'b'.repeat(40) } } }, 20)).toBe(
      'Remove bbbbbbbbbbbb…',
    );
    const [hidden] = [{ code: 'remove', params: { name: 'b\u202eob' } } as const];
    expect(proposalTitle({ title: '', auto: hidden })).toBe('Remove b⟨U+202E⟩ob');
  });
});

test('what somebody wrote is shown as it stands', () => {
  expect(proposalTitle({ title: 'Buy <b>a</b> ladder {n}', auto: null })).toBe('Buy <b>a</b> ladder {n}');
  expect(proposalText({ text: 'Two\nlines', textAuto: null })).toBe('Two\nlines');
});
