import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SearchAnswer } from '#shared/contract/domain/search.ts';
import { type CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let homes: CellHome[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ghoststack-search-'));
});
afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  homes = [];
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const find = (home: CellHome, text: string, more: object = {}): Promise<SearchAnswer> =>
  home.ask('search.find', { text, ...more });
const said = (answer: SearchAnswer): string[] =>
  answer.messages.hits.map(({ parts }) => parts.map(({ text }) => text).join(''));
const NONE = { messages: 0, proposals: 0, receipts: 0, people: 0 };

/** Every third byte of what the index holds, as a bad disk might. */
function damageIndex(home: CellHome): void {
  const db = new Database(join(home.home, 'node.db'));
  db.unsafeMode(true);
  for (const table of ['search_messages_data', 'search_entries_data']) {
    const blocks = db.prepare(`SELECT id, block FROM ${table} WHERE id > 10`).all() as {
      id: number;
      block: Buffer;
    }[];
    expect(blocks.length).toBeGreaterThan(0);
    for (const { id, block } of blocks) {
      for (let at = 0; at < block.length; at += 3) block[at] = (block[at] ?? 0) ^ 0x55;
      db.prepare(`UPDATE ${table} SET block = ? WHERE id = ?`).run(block, id);
    }
  }
  db.close();
}

const HOSTILE = [
  '"; DROP TABLE messages; -- "unbalanced \' `',
  'ladder NEAR(x) OR * AND ^ {title}: -not "open',
  '<img src=x onerror=alert(1)> <b>bold</b> \u202eoverturned\u202c \u0001\u0000 marks',
  `w${'o'.repeat(32_000)}rd`,
  `${'\u0301'.repeat(5000)} ${'😀'.repeat(3000)}`,
];

test('what one writes, votes and says, the other finds at once, after a restart, and after its index was damaged', async () => {
  const { alice, bob } = await twoMembers(folder);
  homes = [alice, bob];
  await pollUntil(
    () => bob.ask('state.snapshot', {}),
    ({ cell, peers }) => cell?.members.length === 2 && peers[0]?.link.state === 'connected',
  );

  const aliceDid = (await alice.status()).did;
  await bob.ask('messages.send', { to: aliceDid, text: 'Die Leiter steht im Gewächshaus' });
  const bobDid = (await bob.status()).did;
  await pollUntil(
    () => alice.ask('messages.list', { thread: bobDid, before: null, limit: 1 }),
    ({ messages }) => messages.length === 1,
  );
  // As soon as she has it: what is new is indexed before it is searched for.
  expect((await find(alice, 'gewachs', { kinds: ['messages'] })).counts.messages).toBe(1);
  expect((await find(bob, 'LEITER gewächs')).messages.hits[0]?.parts).toEqual([
    { text: 'Die ', found: false },
    { text: 'Leiter', found: true },
    { text: ' steht im ', found: false },
    { text: 'Gewächshaus', found: true },
  ]);

  const { id } = await bob.ask('governance.propose', {
    title: 'Buy a second ladder',
    text: 'Made of aluminium, not of wood.',
    open: true,
  });
  await pollUntil(
    () => alice.ask('state.snapshot', {}),
    ({ proposals }) => proposals.some((one) => one.id === id),
  );
  await alice.ask('governance.vote', { id, choice: 'APPROVE', comment: 'A collapsible one, please' });
  await pollUntil(
    () => bob.ask('governance.detail', { id }),
    ({ seats }) => seats.some(({ me, choice }) => !me && choice === 'APPROVE'),
  );
  expect((await find(bob, 'collapsib')).counts.proposals).toBe(1);
  // Words of title, text and comment together.
  const [hit] = (await find(bob, 'second alumin please')).proposals.hits;
  expect(hit?.proposal.id).toBe(id);
  const vote = (await find(bob, 'alice vote', { kinds: ['receipts'] })).receipts.hits;
  expect(vote.some(({ kind, name }) => kind === 'vote' && name === 'alice')).toBe(true);
  const [first] = vote;
  const byHash = await find(alice, first?.hash.slice(0, 12) ?? '');
  expect(byHash.receipts.hits.map(({ hash }) => hash)).toEqual([first?.hash]);
  expect((await find(alice, 'BO')).people.hits.map(({ name }) => name)).toEqual(['bob']);

  // Who writes to alice decides what stands in her index, and nothing else.
  for (const text of HOSTILE) await bob.ask('messages.send', { to: aliceDid, text });
  await pollUntil(
    () => alice.ask('messages.list', { thread: bobDid, before: null, limit: 9 }),
    ({ messages }) => messages.length === 1 + HOSTILE.length,
  );
  expect((await find(alice, 'drop unbalanced')).counts.messages).toBe(1);
  for (const query of [
    ...HOSTILE.map((text) => text.slice(0, 400)),
    '"',
    '*',
    'NEAR',
    'a" OR "b',
    '(',
    '^',
  ]) {
    const answer = await find(alice, query);
    for (const { parts } of answer.messages.hits) {
      expect(parts.map(({ text }) => text).join('').length).toBeLessThan(200);
    }
  }
  expect(said(await find(alice, 'onerror overturned'))[0]).toContain('<img src=x onerror=alert(1)>');
  expect((await find(alice, `w${'o'.repeat(50)}`)).counts.messages).toBe(1);

  // What is cancelled is not found any more.
  await alice.stop();
  const { id: cancelled } = await bob.ask('messages.send', { to: aliceDid, text: 'Forget the wheelbarrow' });
  expect((await find(bob, 'wheelbarrow')).counts.messages).toBe(1);
  await bob.ask('messages.cancel', { id: cancelled, to: null });
  expect((await find(bob, 'wheelbarrow')).counts).toEqual(NONE);

  // Without a node the terminal reads what there is, also what no node has indexed.
  const typed = await alice.run<SearchAnswer>('search', '--kind', 'messages', 'leiter', 'gewächshaus');
  expect(typed.counts).toEqual({ ...NONE, messages: 1 });
  damageIndex(alice);
  const unindexed = await alice.run<SearchAnswer>('search', 'leiter');
  expect(unindexed.counts).toMatchObject({ messages: 1 });

  await alice.start();
  const repaired = await pollUntil(
    () => find(alice, 'leiter'),
    ({ index }) => index.state === 'ready' && index.repairedAtMs !== null,
  );
  expect(repaired.index.why).toBe('damaged');
  expect(repaired.counts.messages).toBe(1);
  expect((await find(alice, 'collapsible second')).counts.proposals).toBe(1);
  expect((await find(alice, 'nobodywrotethis')).counts).toEqual(NONE);
});
