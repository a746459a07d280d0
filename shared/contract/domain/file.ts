import { z } from 'zod';
import { SayingView } from './saying.ts';

/**
 * How far the file of a message is. Of a message that came: `offered`, nothing is asked for; `waiting` for its sender,
 * or in parts that come by themselves; `fetching`; `checking`; `whole`: it can be saved; `ended`, and `code` says why.
 * Of one of ours: `offered`; `fetching`: it is being sent; `whole`: all of it went; `ended`.
 */
export const FileState = z.enum(['offered', 'waiting', 'fetching', 'checking', 'whole', 'ended']);
export type FileState = z.infer<typeof FileState>;

/** Why a file does not come: as the sender says, as is found out here, or as somebody wanted it. */
export const FileEnding = z.enum([
  'not-found',
  'gone',
  'changed',
  'damaged',
  'cancelled',
  'expired',
  'stale',
  'no-room',
]);
export type FileEnding = z.infer<typeof FileEnding>;

/** What a message says of its file, and what is known of it. All text is that of whoever sent it. */
export const MessageFile = z.object({
  name: z.string(),
  /** What it is called when it is saved, its extension (without the dot, or empty) apart. */
  stem: z.string(),
  extension: z.string(),
  type: z.string(),
  bytes: z.int().min(1),
  /** It travels in parts, with the messages; else it is fetched by a click while its sender is there. */
  isSmall: z.boolean(),
  state: FileState,
  code: FileEnding.nullable(),
  doneBytes: z.int().min(0),
  /** Of a small one of ours to everyone that is on its way: how many have all of it. */
  wentTo: z.object({ done: z.int().min(0), total: z.int().min(0) }).optional(),
});
export type MessageFile = z.infer<typeof MessageFile>;

/** A large file on its way, or that waits for it, in one direction and with one peer. */
export const Transfer = z.object({
  /** Of the message; of what is read before its message is there, the attachment. */
  id: z.string(),
  direction: z.enum(['in', 'out']),
  thread: z.string(),
  /** The other side; null while a file is read before it is sent. */
  did: z.string().nullable(),
  name: z.string(),
  bytes: z.int().min(1),
  doneBytes: z.int().min(0),
  /** `reading`: before it is sent. */
  state: z.enum(['reading', ...FileState.options]),
  code: FileEnding.nullable(),
  /** Why it ended. */
  says: SayingView.optional(),
});
export type Transfer = z.infer<typeof Transfer>;

/** A file that was chosen for a message. */
export const Attachment = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  bytes: z.int().min(1),
});
export type Attachment = z.infer<typeof Attachment>;
