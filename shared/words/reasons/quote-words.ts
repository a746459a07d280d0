/** What a message answers, on one line. */
import type { Answered } from '../../contract/domain/message.ts';
import { visibleLine } from '../format/peer-text.ts';
import { t } from '../translate.ts';

const LINE_CHARS = 120;

/** The beginning of the message that is answered, the name of its file, or why nothing of it is shown. */
export function quoteInWords(answered: Answered): string {
  if (answered.state !== 'here') return t(`messages.answers.${answered.state}`);
  const { text, file } = answered.message;
  return visibleLine(text || (file ?? ''), LINE_CHARS);
}
