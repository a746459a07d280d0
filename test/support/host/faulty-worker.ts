/** The node's worker with a bug: a call for one message makes a timer throw. */
import { parentPort } from 'node:worker_threads';
import '../../../electron/host/worker.ts';

parentPort?.on('message', ({ call }: { call?: { name: string } }) => {
  if (call?.name === 'messages.tryNow') {
    setTimeout(() => {
      throw new Error('a bug in a timer');
    }, 0);
    void Promise.reject(new Error('a bug in a stream'));
  }
});
