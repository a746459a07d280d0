// Nothing that a node writes beside its database tells its seed, its passphrase or a text; nor does any of its processes.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openKeyStore } from '../../electron/node/identity/open-key-store.ts';
import { type RingContent, readRing } from '../../electron/node/identity/ring-content.ts';
import { readWords, wordsOf } from '../../electron/node/identity/words/index.ts';
import { openStore } from '../../electron/node/store/store.ts';
import { CellHome } from '../support/cell/cell-home.ts';
import * as tour from '../support/dashboard-tour.ts';
import { callBridge } from '../support/electron-bridge.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { ghoststack } from '../support/headless-node.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';
import { expectNowhere, filesIn, processes, secretsIn, secretsOf } from '../support/secrets-nowhere.ts';

const PASSPHRASE = 'a walrus in the cloister';
const BACKUP_PASSPHRASE = 'a heron in the gutter';
const TEXTS = ['the mill at midnight', 'Buy a ladder for the orchard', 'as the widow said'];

let folder: string;
let alice: CellHome;
let bob: CellHome;
let errors: string;
let backupKey: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-secrets-'));
  [alice, bob] = [new CellHome(folder, 'alice'), new CellHome(folder, 'bob')];
  errors = join(folder, 'what-alice-says.txt');
  backupKey = join(folder, 'backup.key');
  mkdirSync(join(folder, 'tmp'));
});

afterEach(async () => {
  await Promise.all([alice, bob].map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** alice's node: what it says goes into a file, what it leaves for a while into a folder of its own. */
function startAlice(): Promise<void> {
  return alice.startBy(
    (program, ...args) => [
      'sh',
      [
        '-c',
        `TMPDIR=${folder}/tmp exec "$0" "$@" 2>>${errors}`,
        program,
        ...args.map((word) => (word === '--key-file' ? '--passphrase-file' : word)),
      ],
    ],
    ...['--listen', '127.0.0.1:0', '--no-mdns', '--accept-joins'],
  );
}

test('a home that lives through all of it leaves its seed, its passphrase and texts nowhere', async () => {
  writeFileSync(alice.keyFile, `${PASSPHRASE}\n`, { mode: 0o600 });
  const given = ['--name', 'alice', '--cell', 'Maple', '--passphrase-file', alice.keyFile];
  await ghoststack('init', '--home', alice.home, ...given);
  await bob.run('init', '--name', 'bob');
  await startAlice();
  await bob.start();
  const { code } = await alice.ask('cell.invite', { hours: 1 });
  await bob.ask('cell.join', { code, compare: false });
  await pollUntil(
    () => bob.ask('state.snapshot', {}),
    ({ cell }) => cell?.members.length === 2,
    40_000,
  );

  const [message = '', title = '', comment = ''] = TEXTS;
  await alice.ask('messages.send', { to: 'broadcast', text: message });
  const { id } = await alice.ask('governance.propose', { title, text: message, open: true });
  await alice.ask('governance.vote', { id, choice: 'APPROVE', comment });
  const first = await alice.ask('words.show', { passphrase: PASSPHRASE });
  await changeKey(first.words);
  // Copies that are sealed by a passphrase of their own: with the new words, and once those are written down.
  const shown = await alice.ask('words.show', { passphrase: PASSPHRASE });
  const copies = [await restoredCopy('with words')];
  const answers = shown.asked.map((place) => ({ place, word: shown.words[place - 1] ?? '' }));
  expect(await alice.ask('words.check', { answers })).toEqual({ wrong: [] });
  copies.push(await restoredCopy('without'));
  const kept = await Promise.all(
    copies.map(async (home) => (await ringAt(home)).words.map(({ seed }) => wordsOf(seed))),
  );
  expect(kept).toEqual([[shown.words], []]);
  const tables = await exported();
  // What fails is told, too: a call with a text, and a receipt in the database that is none and quotes one.
  await alice.ask('messages.send', { to: `did:key:${'z'.repeat(40)}`, text: message }).catch(() => undefined);
  let seen = processes(alice.pid);
  await alice.kill();
  const store = openStore({ path: join(alice.home, 'node.db') });
  store.db.prepare(`UPDATE log_entries SET entry = ? WHERE kind = 'vote'`).run(`{"entry":{"${message}":1}}`);
  store.close();
  // A log file that is full, so that this start begins another one.
  const line = JSON.stringify({ atMs: 1, level: 'info', event: 'node.stopped', fields: {} });
  appendFileSync(join(alice.home, 'logs', 'events.jsonl'), `${line}\n`.repeat(1 + 2 ** 20 / line.length));
  await startAlice();
  seen += processes(alice.pid);
  const report = join(folder, 'report.txt');
  await alice
    .run('doctor', '--no-mdns', '--full', '--report', report, '--with', 'names,addresses')
    .catch(() => undefined);
  await alice.stop();

  expect(existsSync(join(alice.home, 'logs', 'events.1.jsonl'))).toBe(true);
  const logs = readFileSync(join(alice.home, 'logs', 'events.jsonl'), 'utf8');
  expect(logs).toContain('"event":"fault"');
  expect(readFileSync(errors, 'utf8')).toContain('failed');
  const words = [first, shown].map((each) => ({ seed: seedOf(each.words), madeAtMs: 0 }));
  const ring = await ringAt(alice.home);
  expect([ring.keys.length, ring.words]).toEqual([4, []]);
  const found = {
    passphrase: PASSPHRASE,
    'of the backup': BACKUP_PASSPHRASE,
    ...secretsIn({ ...ring, words }),
  };
  expect(Object.keys(found).filter((name) => name.startsWith('words'))).toHaveLength(18);
  // The passphrase lies in its own file, where its owner has put it; texts lie in the database.
  const put = [alice.keyFile, backupKey, bob.home, tables];
  const own = filesIn(folder).filter((path) => put.every((mine) => !path.startsWith(mine)));
  const written = own.map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'latin1') }));
  written.push({ path: 'processes', text: seen });
  expect(written.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['report.txt', 'alice/logs/events.jsonl']),
  );
  expectNowhere(written, found, TEXTS);
  const told = filesIn(tables).map((path) => ({ path, text: readFileSync(path, 'latin1') }));
  expect(told).toHaveLength(4);
  expectNowhere(told, found, []);
});

