// npm run fuzz [-- --runs N --seed N --target NAME]: gives the node 200 000 things that are nearly right.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const PROJECT = resolve(import.meta.dirname, '..');
const child = spawn(process.execPath, ['test/fuzz/main.ts', ...process.argv.slice(2)], {
  cwd: PROJECT,
  stdio: ['ignore', 'inherit', 'inherit'],
});
const [status] = await once(child, 'close');
process.exitCode = status ?? 1;
