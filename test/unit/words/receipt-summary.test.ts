import { describe, expect, test } from 'vitest';
import type { Deed } from '#shared/contract/domain/receipt.ts';
import { deedInWords, receiptSummary } from '#shared/words/reasons/receipt-summary.ts';

const proposal = { title: 'Buy a ladder', auto: null };

describe('what a receipt did', () => {
  test.each<readonly [Deed, string]>([
    [{ did: 'found', cell: 'Maple Street' }, 'founded Maple Street'],
    [{ did: 'draft', proposal }, 'drafted “Buy a ladder”'],
    [{ did: 'revise', proposal }, 'wrote a new version of “Buy a ladder”'],
    [{ did: 'review', proposal }, 'asked for comments on “Buy a ladder”'],
    [{ did: 'comment', proposal }, 'commented on “Buy a ladder”'],
    [{ did: 'open', proposal }, 'opened the vote on “Buy a ladder”'],
    [{ did: 'vote', proposal, choice: 'APPROVE' }, 'voted APPROVE on “Buy a ladder”'],
    [{ did: 'withdraw', proposal }, 'asked to withdraw “Buy a ladder”'],
    [{ did: 'close', proposal }, 'closed “Buy a ladder”'],
    [{ did: 'sign', proposal }, 'signed the count of “Buy a ladder”'],
    [{ did: 'confirm', proposal: null }, 'confirmed the count of “a proposal”'],
    [{ did: 'proof', member: 'mallory' }, 'showed that mallory signed two versions of a receipt'],
    [{ did: 'endorse', member: 'bob', strength: 250 }, 'endorsed bob with 0.25'],
    [{ did: 'endorse', member: 'bob', strength: 0 }, 'withdrew its endorsement of bob'],
    [{ did: 'transfer', member: 'bob', amount: 1 }, 'sent 1 token to bob'],
    [{ did: 'transfer', member: 'bob', amount: 12 }, 'sent 12 tokens to bob'],
    [{ did: 'restored' }, 'went on after a restore'],
    [{ did: 'other' }, 'signed something that this version does not know'],
    [{ did: 'unread' }, 'signed something that is not written as the rules say'],
  ])('%o', (deed, words) => {
    expect(deedInWords(deed)).toBe(words);
    expect(receiptSummary({ name: 'carol', deed })).toBe(`carol ${words}`);
  });

  test('shows no character of a title, a name or a cell that would hide another', () => {
    const title = 'Buy \u202eredal a';
    expect(deedInWords({ did: 'draft', proposal: { title, auto: null } })).not.toContain('\u202e');
    expect(deedInWords({ did: 'found', cell: title })).not.toContain('\u202e');
    expect(receiptSummary({ name: title, deed: { did: 'restored' } })).not.toContain('\u202e');
  });
});
