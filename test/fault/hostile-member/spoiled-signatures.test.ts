import { expect, test } from 'vitest';
import { readEntry, withoutSignature } from '../../../electron/node/log/read-entry.ts';
import type { CellHome } from '../../support/cell/cell-home.ts';
import { hostileCell, NAMES } from '../../support/hostile/hostile-cell.ts';
import { expectWell, snapshot } from '../../support/hostile/quick-cell.ts';
import { pollUntil } from '../../support/poll-until.ts';

const cell = hostileCell();

function spoiled(text: string): string {
  const signature = String(readEntry(text).signature);
  return text.replace(signature, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`);
}

async function titles(home: CellHome): Promise<string[]> {
  return (await snapshot(home)).proposals.map(({ title }) => title);
}

/** Alice writes while only mallory is there, and leaves; returns what she has called it. */
async function writeTo(alice: CellHome, name: string): Promise<string[]> {
  const { hostile } = cell();
  const written = Array.from({ length: 6 }, (_, at) => `${name} ${at}`);
  for (const title of written) await alice.ask('governance.propose', { title, text: '', open: false });
  await pollUntil(
    () => hostile.log.graph.heads(hostile.scidOf('alice'))[0]?.entry.body.title,
    (title) => title === written.at(-1),
  );
  await alice.stop();
  return written;
}

test('what a member carries with signatures changed or taken off is what its author wrote, once its end is there', async () => {
  const { honest, hostile } = cell();
  const [alice, bob, carol] = honest;
  const isAlices = (text: string): boolean => readEntry(text).entry.author === hostile.scidOf('alice');
  await Promise.all([bob.stop(), carol.stop()]);

  const first = await writeTo(alice, 'Spoiled');
  hostile.tamper = (texts) => {
    const last = texts.filter(isAlices).at(-1);
    return texts.map((text, at) => {
      if (!isAlices(text) || text === last) return text;
      return at % 2 === 0 ? spoiled(text) : withoutSignature(readEntry(text)).text;
    });
  };
  await carol.start('--accept-joins');
  await pollUntil(
    () => titles(carol),
    (shown) => first.every((title) => shown.includes(title)),
  );

  // Without the end of the run carol takes nothing of it; she knows nobody less for it, and nobody is named.
  await carol.stop();
  await alice.start('--accept-joins');
  const second = await writeTo(alice, 'Without an end');
  hostile.told.clear();
  hostile.tamper = (texts) =>
    texts.map((text) => (isAlices(text) ? withoutSignature(readEntry(text)).text : text));
  await carol.start('--accept-joins');
  await pollUntil(
    () => [...hostile.told],
    (told) => told.length > 0,
  );
  const shown = await titles(carol);
  expect(second.filter((title) => shown.includes(title))).toEqual([]);
  const { cell: carols, peers } = await snapshot(carol);
  expect(carols?.forked).toEqual([]);
  expect(peers.find(({ name }) => name === 'mallory')?.link.state).toBe('connected');

  // Its author has the signatures; and what carol took without, she passes on to bob, who never met alice since.
  await bob.start('--accept-joins');
  await pollUntil(
    () => titles(bob),
    (known) => first.every((title) => known.includes(title)),
  );
  await alice.start('--accept-joins');
  for (const home of [bob, carol]) {
    await pollUntil(
      () => titles(home),
      (known) => [...first, ...second].every((title) => known.includes(title)),
    );
  }
  await expectWell(honest, { names: NAMES });
  for (const home of honest) expect((await snapshot(home)).cell?.forked).toEqual([]);
});
