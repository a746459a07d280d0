// npm run build: writes out/main, out/preload, out/renderer, out/headless and out/node.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { withBuildLock } from './build/build-lock.ts';
import { sourceHash } from './build/source-hash.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const LOCK = join(PROJECT, 'out/.building');
const STAMP = join(PROJECT, 'out/.sources');

/** What other parts start; a build without one of them is no build. */
const OUTPUTS = [
  'out/main/index.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'out/headless/cli.js',
  'out/headless/demo.js',
  'out/node/index.js',
  'out/node/worker.js',
  'out/node/check-thread.js',
];

/**
 * Builds unless what lies in out/ was made of the present sources. Safe to call from several processes at once: the
 * first one builds, the others wait for it. It builds in a process of its own, because the caller's environment
 * (NODE_ENV=test under Vitest) would change what is built.
 */
export async function ensureBuilt(): Promise<void> {
  if (isFresh()) return;
  const { NODE_ENV, VITEST, NODE_OPTIONS, ...env } = process.env;
  const child = spawn(process.execPath, [import.meta.filename, '--if-needed'], {
    cwd: PROJECT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`the build failed:\n${stripVTControlCharacters(output).trim()}`);
}

function isFresh(): boolean {
  if (OUTPUTS.some((path) => !existsSync(join(PROJECT, path)))) return false;
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sourceHash(PROJECT);
}

async function buildAll(): Promise<void> {
  process.chdir(PROJECT);
  const hash = sourceHash(PROJECT);
  // What fails half-way must not pass for a build.
  rmSync(STAMP, { force: true });
  // Their chunks carry hashes in their names: old ones would pile up.
  for (const part of ['node', 'headless'])
    rmSync(join(PROJECT, 'out', part), { recursive: true, force: true });

  // Read here, not at the top: a caller that finds everything built need not load the bundlers.
  const electronVite = await import('electron-vite');
  const vite = await import('vite');
  await electronVite.build({ root: PROJECT, logLevel: 'warn' });
  await vite.build({ root: PROJECT, configFile: join(PROJECT, 'vite.node.config.ts'), logLevel: 'warn' });

  const missing = OUTPUTS.filter((path) => !existsSync(join(PROJECT, path)));
  if (missing.length > 0) throw new Error(`the build wrote no ${missing.join(', ')}`);
  chmodSync(join(PROJECT, 'out/headless/cli.js'), 0o755);
  writeFileSync(STAMP, hash);
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { 'if-needed': { type: 'boolean' } } });
  const startedMs = performance.now();
  try {
    await withBuildLock(LOCK, async () => {
      if (values['if-needed'] !== true || !isFresh()) await buildAll();
    });
    console.log(`built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s: ${OUTPUTS.join(', ')}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
