import type { FrameStream } from '../link/frame-stream.ts';
import { encodeAnswer } from './file-frames.ts';

/** Resolves when receipts and messages have gone; meanwhile the peer is told that it waits. */
export async function firstOthers(
  frames: FrameStream,
  { quiet, waitMs }: { readonly quiet: () => Promise<void>; readonly waitMs: number },
): Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setInterval(() => {
        frames.write(encodeAnswer({ type: 'wait' })).catch(reject);
      }, waitMs);
      quiet().then(resolve, reject);
    });
  } finally {
    if (timer !== null) clearInterval(timer);
  }
}
