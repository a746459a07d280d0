import { describe, expect, it } from 'vitest';
import { deliberationOf } from '#shared/protocol/closing/deliberation.ts';
import { cellOf, meet } from '../../support/cell/trust-cell.ts';

const RULES = { quorum: 1, threshold: [1, 2], deadlineMs: 0, graceMs: 0 };

describe('a proposal before its vote', () => {
  const [alice, bob] = cellOf('alice', 'bob') as [ReturnType<typeof cellOf>[0], ReturnType<typeof cellOf>[0]];
  const draft = alice.write('draft', { number: 2, title: 'Paint the shed', text: 'red' });
  const proposal = draft.hash;

  it('has the newest version of its proposer, and what members say of it', () => {
    alice.write('review', { proposal });
    alice.write('revise', { proposal, title: ' Paint both sheds ', text: 'red and blue' });
    meet(alice, bob);
    bob.write('comment', { proposal, text: 'Which shed?' });
    meet(alice, bob);
    expect(deliberationOf(alice.book, draft)).toMatchObject({
      title: 'Paint both sheds',
      text: 'red and blue',
      versions: 2,
      inReview: true,
      comments: [{ text: 'Which shed?' }],
    });
  });

  it.each([
    ['a version by somebody else', 'revise', { title: 'Mine', text: '' }, 'not-the-proposer'],
    ['a call for review by somebody else', 'review', {}, 'not-the-proposer'],
    ['a comment on nothing', 'comment', { proposal: 'a'.repeat(64), text: 'Hello' }, 'no-draft'],
    ['an empty comment', 'comment', { text: '  ' }, 'body'],
  ])('passes over %s', (_, kind, body, code) => {
    const before = deliberationOf(bob.book, draft);
    const node = bob.write(kind, { proposal, ...body });
    expect(bob.book.verdict(node)).toMatchObject({ valid: false, code });
    expect(deliberationOf(bob.book, draft)).toEqual(before);
  });

  it('is frozen once its proposer has opened the vote, title and all', () => {
    const before = deliberationOf(alice.book, draft);
    alice.write('open', { proposal, attempt: 1, epoch: 1, text: before.text, rules: RULES });
    const late = alice.write('revise', { proposal, title: 'Sell the shed', text: before.text });
    expect(alice.book.verdict(late)).toMatchObject({ valid: false, code: 'opened' });
    expect(deliberationOf(alice.book, draft)).toEqual(before);
    bob.syncFrom(alice);
    const comment = bob.write('comment', { proposal, text: 'Blue is fine.' });
    expect(bob.book.verdict(comment)).toEqual({ valid: true });
  });
});
