/** Calls about messages: a part of the contract. */
import { z } from 'zod';
import { MESSAGE_TEXT_MAX_BYTES } from '../protocol/limits.ts';
import { issue } from '../protocol/saying.ts';
import { call, Did, Done, ThreadId } from './call.ts';
import { Carried } from './domain/carried.ts';
import { Attachment } from './domain/file.ts';
import { Draft, Message, Quoted } from './domain/message.ts';
import { UndeliveredCursor, UndeliveredPage, WaitingPart } from './domain/undelivered.ts';

/** Messages that wait: these, or all of them. */
const Waiting = z.object({ ids: z.array(z.string().max(64)).max(500).nullable() });
const fits = (text: string) => new TextEncoder().encode(text).length <= MESSAGE_TEXT_MAX_BYTES;
const tooLong = issue('issue.messageTooLong', { kibibytes: MESSAGE_TEXT_MAX_BYTES / 1024 });
export const Text = z.string().min(1).refine(fits, tooLong);

export const MESSAGE_CALLS = {
  /**
   * A page of a conversation, newest last; `before` is the number of the oldest message already held. With `after` the
   * page that follows that number, and `more` says whether there are newer ones still.
   */
  'messages.list': call(
    z.object({
      thread: ThreadId,
      before: z.int().nullable(),
      after: z.int().nullable().default(null),
      limit: z.int().min(1).max(200),
    }),
    z.object({ messages: z.array(Message), more: z.boolean() }),
  ),
  /**
   * `reply`: the id of a message of that conversation, here, that it answers. With a file that was attached the text may
   * be empty; a large one is read first, which takes a while (`transfers`).
   */
  'messages.send': call(
    z
      .object({
        to: ThreadId,
        text: z.string().refine(fits, tooLong),
        reply: z.string().max(64).nullable().default(null),
        attachment: z.string().max(64).optional(),
      })
      .check(({ value: { text, attachment }, issues }) => {
        if (text !== '' || attachment !== undefined) return;
        const empty = { code: 'too_small', origin: 'string', minimum: 1, inclusive: true } as const;
        issues.push({ ...empty, input: text, path: ['text'] });
      }),
    Message,
  ),
  /** For everybody who lacks it, or for that recipient alone. */
  'messages.cancel': call(z.object({ id: z.string().max(64), to: Did.nullable().default(null) }), Message),
  'messages.tryNow': call(z.object({ id: z.string().max(64) }), Done),
  /** Sends the text of an expired, refused or cancelled message again, as a new one. */
  'messages.sendAgain': call(z.object({ id: z.string().max(64) }), Message),
  /** Takes a message out of this node's database, or all of a conversation but what waits. Others keep theirs. */
  'messages.delete': call(z.object({ id: z.string().max(64) }), Done),
  'messages.deleteAll': call(z.object({ thread: ThreadId }), z.object({ deleted: z.int() })),
  'messages.markRead': call(z.object({ thread: ThreadId }), Done),
  /** A message that came in, and all that came in after it in its conversation; how many were read before. */
  'messages.markUnread': call(z.object({ id: z.string().max(64) }), z.object({ marked: z.int().min(0) })),
  /** What was begun in a conversation; kept over reloads and restarts, and gone in the moment in which it is sent. */
  'messages.draft': call(
    z.object({ thread: ThreadId }),
    Draft.extend({ quoted: Quoted.nullable(), files: z.array(Attachment) }),
  ),
  'messages.keepDraft': call(Draft.extend({ thread: ThreadId }), Done),
  /** Everything that waits, a row for each recipient that lacks it; the oldest message first. */
  'messages.undelivered': call(
    z.object({ after: UndeliveredCursor.nullable(), limit: z.int().min(1).max(200) }),
    UndeliveredPage,
  ),
  /** What is kept here of members for members. */
  'messages.carried': call(z.object({}).strict(), Carried),
  'messages.tryWaiting': call(Waiting, Done),
  /** Gives up those parts that still wait, or all. Both numbers are of parts; `left`: those that travel just now. */
  'messages.cancelWaiting': call(
    z.object({ parts: z.array(WaitingPart).max(500).nullable() }),
    z.object({ cancelled: z.int().min(0), left: z.int().min(0) }),
  ),
} as const;
