import { lockHome, requireFreeHome } from '../../../electron/node/store/home-lock.ts';

/** Takes the lock, asks for it itself, says so, and keeps it until it is killed. */
const home = process.argv[2];
if (home === undefined) throw new Error('Usage: hold-lock.ts HOME');
lockHome(home);
try {
  requireFreeHome(home);
  process.stdout.write('free\n');
} catch {
  process.stdout.write('locked\n');
}
setInterval(() => undefined, 60_000);
