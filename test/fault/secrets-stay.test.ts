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
import { openStore } from '../../electron/node/store/store.ts';
import { CellHome } from '../support/cell/cell-home.ts';
import * as tour from '../support/dashboard-tour.ts';
import { callBridge } from '../support/electron-bridge.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { ghoststack } from '../support/headless-node.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';
import { expectNowhere, filesIn, processes, secretsOf } from '../support/secrets-nowhere.ts';

const PASSPHRASE = 'a walrus in the cloister';
const TEXTS = ['the mill at midnight', 'Buy a ladder for the orchard', 'as the widow said'];

let folder: string;
let alice: CellHome;
let bob: CellHome;
let errors: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-secrets-'));
  [alice, bob] = [new CellHome(folder, 'alice'), new CellHome(folder, 'bob')];
  errors = join(folder, 'what-alice-says.txt');
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
  await alice.ask('words.show', { passphrase: PASSPHRASE });
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
  const found = await secretsOf(join(alice.home, 'key.json'), PASSPHRASE);
  expect(Object.keys(found).filter((name) => name.startsWith('words'))).toHaveLength(9);
  // The passphrase lies in its own file, where its owner has put it; texts lie in the database.
  const own = filesIn(folder).filter((path) => path !== alice.keyFile && !path.startsWith(bob.home));
  const written = own.map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'latin1') }));
  written.push({ path: 'processes', text: seen });
  expect(written.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['report.txt', 'alice/logs/events.jsonl']),
  );
  expectNowhere(written, found, TEXTS);
});

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
