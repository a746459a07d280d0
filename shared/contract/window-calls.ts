/** The calls that only a window is answered, mostly by its shell: a part of `contract.ts`. */
import { z } from 'zod';
import { ThreadId } from './call.ts';
import { Background } from './domain/background.ts';
import { DemoStep } from './domain/demo.ts';
import { Attachment } from './domain/file.ts';

const Nothing = z.object({}).strict();
const Done = z.null();

export const windowCalls = {
  /** Shows the node that holds this window's home, as long as it runs. */
  'home.attach': { input: Nothing, output: Done },
  /** Starts the node after another process has given the home back. */
  'home.takeOver': { input: Nothing, output: Done },

  /** Opens the cell to try, in a window of its own. */
  'demo.start': { input: Nothing, output: Done },
  /** Goes to a step of its guide. These two in that window only. */
  'demo.goTo': { input: z.object({ step: DemoStep }), output: Done },
  /** Closes it, removes all of it, and shows the operator's own home. */
  'demo.end': { input: Nothing, output: Done },

  /** Asks the operator for a path in the system's own dialog: of a file to write, to read, or a folder. Null: none. */
  'window.chooseFile': {
    input: z.object({
      wanted: z.enum(['backup', 'restore', 'folder', 'csv', 'json', 'text']),
      suggested: z.string().max(4096),
    }),
    output: z.object({ path: z.string().nullable() }),
  },

  /** Asks the operator for a file to send, in the system's own dialog. Null: none. */
  'files.choose': {
    input: z.object({ thread: ThreadId }).strict(),
    output: z.object({ attachment: Attachment.nullable() }),
  },
  /** Asks where the file of a message is to be saved, and saves it there. Null: nowhere. */
  'files.saveAs': {
    input: z.object({ id: z.string().max(64) }),
    output: z.object({ saved: z.object({ path: z.string(), marked: z.boolean() }).nullable() }),
  },

  /** What the computer does with the app of this window. */
  'window.background': { input: Nothing, output: Background },
  'window.startAtLogin': { input: z.object({ on: z.boolean() }), output: Background },
} as const;
