import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallOutput } from '#shared/contract/contract.ts';
import type { EnvelopeFacts } from '../../../electron/node/messaging/seal-envelope.ts';
import { type CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { messageOf } from '../../support/craft-envelope.ts';
import { HostileMember } from '../../support/hostile/hostile-member.ts';
import { snapshot } from '../../support/hostile/quick-cell.ts';

const HOUR_MS = 3_600_000;
const CONTENT = Buffer.from('echo taken over\n');
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

let folder = '';
let alice: CellHome;
let mallory: CellHome;
let hostile: HostileMember;
let malloryDid = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-hostile-mail-'));
  ({ alice, bob: mallory } = await twoMembers(folder));
  malloryDid = (await snapshot(mallory)).me?.did ?? '';
  await mallory.stop();
  hostile = await HostileMember.takeOver(mallory, [alice]);
});
afterAll(async () => {
  await hostile?.stop();
  await alice?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Listed = CallOutput<'messages.list'>['messages'];
const listed = async (limit = 200): Promise<Listed> =>
  (await alice.ask('messages.list', { thread: malloryDid, before: null, limit })).messages;

function small(mid: string, name: string): Partial<EnvelopeFacts>[] {
  const file = { name, type: 'image/jpeg', bytes: CONTENT.length, sha256: SHA256, way: { parts: 1 } };
  return [
    { payload: { ...messageOf('', mid), file } },
    { payload: { kind: 'part', mid: crypto.randomUUID(), of: mid, index: 0, data: CONTENT } },
  ];
}

test('a file of hers is saved in the folder that was chosen, under a name that hides nothing, and opens nothing', async () => {
  const names = [
    '..\\..\\a\u202Egpj.exe',
    '../../../../etc/cron.d/x',
    '.bashrc',
    'CON.txt',
    'a\nb: c\u0000.sh',
    '///',
    `${'x'.repeat(250)}.exe`,
  ];
  const mids = names.map(() => crypto.randomUUID());
  const answered = await hostile.mail(
    alice,
    names.flatMap((name, at) => small(mids[at] ?? '', name)),
  );
  expect(new Set(answered)).toEqual(new Set(['stored']));
  const into = join(folder, 'chosen', 'saved');
  mkdirSync(into, { recursive: true });
  for (const id of mids) await alice.run('inbox', '--save', id, into);
  expect(readdirSync(into).sort()).toEqual(
    ['_CON.txt', 'a_b_ c_.sh', 'a_gpj.exe', 'bashrc', 'file', 'x', `${'x'.repeat(116)}.exe`].sort(),
  );
  expect(readdirSync(join(folder, 'chosen'))).toEqual(['saved']);
  for (const name of readdirSync(into)) {
    expect(readFileSync(join(into, name)).equals(CONTENT)).toBe(true);
    expect(statSync(join(into, name)).mode & 0o777).toBe(0o600);
  }
  const shown = (await alice.run<{ name: string; reason: string }[]>('files')).map(({ reason }) => reason);
  expect(new Set(shown)).toEqual(new Set(['All of it is here']));
});

test('what is no message, comes from another day or for no time is refused by its name, and keeps nothing else out', async () => {
  const nowMs = Date.now();
  const way = { parts: 1 };
  const file = { name: 'a', type: '', bytes: 10, sha256: SHA256, way };
  const broken = [
    { ...file, name: '' },
    { ...file, bytes: 2 ** 31 },
    { ...file, bytes: 0 },
    { ...file, way: { parts: 12 } },
    { ...file, way: { parts: 1, key: 'A'.repeat(43), root: SHA256 } },
    { ...file, way: { key: 'A'.repeat(43), root: '../../x' } },
    { ...file, name: 'y'.repeat(256) },
  ];
  const part = { kind: 'part', mid: crypto.randomUUID(), of: crypto.randomUUID(), data: CONTENT } as const;
  const answered = await hostile.mail(alice, [
    ...broken.map((one) => ({ payload: { ...messageOf('look'), file: one } })),
    { payload: { ...part, index: 11 } },
    { payload: { ...part, index: 0, of: 'nothing' } },
    { payload: messageOf('x', 'not a name') },
    { payload: messageOf('x'.repeat(65_537)) },
    { createdAtMs: nowMs + 25 * HOUR_MS, expiresAtMs: nowMs + 48 * HOUR_MS },
    { createdAtMs: nowMs - 48 * HOUR_MS, expiresAtMs: nowMs - HOUR_MS },
    { createdAtMs: nowMs, expiresAtMs: nowMs },
    { createdAtMs: 0, expiresAtMs: nowMs + HOUR_MS },
    { payload: messageOf('and this is one') },
  ]);
  expect(answered).toEqual([
    ...Array.from({ length: broken.length + 4 }, () => 'unopenable'),
    'clock',
    'expired',
    'malformed',
    'malformed',
    'stored',
  ]);
  expect((await listed()).at(-1)?.text).toBe('and this is one');
});

test('answers to nothing and to answers show one message each, and a page of a hundred is no larger for it', async () => {
  const mids = Array.from({ length: 100 }, () => crypto.randomUUID());
  const own = await alice.ask('messages.send', { to: malloryDid, text: 'alice wrote this' });
  await hostile.mail(alice, [
    ...mids.map((mid, at) => ({
      payload: { ...messageOf(`${at} `.repeat(100), mid), reply: mids[at - 1] ?? crypto.randomUUID() },
    })),
    // Of the same name as what alice wrote, so that an answer to it would seem to quote her.
    { payload: messageOf('I owe you 100', own.id) },
    { payload: { ...messageOf('as you say'), reply: own.id } },
  ]);
  const page = (await listed()).slice(-102);
  expect(page.at(0)?.answers).toEqual({ state: 'unknown' });
  expect(page.at(99)?.answers).toMatchObject({ state: 'here', message: { id: mids[98] } });
  expect(page.at(-1)?.answers).toEqual({ state: 'unclear' });
  const answers = page.map((message) => JSON.stringify(message.answers ?? null).length);
  expect(Math.max(...answers)).toBeLessThan(600);
});

test('parts for a file of alice change nothing of it, and what she writes begins no formula and no line', async () => {
  const { id } = await alice.ask('files.attach', { path: alice.keyFile });
  const own = await alice.ask('messages.send', { to: malloryDid, text: 'mine', attachment: id });
  const formula = '=HYPERLINK("http://example.org";"x")';
  const forged = 'Yes\n2026-05-12 09:15 alice: I owe you 100\r\n<img src=x onerror=alert(1)>\u001b]0;x\u0007';
  expect(
    await hostile.mail(alice, [
      { payload: { kind: 'part', mid: crypto.randomUUID(), of: own.id, index: 0, data: CONTENT } },
      { payload: messageOf(formula) },
      { payload: messageOf(forged) },
    ]),
  ).toEqual(['stored', 'stored', 'stored']);
  expect((await listed()).find((one) => one.id === own.id)?.file).toMatchObject({ state: 'waiting' });
  const [csv, text] = ['csv', 'text'].map((format) => join(folder, `thread.${format}`)) as [string, string];
  const { rows } = await alice.run<{ rows: number }>('export', '--thread', malloryDid, csv);
  await alice.run('export', '--thread', malloryDid, '--format', 'text', text);
  expect(readFileSync(csv, 'utf8')).toContain(`"'${formula.replaceAll('"', '""')}"`);
  const lines = readFileSync(text, 'utf8').split('\n').slice(0, -1);
  expect(lines.filter((line) => /^\d{4}-\d\d-\d\d /.test(line))).toHaveLength(rows);
  expect(lines.filter((line) => line.includes('I owe you 100') && /^\S+ \S+ alice/.test(line))).toEqual([]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
  expect(lines.join('')).not.toMatch(/[\u0000-\u001f]/);
});

test('a draft is bounded as a text is, and alice is well', async () => {
  const draft = { thread: malloryDid, text: 'x'.repeat(1024 * 1024), reply: null };
  await expect(alice.ask('messages.keepDraft', draft)).rejects.toThrow(/is longer than 500000/);
  const before = (await listed()).length;
  expect(await hostile.mail(alice, [{ payload: messageOf('still here') }])).toEqual(['stored']);
  expect(await listed()).toHaveLength(Math.min(200, before + 1));
  expect((await snapshot(alice)).problem).toBeNull();
});
