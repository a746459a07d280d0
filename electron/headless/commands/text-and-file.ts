import type { Message } from '#shared/contract/domain/message.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';

/** The text of a message on one line, and what it comes with. */
export function textAndFile({ text, file }: Pick<Message, 'text' | 'file'>): string {
  if (!file) return text;
  const named = t('terminal.inbox.file', { name: visibleLine(file.name), size: byteSize(file.bytes) });
  return text === '' ? named : `${text}  ${named}`;
}
