/** The built `ghoststack` command of one checkout. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type HeadlessNode, startHeadlessBy } from '../../support/headless-node.ts';
import type { Tree } from './context.ts';

export function commandOf({ root }: Tree): string {
  return join(root, 'out/headless/cli.js');
}

/** Runs one command to its end, with `--json`; returns what it printed. */
export async function runIn(tree: Tree, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [commandOf(tree), ...args, '--json']);
  return JSON.parse(stdout);
}

/** `ghoststack start`; resolves when it says that it is ready. */
export function startIn(tree: Tree, ...args: readonly string[]): Promise<HeadlessNode> {
  return startHeadlessBy((node, _command, ...rest) => [node, [commandOf(tree), ...rest]], ...args);
}
