#!/usr/bin/env node
/**
 * The `ghoststack` command. This file loads nothing native: better-sqlite3 needs Node-API 10 and ends an older
 * Node without a word, so an older one starts the Node that came with the dependencies instead.
 */
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledNode } from './bundled-node.ts';
import { surviveLostOutput } from './lost-output.ts';

const NAPI_NEEDED = 10;

surviveLostOutput(process);

function runOn(node: string): void {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    process.stderr.write(`ghoststack: ${node} cannot be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}

if (Number(process.versions.napi) >= NAPI_NEEDED) {
  void import('./main.ts').then(async ({ main }) => {
    process.exitCode = await main(process.argv.slice(2));
  });
} else {
  const node = bundledNode(dirname(fileURLToPath(import.meta.url)));
  if (node) {
    runOn(node);
  } else {
    process.stderr.write(
      `ghoststack: Node ${process.versions.node} is too old, 22.14 or newer is needed. Install it, or run npm ci.\n`,
    );
    process.exitCode = 1;
  }
}