/** By the words, and with new ones after them; bob is for it. */
async function changeKey(words: readonly string[]): Promise<void> {
  const { id } = await alice.ask('identity.changeKey', { words: words.join(' '), newWords: true });
  await pollUntil(
    () => bob.ask('state.snapshot', {}),
    ({ proposals }) => proposals.some((one) => one.id === id),
    40_000,
  );
  await bob.ask('governance.vote', { id, choice: 'APPROVE', comment: null });
  await pollUntil(
    () => alice.ask('state.snapshot', {}),
    ({ cell, phase }) =>
      phase === 'running' && cell?.members.find(({ name }) => name === 'alice')?.key.version === 3,
    40_000,
  );
}

/** What a backup of now holds, as files. */
async function restoredCopy(name: string): Promise<string> {
  const [file, home] = [join(folder, `${name}.gsbackup`), join(folder, name)];
  await alice.ask('care.backup', { file, passphrase: BACKUP_PASSPHRASE });
  writeFileSync(backupKey, `${BACKUP_PASSPHRASE}\n`, { mode: 0o600 });
  await ghoststack('restore', '--home', home, '--passphrase-file', backupKey, file);
  return home;
}

/** What a node writes out for other programs: a folder of it. */
async function exported(): Promise<string> {
  const tables = join(folder, 'for others');
  mkdirSync(tables);
  for (const what of ['messages', 'receipts'] as const)
    await alice.ask('care.export', { what, format: 'json', file: join(tables, `${what}.json`) });
  writeFileSync(join(tables, 'log.jsonl'), (await alice.ask('log.export', {})).text);
  writeFileSync(join(tables, 'agent.json'), (await alice.ask('agent.exportState', {})).json);
  return tables;
}

async function ringAt(home: string): Promise<RingContent> {
  const { content } = await openKeyStore(join(home, 'key.json'), {
    kind: 'passphrase',
    passphrase: PASSPHRASE,
  });
  const ring = readRing(content.bytes);
  if (!ring) throw new Error(`${home} holds no ring of keys`);
  return ring;
}

function seedOf(words: readonly string[]): Uint8Array {
  const seed = readWords(words.join(' '));
  if (!seed.ok) throw new Error(seed.error.message);
  return seed.value;
}

describeIfMet(await electronRequirement(), 'the app', () => {
  const suite = electronSuite();

  test('that is locked, unlocked and crashed leaves them nowhere either: files, what it says, all of its processes', async () => {
    const [, title = '', comment = ''] = TEXTS;
    const userFolder = await suite.userFolder();
    const { app, window, stderr } = await suite.launch({ userFolder });
    await tour.makeKey(window, 'alice');
    await tour.foundCell(window, 'Maple Street');
    expect(
      await callBridge(window, 'governance.propose', { title, text: comment, open: true }),
    ).toMatchObject({
      ok: true,
    });
    await callBridge(window, 'key.lock', {});
    await tour.unlock(window, tour.PASSPHRASE);
    await window.getByRole('link', { name: 'Settings' }).first().waitFor();
    const pid = app.process().pid ?? 0;
    const seen = processes(pid);
    // What it keeps of a renderer that crashed, if anything.
    await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const gone = new Promise((resolve) => contents?.once('render-process-gone', resolve));
      contents?.forcefullyCrashRenderer();
      return gone.then(() => null);
    });
    await app.close();

    const files = filesIn(userFolder);
    const keyPath = files.find((path) => path.endsWith('/key.json')) ?? '';
    const found = await secretsOf(keyPath, tour.PASSPHRASE);
    const written = files.map((path) => ({
      path: relative(userFolder, path),
      text: readFileSync(path, 'latin1'),
    }));
    written.push({ path: 'processes', text: seen }, { path: 'stderr', text: stderr() });
    // It has been looked where there is something to see.
    expect(seen.match(/--type=renderer/)).not.toBeNull();
    expect(written.some(({ path }) => path.endsWith('logs/events.jsonl'))).toBe(true);
    const database = written.filter(({ path }) => /node\.db/.test(path));
    expect(database.some(({ text }) => text.includes(title))).toBe(true);
    expectNowhere(written, found, TEXTS);
  });
});
