import { expect, test } from 'vitest';
import type { Cell } from '#shared/contract/domain/cell.ts';
import type { BalanceView } from '#shared/contract/domain/trust.ts';
import { count } from '#shared/words/format/count.ts';
import { t } from '#shared/words/translate.ts';
import { tokensAnswer } from '../../../renderer/components/tokens/token-words.ts';
import { chainAnswer } from '../../../renderer/features/chain/chain-answer.ts';

const owing = (n: number) => ({ balance: -n, fromProposals: 0, fromVotes: 0 }) as BalanceView;
const holding = (receipts: number) => ({ receipts, stateHash: '' }) as Cell;

test('counts beyond a thousand, and a single one, fit their words', () => {
  const shown = count(12_000);
  expect(tokensAnswer(owing(12_000)).claim).toBe(`You owe ${shown} tokens.`);
  expect(tokensAnswer(owing(1)).claim).toBe('You owe 1 token.');
  expect(chainAnswer(holding(12_000), null, null, 0).claim).toBe(`Verifying ${shown} receipts.`);
  expect(chainAnswer(holding(1), null, null, 0).claim).toBe('Verifying 1 receipt.');
  expect(t('tokens.form.have', { n: 12_000, shown })).toBe(`You have ${shown} tokens.`);
  expect(t('tokens.form.amountOver', { n: 1, shown: '1' })).toContain('the 1 token that you have');
});
