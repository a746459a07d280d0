import { afterEach, expect, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

interface Asking {
  readonly name: string;
  readonly scid: string;
  readonly words: readonly string[] | null;
}
interface Row {
  readonly label: string;
  readonly title: string;
  readonly myVote: { readonly choice: string } | null;
}

let homes: CellHome[] = [];
afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  homes = [];
});

test('of two who ask under one name nobody is accepted by it, and a label can be typed', async () => {
  const alice = new CellHome(temporaryFolder(), 'alice');
  const bobs = [1, 2].map(() => new CellHome(temporaryFolder(), 'bob'));
  homes = [alice, ...bobs];
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  await alice.start();
  for (const bob of bobs) {
    await bob.run('init', '--name', 'bob');
    await bob.start();
    await bob.run('join', '--wait', '0', (await alice.run<{ code: string }>('invite')).code);
  }
  const asking = await pollUntil(
    () => alice.run<Asking[]>('joins'),
    (list) => list.length === 2 && list.every(({ words }) => words !== null),
  );
  for (const answer of ['accept', 'refuse']) {
    const refusal = await alice.run(answer, 'bob').catch((error: { stderr: string }) => error.stderr);
    for (const { scid, words } of asking) expect(refusal).toContain(`${scid} (${words?.join(' ')})`);
  }
  expect(await alice.run<Asking[]>('joins')).toHaveLength(2);
  await alice.run('accept', asking[0]?.scid ?? '');
  await pollUntil(
    () => alice.members(),
    ({ length }) => length === 2,
  );

  const [member] = await pollUntil(
    async () => {
      const inCell = await Promise.all(bobs.map((home) => home.members()));
      return bobs.filter((_, index) => inCell[index]?.length === 2);
    },
    ({ length }) => length === 1,
  );
  if (!member) throw new RangeError('nobody was let in');
  await member.stop();
  await alice.run('propose', 'Buy a ladder');
  await member.run('propose', 'Sell the ladder');
  await member.start();
  const rows = await pollUntil(
    () => alice.run<Row[]>('proposals'),
    (list) => list.length === 3,
  );
  const hers = rows.find(({ title }) => title === 'Buy a ladder');
  expect(hers?.label).toMatch(/^P-\d+·alice$/);
  await alice.run('vote', hers?.label.replace('·', '.').toLowerCase() ?? '', 'approve');
  expect(
    (await alice.run<Row[]>('proposals')).find(({ title }) => title === 'Buy a ladder')?.myVote,
  ).toMatchObject({
    choice: 'APPROVE',
  });
  await expect(alice.run('rules', '--turn', '0')).rejects.toThrow(/Turn is less than 1 s\./);

  // A name is meant however it is written; a message says something.
  await alice.run('send', '--to', 'Bob', 'Lunch at noon?');
  await pollUntil(
    () => member.run<{ text: string }[]>('inbox'),
    (inbox) => inbox.some(({ text }) => text === 'Lunch at noon?'),
  );
  const blank = await alice
    .run('send', '--to', 'bob', ' ')
    .catch((error: { stderr: string }) => error.stderr);
  expect(blank).toContain('A message needs a text.');
});
