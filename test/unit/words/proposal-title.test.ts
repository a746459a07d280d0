import { describe, expect, test } from 'vitest';
import { type AutoProposal, autoText, autoTitle } from '#shared/protocol/closing/auto-proposal.ts';
import { speaking } from '#shared/words/language.ts';
import { autoWords, proposalText, proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { deedInWords } from '#shared/words/reasons/receipt-summary.ts';

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

describe('in German', () => {
  const german = <T>(say: () => T): T => speaking('de', say);

  test.each<readonly [AutoProposal, string]>([
    [{ code: 'admit', params: { name: 'bob' } }, 'bob aufnehmen'],
    [{ code: 'remove', params: { name: 'bob' } }, 'bob entfernen'],
    [{ code: 'rules', params: {} }, 'Die Regeln der Zelle ändern'],
    [{ code: 'restore', params: { name: 'bob' } }, 'Die Wiederherstellung von bob vermerken'],
  ])('%o is called so, wherever it is named', (auto, title) => {
    const proposal = { title: autoTitle(auto), auto };
    expect(german(() => proposalTitle(proposal))).toBe(title);
    expect(german(() => deedInWords({ did: 'close', proposal }))).toBe(`hat „${title}“ geschlossen`);
    const found = german(() => autoWords()[auto.code]).split(' ');
    expect(found.every((word) => title.includes(word))).toBe(true);
  });

  test('a title that does not fit its change stays as it was written', () => {
    expect(german(() => proposalTitle({ title: 'Remove bob', auto: null }))).toBe('Remove bob');
  });
});

test('what somebody wrote is shown as it stands', () => {
  expect(proposalTitle({ title: 'Buy <b>a</b> ladder {n}', auto: null })).toBe('Buy <b>a</b> ladder {n}');
  expect(proposalText({ text: 'Two\nlines', textAuto: null })).toBe('Two\nlines');
});
