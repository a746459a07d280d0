import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let homes: CellHome[] = [];
afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  homes = [];
});

/** Which files of a home hold a word, however its letters are written. */
function filesWith(home: CellHome, word: string): string[] {
  const names = readdirSync(home.home, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path, 'latin1').toLowerCase().includes(word));
}

const find = (home: CellHome, text: string) => home.ask('search.find', { text });

test('a deleted text leaves every file of a home that runs on, also the index of the search and the log', async () => {
  const { alice, bob } = await twoMembers(temporaryFolder());
  homes = [alice, bob];
  const { did } = await bob.status();
  await alice.ask('messages.send', { to: did, text: 'The xylophonzebra is in the shed' });
  const [message] = await pollUntil(
    async () => (await alice.ask('messages.list', { thread: did, before: null, limit: 1 })).messages,
    ([one]) => one?.state === 'delivered',
  );
  // It is in the index; nobody looks for anything afterwards.
  expect((await find(alice, 'xylophonzebra')).counts.messages).toBe(1);
  expect(filesWith(alice, 'xylophonzebra')).not.toEqual([]);

  await alice.ask('messages.delete', { id: message?.id ?? '' });
  await pollUntil(
    () => filesWith(alice, 'xylophonzebra'),
    (files) => files.length === 0,
  );
  expect((await find(alice, 'xylophonzebra')).counts.messages).toBe(0);
  // What others hold is theirs.
  expect((await bob.inbox()).map(({ text }) => text)).toEqual(['The xylophonzebra is in the shed']);

  // Killed at once, the next start does the rest.
  await bob.ask('messages.deleteAll', { thread: (await alice.status()).did });
  await bob.kill();
  await bob.start();
  await pollUntil(
    () => filesWith(bob, 'xylophonzebra'),
    (files) => files.length === 0,
  );
});
