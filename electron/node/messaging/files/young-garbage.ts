/**
 * Collects what a transfer leaves behind as it goes. V8 looks at its own objects and not at the buffers that they stand
 * for: tens of MiB of chunks would lie about until it collects by itself, and each new one would be cold memory.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** So much of files may pass before what is young is collected: some milliseconds' worth, for less than one. */
const EVERY_BYTES = 4 * 1024 * 1024;

type Collect = (options: { readonly type: 'minor' }) => void;

/** Of this thread, once anything has passed. */
let collect: Collect | null | undefined;
let bytes = 0;

/** So much of a file was sealed, sent or taken. */
export function passed(more: number): void {
  bytes += more;
  if (bytes < EVERY_BYTES) return;
  bytes = 0;
  if (collect === undefined) collect = collector();
  collect?.({ type: 'minor' });
}

/** V8 hands it out to contexts that are made while its flag is set: one is, for nothing else. Null where it does not. */
function collector(): Collect | null {
  setFlagsFromString('--expose-gc');
  try {
    const found: unknown = runInNewContext('typeof gc === "function" ? gc : null');
    return found as Collect | null;
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}
