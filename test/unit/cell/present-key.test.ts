import { expect, test } from 'vitest';
import { presentKey } from '../../../electron/node/cell/reading/present-key.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { changedByDevice, changedByWords, memberDidLog } from '../../support/cell/member-did-log.ts';

const MADE_MS = Date.UTC(2026, 10, 1);
const DAY_MS = 86_400_000;

test('a member has its key since its newest version, by what changed it', () => {
  const first = SigningKey.fromSeed(new Uint8Array(32).fill(7));
  const made = memberDidLog(first, MADE_MS);
  expect(presentKey(made)).toEqual({ version: 1, sinceMs: MADE_MS, by: 'first' });
  const byDevice = changedByDevice(first, made, MADE_MS + DAY_MS).didLog;
  expect(presentKey(byDevice)).toEqual({ version: 2, sinceMs: MADE_MS + DAY_MS, by: 'device' });
  const byWords = changedByWords(first, byDevice, MADE_MS + 2 * DAY_MS).didLog;
  expect(presentKey(byWords)).toMatchObject({ version: 4, by: 'words' });
  expect(presentKey(byWords).sinceMs).toBeGreaterThanOrEqual(MADE_MS + 2 * DAY_MS);
});
