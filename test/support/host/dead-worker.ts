/** A worker that starts once, dies, and then dies before it has started. */
import { existsSync, writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', ({ kind, config }: { kind: string; config: { home: string } }) => {
  if (kind !== 'start') return;
  if (!existsSync(config.home)) {
    writeFileSync(config.home, '');
    parentPort?.postMessage({ kind: 'started' });
  }
  setImmediate(() => {
    throw new Error('it is dead');
  });
});
