import type { Choice } from '../../protocol/closing/bodies.ts';
import { t } from '../translate.ts';

/** The word of a vote, in capitals wherever it stands: `APPROVE`. In a sentence it is a noun. */
export function choiceWord(choice: Choice): string {
  return t(`vote.${choice}`);
}
