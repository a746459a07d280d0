/** A worker that says that it has started, and dies. */
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', ({ kind }: { kind: string }) => {
  if (kind !== 'start') return;
  parentPort?.postMessage({ kind: 'started' });
  setImmediate(() => {
    throw new Error('it is dead');
  });
});
