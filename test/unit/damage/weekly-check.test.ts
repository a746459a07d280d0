import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WeeklyCheck } from '../../../electron/node/root/damage/weekly-check.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { spoilPages } from '../../support/damage-database.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const DAY_MS = 86_400_000;

test('all of a database is read once a week while nothing else happens, and what is damaged is told', async () => {
  const path = join(temporaryFolder(), 'node.db');
  const store = openStore({ path });
  onTestFinished(() => store.close());
  const message = store.db.prepare(
    `INSERT INTO messages (sender, recipient, payload, uuid, direction, thread, sender_did, state, payload_bytes,
       created_at_ms, expires_at_ms) VALUES ('a', 'b', ?, ?, 'out', 't', 'd', 'queued', 1, 1, 2)`,
  );
  store.transaction(() => {
    for (let n = 0; n < 200; n += 1) message.run('x'.repeat(4000), `m${n}`);
  });
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  const seen: string[] = [];
  let nowMs = 1_000 * DAY_MS;
  let busyAtMs = 0;
  const check = new WeeklyCheck({
    path,
    settings: new SettingsStore(store),
    nowMs: () => nowMs,
    busyAtMs: () => busyAtMs,
    told: ({ isWhole }) => seen.push(isWhole ? 'whole' : 'not whole'),
    damaged: () => seen.push('damaged'),
    failed: (error) => seen.push(String(error)),
  });
  onTestFinished(() => check.stop());
  check.begin();
  const lookAfter = async (ms: number): Promise<string[]> => {
    nowMs += ms;
    await check.look();
    return seen.splice(0);
  };
  expect(await lookAfter(6.9 * DAY_MS)).toEqual([]);
  busyAtMs = nowMs + 0.2 * DAY_MS;
  expect(await lookAfter(0.2 * DAY_MS)).toEqual([]);
  expect(await lookAfter(3 * 60_000)).toEqual(['whole']);
  expect(await lookAfter(6.9 * DAY_MS)).toEqual([]);
  // Never idle: a day later it is read all the same. A clock that was set back puts nothing off.
  busyAtMs = Number.POSITIVE_INFINITY;
  expect(await lookAfter(1.2 * DAY_MS)).toEqual(['whole']);
  busyAtMs = 0;
  expect(await lookAfter(-30 * DAY_MS)).toEqual(['whole']);

  spoilPages(path);
  expect((await lookAfter(8 * DAY_MS)).at(-1)).toBe('damaged');
});
