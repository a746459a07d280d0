import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { lockHome, requireFreeHome } from '../../../electron/node/store/home-lock.ts';

/** Takes the lock and forgets what was returned, asks for it itself, says so, and keeps it until it is killed. */
const home = process.argv[2];
if (home === undefined) throw new Error('Usage: hold-lock.ts HOME');
lockHome(home);
await collectGarbage();
try {
  requireFreeHome(home);
  process.stdout.write('free\n');
} catch {
  process.stdout.write('locked\n');
}
setInterval(() => undefined, 60_000);

async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    collect();
    await setImmediate();
  }
}
