/** `npm run demo -- [1-5] [--seed N] [--libp2p]`: runs the demos from source, as Node 24 can. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../electron/headless/demo.ts');
const demo = spawn(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => demo.kill(signal));
demo.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
