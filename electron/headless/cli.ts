#!/usr/bin/env node
/**
 * The `ghoststack` command. This file loads nothing native: better-sqlite3 needs Node-API 10 and ends an older
 * Node without a word, so an older one starts the Node that came with the dependencies instead.
 */
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { sentence } from '#shared/words/sayings.ts';
import { bundledNode } from './bundled-node.ts';
import { surviveLostOutput } from './lost-output.ts';
import { speakToReader } from './reader-language.ts';

const NAPI_NEEDED = 10;

surviveLostOutput(process);

function runOn(node: string): void {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) =>
    failWith(says('error.headless.nodeCannotStart', { node, reason: error.message })),
  );
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}

function failWith(saying: Saying): void {
  process.stderr.write(`ghoststack: ${sentence(saying)}\n`);
  process.exitCode = 1;
}

if (Number(process.versions.napi) >= NAPI_NEEDED) {
  void import('./main.ts').then(async ({ main }) => {
    process.exitCode = await main(process.argv.slice(2));
  });
} else {
  void speakToReader(process.argv, process.env).then(() => {
    const node = bundledNode(dirname(fileURLToPath(import.meta.url)));
    if (node) runOn(node);
    else failWith(says('error.headless.nodeTooOld', { version: process.versions.node }));
  });
}
