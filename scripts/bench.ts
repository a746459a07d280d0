// npm run bench [-- NAME…]: runs test/bench/*.ts one after another; each prints its own table.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, resolve } from 'node:path';
import { ensureBuilt } from './build.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const wanted = process.argv.slice(2);
const all = globSync('test/bench/*.ts', { cwd: PROJECT }).sort();
const chosen = all.filter(
  (path) => wanted.length === 0 || wanted.some((name) => basename(path).includes(name)),
);

if (chosen.length === 0) {
  console.error(
    `no benchmark is named like ${wanted.join(', ')}; there are ${all.map((path) => basename(path)).join(', ')}`,
  );
  process.exit(1);
}

await ensureBuilt();
const [cpu] = cpus();
console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}`);

const failed: string[] = [];
for (const path of chosen) {
  console.log(`\n## ${basename(path, '.ts')}\n`);
  const child = spawn(process.execPath, [path], { cwd: PROJECT, stdio: ['ignore', 'inherit', 'inherit'] });
  const [status] = await once(child, 'close');
  if (status !== 0) failed.push(path);
}
if (failed.length > 0) console.error(`\nfailed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
