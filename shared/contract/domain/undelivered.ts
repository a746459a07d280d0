import { z } from 'zod';
import { Message } from './message.ts';

/** Characters of a text that a row shows. */
export const UNDELIVERED_TEXT_MAX = 300;

/** What one recipient still lacks: a message to everyone has a row for each member that has not acknowledged it. */
export const UndeliveredRow = z.object({
  /**
   * As far as it has come on its way to that recipient: state, code, tries and reason are this recipient's. The text
   * is its beginning. `thread` is still the conversation it was written in.
   */
  message: Message,
  /** Who lacks it, or the thread of a message that nobody is known for yet. */
  to: z.string(),
});
export type UndeliveredRow = z.infer<typeof UndeliveredRow>;

/** What one recipient lacks of a message, as its row names it; `to` null: all who lack it. */
export const WaitingPart = z.object({ id: z.string().max(64), to: z.string().max(256).nullable() });
export type WaitingPart = z.infer<typeof WaitingPart>;

/** Where a page ended. */
export const UndeliveredCursor = z.object({ number: z.int().min(0), to: z.string().max(256) });
export type UndeliveredCursor = z.infer<typeof UndeliveredCursor>;

export const UndeliveredSummary = z.object({
  /** Messages that anybody lacks. */
  messages: z.int().min(0),
  /** Rows there are. */
  rows: z.int().min(0),
  /** For each recipient, the one who lacks most first. */
  recipients: z.array(z.object({ to: z.string(), messages: z.int().min(1), oldestAtMs: z.int() })),
});
export type UndeliveredSummary = z.infer<typeof UndeliveredSummary>;

export const UndeliveredPage = z.object({
  /** The oldest message first. */
  rows: z.array(UndeliveredRow),
  more: z.boolean(),
  summary: UndeliveredSummary,
});
export type UndeliveredPage = z.infer<typeof UndeliveredPage>;
