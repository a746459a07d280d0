/** Calls about files that travel with messages: a part of the contract. */
import { z } from 'zod';
import { call, Did, Done, ThreadId } from './call.ts';
import { FilePath } from './domain/care.ts';
import { Attachment, MessageFile } from './domain/file.ts';

const Id = z.string().max(64);
/** Of one piece; twice as much as base64 is within the limit of a call. */
export const PIECE_MAX_BYTES = 1024 * 1024;
const Bytes = z.int().min(1).max(PIECE_MAX_BYTES);

export const FILE_CALLS = {
  /**
   * Takes a file of the node's computer for a message. One of a conversation is kept over restarts: `messages.draft`.
   * A page must not name what is read: `files.choose`, `files.upload`.
   */
  'files.attach': call(z.object({ path: FilePath, thread: ThreadId.optional() }), Attachment),
  /** Begins to take a file that is not on the node's computer, or has no path: dropped, pasted, of a browser. */
  'files.upload': call(
    z.object({
      name: z.string().min(1).max(255),
      type: z.string().max(255),
      bytes: z
        .int()
        .min(1)
        .max(2 ** 30),
      thread: ThreadId.optional(),
    }),
    z.object({ id: Id }),
  ),
  /** The next piece of it, as base64. With the last one it is there. */
  'files.piece': call(
    z.object({ id: Id, at: z.int().min(0), data: z.base64().max(Math.ceil(PIECE_MAX_BYTES / 3) * 4) }),
    z.object({ attachment: Attachment.nullable() }),
  ),
  /** What was chosen or is being uploaded is not sent after all. Also ends the reading of what is being sent. */
  'files.detach': call(z.object({ id: Id }), Done),
  /** Fetches the file of a message, as soon as its sender is there; it goes on over restarts. */
  'files.fetch': call(z.object({ id: Id }), Done),
  /** Fetches it no more, and removes what has come; of a message of ours: offers it no more, to anybody or to that member. */
  'files.cancel': call(z.object({ id: Id, to: Did.nullable().default(null) }), Done),
  /** What is known of the file of a message. */
  'files.facts': call(z.object({ id: Id }), MessageFile),
  /** Writes a file that is whole to a place on the node's computer. `marked`: the system knows where it came from. */
  'files.save': call(
    z.object({ id: Id, path: FilePath, overwrite: z.boolean().default(false) }),
    z.object({ path: z.string(), marked: z.boolean() }),
  ),
  /** A piece of a file that is whole, as base64; empty at its end. */
  'files.read': call(z.object({ id: Id, at: z.int().min(0), bytes: Bytes }), z.object({ data: z.string() })),
} as const;
