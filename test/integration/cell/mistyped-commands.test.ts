import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import { PROJECT_FOLDER } from '../../support/electron-runtime.ts';
import { ghoststack } from '../../support/headless-node.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What a person reads at the terminal, and the exit code. */
async function typed(...args: readonly string[]): Promise<{ code: number; text: string }> {
  const command = join(PROJECT_FOLDER, 'out/headless/cli.js');
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [command, ...args]);
    return { code: 0, text: stdout + stderr };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string };
    return { code, text: stdout + stderr };
  }
}

test('a folder that is no home is not made one by a mistyped --home, and is named', async () => {
  const folder = join(temporaryFolder(), 'documents');
  mkdirSync(folder);
  writeFileSync(join(folder, 'letter'), 'Dear Bob');
  const commands = [
    ['status'],
    ['inbox'],
    ['send', '--to', 'bob', 'Hi'],
    ['joins'],
    ['start'],
    ['join', 'CODE'],
  ];
  for (const mode of [0o755, 0o700]) {
    chmodSync(folder, mode);
    for (const [name = '', ...rest] of commands) {
      const { code, text } = await typed(name, '--home', folder, ...rest);
      expect([name, code, text]).toEqual([
        name,
        1,
        `ghoststack: There is no node in ${folder}. Create one: ghoststack init\n`,
      ]);
    }
  }
  expect(readdirSync(folder)).toEqual(['letter']);
});

test('a home whose key was lost gets no other one, and the key can be put back', async () => {
  const alice = new CellHome(temporaryFolder(), 'alice');
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  const [key, copy] = [join(alice.home, 'key.json'), join(alice.home, '..', 'key.json')];
  renameSync(key, copy);
  const withKey = ['--home', alice.home, '--key-file', alice.keyFile];
  expect(await typed('init', ...withKey, '--name', 'alice')).toEqual({
    code: 1,
    text: `ghoststack: ${alice.home} holds a node whose key is lost. Put key.json back from a copy, or choose another folder for a new node.\n`,
  });
  renameSync(copy, key);
  expect(await ghoststack('propose', ...withKey, 'I am back')).toMatchObject({ state: 'voting' });
});

test('a node that nobody could open does not start', async () => {
  const alice = new CellHome(temporaryFolder(), 'alice');
  await alice.run('init', '--name', 'alice');
  const { code, text } = await typed('start', '--home', alice.home, '--listen', '127.0.0.1:0');
  expect(code).toBe(2);
  expect(text).toMatch(/^ghoststack: Say how to open the key: --key-file FILE/);
});

test('a command that needs a key, or a node that runs, says how to give it', async () => {
  const alice = new CellHome(temporaryFolder(), 'alice');
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  expect(await typed('propose', '--home', alice.home, 'Buy a ladder')).toEqual({
    code: 1,
    text: 'ghoststack: The key is locked. Say how to open it: --key-file FILE or --passphrase-file FILE.\n',
  });
  expect(await typed('invite', '--home', alice.home, '--key-file', alice.keyFile)).toEqual({
    code: 1,
    text: 'ghoststack: No node runs in this home, so nobody could reach it. Start it first: ghoststack start\n',
  });
});

test('what the node does not take is said without the names of its calls; a log that is checked, in lines', async () => {
  const folder = temporaryFolder();
  const alice = new CellHome(folder, 'alice');
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  const withKey = ['--home', alice.home, '--key-file', alice.keyFile];
  expect(await typed('propose', ...withKey, '')).toEqual({
    code: 1,
    text: 'ghoststack: Title is not right: it needs 1 to 200 characters.\n',
  });
  expect((await typed('join', ...withKey, 'foo')).text).toMatch(
    /^ghoststack: This invitation cannot be read/,
  );
  await ghoststack('propose', ...withKey, 'Buy a ladder');
  await ghoststack('vote', ...withKey, 'P-1', 'approve');
  const file = join(folder, 'log.jsonl');
  await ghoststack('log', 'export', ...withKey, file);
  const lines = (await typed('log', 'verify', file)).text.split('\n');
  expect(lines[2]).toMatch(/^P-1 passed 1 to 0, 0 abstained: Buy a ladder$/);
  expect(lines[3]).toMatch(/^ {4}certificate [0-9a-f]{64}, round 0, signed by alice \(1 needed\)$/);
});

test('an answer that nobody reads ends no command with a stack trace, and no node', async () => {
  const alice = new CellHome(temporaryFolder(), 'alice');
  await alice.run('init', '--name', 'alice');
  const command = join(PROJECT_FOLDER, 'out/headless/cli.js');
  const help = spawn(process.execPath, [command, 'help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  help.stdout.destroy();
  expect(await endOf(help)).toEqual({ code: 0, said: '' });
  const key = ['--key-file', alice.keyFile, '--listen', '127.0.0.1:0', '--no-mdns'];
  const start = ['start', '--home', alice.home, ...key];
  const node = spawn(process.execPath, [command, ...start], { stdio: ['ignore', 'pipe', 'pipe'] });
  node.stdout.destroy();
  await pollUntil(
    () => alice.status(),
    ({ running }) => running,
  );
  node.kill('SIGTERM');
  expect(await endOf(node)).toEqual({ code: 0, said: '' });
});

test('an answer that a full disk does not take is said to be lost, and the command fails', async () => {
  const full = openSync('/dev/full', 'w');
  const command = join(PROJECT_FOLDER, 'out/headless/cli.js');
  const help = spawn(process.execPath, [command, 'help'], { stdio: ['ignore', full, 'pipe'] });
  expect(await endOf(help)).toEqual({
    code: 1,
    said: 'ghoststack: The answer cannot be written: ENOSPC: no space left on device, write.\n',
  });
  closeSync(full);
});

async function endOf(child: ChildProcess): Promise<{ code: number; said: string }> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

test('a file that cannot be written where it is wanted is named with what is in the way', async () => {
  const folder = temporaryFolder();
  const alice = new CellHome(folder, 'alice');
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  const passphrase = join(folder, 'passphrase');
  writeFileSync(passphrase, 'maple syrup at dawn\n', { mode: 0o600 });
  const withKey = ['--home', alice.home, '--key-file', alice.keyFile];
  const backup = ['backup', ...withKey, '--passphrase-file', passphrase];
  const nowhere = join(folder, 'nowhere');
  // The passphrase's file is no folder either.
  const writers = [
    [nowhere, 'log', 'export', ...withKey],
    [passphrase, 'export', '--what', 'tokens', ...withKey],
    [passphrase, ...backup],
    [nowhere, 'doctor', '--no-mdns', ...withKey, '--report'],
  ] as const;
  for (const [place, ...words] of writers) {
    const { code, text } = await typed(...words, join(place, 'file'));
    expect([words[0], code]).toEqual([words[0], 1]);
    expect(text).toContain(`ghoststack: There is no folder ${place}. Make it, or put in the disk`);
  }
  const long = join(folder, 'x'.repeat(300));
  const { text } = await typed(...backup, long);
  expect(text).toContain(`ghoststack: ${long} cannot be made (ENAMETOOLONG). Choose another name`);
  expect(readdirSync(folder).sort()).toEqual(['alice', 'alice.key', 'passphrase']);
});
