import { recoveryKeyAmong } from '../../identity/words/index.ts';
import { memberLogOf } from './held-member-log.ts';

type Named = { readonly scid: string; readonly alias: string; readonly didLog: readonly unknown[] };

/**
 * Which of these members has ever committed to keys of the words' seed; null for words that none of them had, as far as is
 * known here: they may have been made since.
 */
export function whoseWords<M extends Named>(seed: Uint8Array, members: readonly M[]): M | null {
  return members.find((member) => recoveryKeyAmong(seed, wordsHashesOf(member)) !== null) ?? null;
}

function wordsHashesOf(member: Named): string[] {
  return memberLogOf(member)?.versions.map(({ words }) => words) ?? [];
}
