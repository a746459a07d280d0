import { says } from '#shared/protocol/saying.ts';
import { sentence } from '#shared/words/sayings.ts';

interface Output {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/**
 * What becomes of a process whose output cannot be written: where nobody reads it any more (`| head`, a terminal that
 * was closed), it goes on, since a node has other work than to speak; where it was to be kept, on a full disk for
 * example, the command ends as failed. Without this, Node ends the process with a stack trace.
 */
export function surviveLostOutput({ stdout, stderr }: { stdout: Output; stderr: Output }): void {
  stdout.on('error', ({ code, message }) => {
    if (code === 'EPIPE') return;
    process.once('exit', () => {
      process.exitCode ||= 1;
    });
    const lost = sentence(says('error.headless.outputLost', { reason: message }));
    process.stderr.write(`ghoststack: ${lost}\n`);
  });
  stderr.on('error', () => {});
}
