import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockHome, requireFreeHome } from '../../electron/node/store/home-lock.ts';
import { openStore } from '../../electron/node/store/store.ts';
import { startChild } from '../support/child-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { expectCode } from '../support/throws-code.ts';

const script = (name: string) => new URL(`processes/${name}.ts`, import.meta.url);
const migrations = [{ version: 1, name: 'rows', sql: '' }];
const KILLS = 50;

describe('kill -9', () => {
  it(`${KILLS} times while writing leaves the database whole and loses nothing that was acknowledged`, async () => {
    const path = join(temporaryFolder(), 'node.db');
    let acknowledged = 0;
    for (let round = 0; round < KILLS; round++) {
      const child = startChild(script('write-rows'), [path]);
      // At another point each time: after 1 to 40 rows, plus what was written meanwhile.
      await child.waitForLines(1 + ((round * 7) % 40));
      await child.kill();
      acknowledged = Number(child.lines.at(-1));
      const store = openStore({ path, migrations });
      store.integrityCheck();
      const { rows, last } = store.db.prepare('SELECT count(*) AS rows, max(id) AS last FROM item').get() as {
        rows: number;
        last: number;
      };
      store.close();
      expect(last).toBeGreaterThanOrEqual(acknowledged);
      expect(rows).toBe(last);
    }
    expect(acknowledged).toBeGreaterThan(KILLS);
  });

  it('frees the home: the lock is the process, not the file', async () => {
    const home = temporaryFolder();
    for (let round = 0; round < 3; round++) {
      const child = startChild(script('hold-lock'), [home]);
      try {
        await child.waitForLines(1);
        // It has asked for its own lock meanwhile, which must not have dropped it.
        expect(child.lines).toEqual(['locked']);
        expectCode('home-locked', () => requireFreeHome(home));
        expectCode('home-locked', () => lockHome(home));
      } finally {
        await child.kill();
      }
      requireFreeHome(home);
      lockHome(home).release();
    }
  });
});
