/** What a newcomer reads in a home where nothing has happened yet. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { main } from '../../../electron/headless/main.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function type(name: string, ...words: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  }
  const code = await main([...words, '--home', join(folder, name)]);
  vi.restoreAllMocks();
  return { code, said };
}

function init(name: string, ...words: string[]): Promise<{ code: number; said: string }> {
  return type(name, 'init', '--name', name, '--key-file', join(folder, `${name}.key`), ...words);
}

test('a list with nothing in it says so', async () => {
  await init('bob');
  expect(await type('bob', 'inbox')).toEqual({ code: 0, said: 'No message has come yet.\n' });
  expect(await type('bob', 'queue')).toEqual({ code: 0, said: 'You have written no message yet.\n' });
  expect(await type('bob', 'peers')).toEqual({ code: 0, said: 'Nobody to write to yet.\n' });
  expect((await type('bob', 'inbox', '--json')).said).toBe('[]\n');
  expect(await type('bob', 'files')).toEqual({ code: 0, said: 'No message has a file yet.\n' });
  expect((await type('bob', 'carried')).said.split('\n')).toEqual([
    'Messages of members for members are kept here, up to 16 MB of each.',
    'Nothing is kept now.',
    'No receipts or recalls are kept.',
    '',
  ]);
  expect(JSON.parse((await type('bob', 'carried', '--json')).said)).toMatchObject({
    parcels: 0,
    bySender: [],
  });
});

test('init says by which key a node without a cell is added elsewhere; its other name is told from it', async () => {
  const { said } = await init('bob');
  const [key = ''] = /did:key:z6Mk\w+/.exec(said) ?? [];
  const [did = ''] = /did:webvh:[^\n]+/.exec(said) ?? [];
  expect((await type('bob', 'status')).said).toContain(key);
  await init('carl');
  const wrong = await type('carl', 'peer', 'add', '--name', 'bob', '--did', did);
  expect(wrong.code).toBe(1);
  expect(wrong.said).toContain('ghoststack status');
  const added = await type('carl', 'peer', 'add', '--name', 'bob', '--did', key);
  expect(added).toEqual({ code: 0, said: 'bob is a peer now.\n' });
});

test('one receipt of one member is said as one', async () => {
  await init('alice', '--cell', 'Maple Street');
  expect((await type('alice', 'status')).said).toContain('Maple Street: alice; 1 receipt.\n');
  expect((await type('alice', 'log', 'verify')).said).toContain(
    'Maple Street: 1 receipt of 1 member is as it was signed.\n',
  );
});
