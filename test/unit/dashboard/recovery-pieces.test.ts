import { expect, test } from 'vitest';
import type { CellMember } from '#shared/contract/domain/cell.ts';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { wordsInText } from '../../../renderer/components/recovery/WordsEntry.tsx';
import { happeningsBetween, happeningsSince } from '../../../renderer/state/happenings.ts';
import { remindsOfWords } from '../../../renderer/state/recovery-words.ts';
import { streetCell, streetReceipts } from '../../support/dashboard-fixture/street-cell.ts';

const NOW_MS = new Date(2026, 4, 14, 12).getTime();
const DAY_MS = 86_400_000;
const cell = streetCell(streetReceipts(NOW_MS), NOW_MS);
const state = (change: Partial<Snapshot> = {}): Snapshot => ({
  ...INITIAL_SLICES,
  instance: 'one',
  version: 1,
  atMs: NOW_MS,
  cell,
  ...change,
});
const withKey = (name: string, key: CellMember['key']) => ({
  ...cell,
  members: cell.members.map((member) => (member.name === name ? { ...member, key } : member)),
});

test('words are found in what is pasted, whatever stands between them', () => {
  expect(wordsInText(' 1. abandon\n2) ability,\u00a0able\t4 about\n')).toEqual([
    'abandon',
    'ability',
    'able',
    'about',
  ]);
  expect(wordsInText('')).toEqual([]);
});

test('a changed key is news, with by what, once', () => {
  const key = { version: 3, sinceMs: NOW_MS, by: 'words' } as const;
  const after = state({ cell: withKey('bob', key), atMs: NOW_MS + 1 });
  const told = happeningsBetween(state(), after, []).map(({ text }) => text);
  expect(told).toEqual(['bob has a new key since 14 May 2026, by recovery words; compare the words again']);
  expect(happeningsBetween(after, { ...after, atMs: NOW_MS + 2 }, [])).toEqual([]);
  const me = { version: 2, sinceMs: NOW_MS, by: 'device' } as const;
  const own = happeningsBetween(state(), state({ cell: withKey('alice', me) }), []).map(({ text }) => text);
  expect(own).toEqual(['You have a new key since 14 May 2026']);
});

test('what changed while nobody looked is told, too', () => {
  const told = happeningsSince(state(), NOW_MS - 3 * DAY_MS).map(({ text }) => text);
  expect(told).toContain('erin has a new key since 12 May 2026, by recovery words; compare the words again');
  expect(told).toContain('dave has a new key since 12 May 2026, by the device; compare the words again');
  expect(happeningsSince(state(), NOW_MS).filter(({ id }) => id.startsWith('key'))).toEqual([]);
});

test('words are reminded of from the first cell on, not before they are due, and not in a demo', () => {
  const words = { state: 'here', remindAtMs: null } as const;
  expect(remindsOfWords(state({ recoveryWords: words }))).toBe(true);
  expect(remindsOfWords(state({ recoveryWords: { ...words, remindAtMs: NOW_MS + 1 } }))).toBe(false);
  expect(remindsOfWords(state({ recoveryWords: { ...words, remindAtMs: NOW_MS } }))).toBe(true);
  expect(remindsOfWords(state({ recoveryWords: { ...words, state: 'forgotten' } }))).toBe(false);
  expect(remindsOfWords(state({ recoveryWords: words, cell: null }))).toBe(false);
  expect(remindsOfWords(state())).toBe(false);
});
