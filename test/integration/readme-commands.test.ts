/** The commands that README shows for two nodes, as they stand there, one after another; each must exit 0. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type HeadlessNode, startHeadless } from '../support/headless-node.ts';
import { pollUntil } from '../support/poll-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const COMMAND = join(import.meta.dirname, '../../out/headless/cli.js');

/** The words of each `npx ghoststack` line in the README, with quotes as a shell takes them. */
function readmeCommands(folder: string): string[][] {
  const text = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const lines = text.split('\n').filter((line) => line.startsWith('npx ghoststack '));
  return lines.map((line) => {
    const plain = line.replace(/ {2,}#.*$/, '').replaceAll('~/ghosts', folder);
    const words = plain.match(/"[^"]*"|\S+/g) ?? [];
    return words.slice(2).map((word) => word.replaceAll('"', ''));
  });
}

async function run(words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...words]);
  return stdout;
}

test('what README shows for two nodes works as it stands there', async () => {
  const folder = temporaryFolder();
  const nodes: HeadlessNode[] = [];
  const said = new Map<string, string>();
  let code = '';
  try {
    for (const words of readmeCommands(folder)) {
      const [name = '', , home = ''] = words;
      if (name === 'start') {
        nodes.push(await startHeadless(...words.slice(1), '--no-mdns'));
        continue;
      }
      // A person reads before the next line; what is read or voted on has come by then.
      if (name === 'vote') {
        const list = ['proposals', '--home', home];
        await pollUntil(
          () => run(list),
          (text) => !isAwaited('proposals', text),
        );
      }
      const typed = words.map((word) => (word === 'CODE' ? code : word));
      const output = await pollUntil(
        () => run(typed),
        (text) => !isAwaited(name, text),
      );
      said.set(`${name} ${home.split('/').at(-1)}`, output);
      if (name === 'invite') code = output.split('\n')[0] ?? '';
      if (name === 'accept') {
        await pollUntil(
          () => run(['members', '--home', join(folder, 'bob')]).catch(() => ''),
          (text) => text.includes('alice') && text.includes('bob'),
        );
      }
    }
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
  }
  const sixWords = /: ((?:[a-z]+ ){5}[a-z]+)$/m;
  const ofAlice = sixWords.exec(said.get('joins alice') ?? '')?.[1];
  expect(ofAlice).toBeDefined();
  expect(sixWords.exec(said.get('status bob') ?? '')?.[1]).toBe(ofAlice);
  expect(said.get('inbox bob')).toContain('alice: Hello Bob, sync later!');
  expect(said.get('proposals bob')).toContain('Raise the shared bandwidth quota');
});

/** Whether what a command shows is still on its way from the other node. */
function isAwaited(name: string, text: string): boolean {
  if (name === 'joins' || name === 'status') return !/words/i.test(text);
  if (name === 'inbox') return !text.includes('Hello');
  return name === 'proposals' && !text.includes('Raise');
}
