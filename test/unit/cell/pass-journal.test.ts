import { expect, test } from 'vitest';
import { PassJournal } from '../../../electron/node/root/pass-journal.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore } from '../../../electron/node/store/store.ts';

const HOUR_MS = 3_600_000;
const DAY = 1_800_000_000_000 - (1_800_000_000_000 % HOUR_MS);

test('keeps a whole day by the hour, however many passes it had, and over a restart', () => {
  const store = openStore({ path: ':memory:' });
  const settings = new SettingsStore(store);
  const journal = new PassJournal(settings);
  const pass = { peer: 'bob', receiptsIn: 1, receiptsOut: 0, messagesIn: 1, messagesOut: 0, failure: null };
  for (let minute = 0; minute < 48 * 60; minute += 5) journal.add({ ...pass, atMs: DAY + minute * 60_000 });
  expect(journal.passes()).toHaveLength(50);
  const last = DAY / HOUR_MS + 47;
  const hours = Array.from({ length: 25 }, (_, index) => ({ hour: last - 24 + index, items: 24 }));
  expect(journal.hours()).toEqual(hours);
  // Where much goes over, what it was is written down once a second.
  expect(new PassJournal(settings).hours()).toEqual([{ hour: DAY / HOUR_MS, items: 2 }]);
  journal.keep();
  expect(new PassJournal(settings).hours()).toEqual(hours);
  // What brought nothing is no bar.
  journal.add({ ...pass, receiptsIn: 0, messagesIn: 0, atMs: DAY + 60 * HOUR_MS });
  expect(journal.hours()).toEqual(hours);
  store.close();
});
