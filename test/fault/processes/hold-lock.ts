import { lockHome } from '../../../electron/node/store/home-lock.ts';

/** Takes the lock, says so, and keeps it until it is killed. */
const home = process.argv[2];
if (home === undefined) throw new Error('Usage: hold-lock.ts HOME');
lockHome(home);
process.stdout.write('locked\n');
setInterval(() => undefined, 60_000);
