import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { openStore } from '../../electron/node/store/store.ts';
import { openedLog, storeRows, troubledHistory } from '../support/cell/troubled-history.ts';
import { startChild } from '../support/child-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const RECEIPTS = 2300;
const KILLS = process.env.GHOSTSTACK_LONG ? 30 : 5;

test(`kill -9 while a checkpoint is written leaves a home that starts, ${KILLS} times`, async () => {
  const path = join(temporaryFolder(), 'node.db');
  const history = troubledHistory(RECEIPTS);
  const cell = history[0]?.hash ?? '';
  const first = openStore({ path });
  storeRows(first, history);
  const expected = foldCell(openedLog(first, cell, null).log.book);
  first.close();
  const covered: number[] = [];
  for (let round = 0; round < KILLS; round += 1) {
    const child = startChild(new URL('processes/write-checkpoint.ts', import.meta.url), [path, cell]);
    await child.waitForLines(1 + ((round * 5) % 7));
    await child.kill();
    const store = openStore({ path });
    store.integrityCheck();
    const { log, checkpoint, anew } = openedLog(store, cell);
    covered.push(history.length - (checkpoint?.lag(log) ?? 0));
    expect(anew).toEqual([]);
    expect(foldCell(log.book)).toEqual(expected);
    store.close();
  }
  expect(Math.max(...covered)).toBeGreaterThan(0);
});
