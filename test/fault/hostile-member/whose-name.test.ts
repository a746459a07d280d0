import { expect, test } from 'vitest';
import { parseEntry } from '../../../electron/node/log/signed-entry.ts';
import type { CellHome } from '../../support/cell/cell-home.ts';
import { junkThatWaits, writeAsSomebodyElse } from '../../support/hostile/attacks.ts';
import { HONEST, hostileCell, NAMES } from '../../support/hostile/hostile-cell.ts';
import { openOperator } from '../../support/hostile/open-operator.ts';
import { expectWell, snapshot } from '../../support/hostile/quick-cell.ts';

const cell = hostileCell();

/** Kinds of the rows on disk that stand under a name with a key that is not this name's. */
async function rowsNotHis(home: CellHome): Promise<string[]> {
  await home.stop();
  const { store, close } = await openOperator(home);
  try {
    const keys = new Map<string, string>();
    return store.db
      .prepare<[], { entry: string }>('SELECT entry FROM log_entries ORDER BY position')
      .all()
      .flatMap((row) => {
        const { entry } = parseEntry(row.entry);
        const key = keys.get(entry.author) ?? entry.key;
        keys.set(entry.author, key);
        return key === entry.key && NAMES.length >= keys.size ? [] : [entry.kind];
      });
  } finally {
    close();
    await home.start('--accept-joins');
  }
}

test('rows in the names of others silence none of them', async () => {
  const { honest, hostile } = cell();
  for (const name of HONEST) writeAsSomebodyElse(hostile, name);
  await expectWell(honest, { names: NAMES, restart: honest[0] });
  await expectWell(honest, { names: NAMES, restart: honest[1] });
  expect(await rowsNotHis(honest[1])).toEqual([]);
});

test('a thousand entries that wait, in the name of another and of nobody, keep out nothing of theirs', async () => {
  const { honest, hostile } = cell();
  junkThatWaits(hostile, 'alice', 1000);
  await expectWell(honest, { names: NAMES, restart: honest[0] });
  for (const home of honest) expect((await snapshot(home)).cell?.forked).toEqual([]);
  expect(await rowsNotHis(honest[2])).toEqual([]);
});
