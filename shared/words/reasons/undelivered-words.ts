/** What waits and why, recipient by recipient: one sentence for all, and a reason for each row. */
import type { UndeliveredRow, UndeliveredSummary } from '../../contract/domain/undelivered.ts';
import { since } from '../format/since.ts';
import { t } from '../translate.ts';
import { type MessageReason, type MessageReasonContext, messageReason } from './message-reason.ts';

/** `5 messages wait, 3 for bob since Tuesday.` @param nameOf a thread or DID to a name that can stand in a sentence */
export function undeliveredAnswer(
  { messages, recipients }: UndeliveredSummary,
  nameOf: (to: string) => string,
  nowMs: number,
): string {
  const [worst] = recipients;
  if (messages === 0 || !worst) return t('undelivered.answer.none');
  const words = { n: messages, name: nameOf(worst.to), since: since(worst.oldestAtMs, nowMs) };
  return recipients.length === 1
    ? t('undelivered.answer.all', words)
    : t('undelivered.answer.most', { ...words, most: worst.messages });
}

/** The reason that the message's life gives, for this recipient alone. */
export function undeliveredReason(row: UndeliveredRow, context: MessageReasonContext): MessageReason {
  return messageReason({ ...row.message, thread: row.to }, context);
}
