// Nothing that a node writes beside its database tells its seed, its passphrase or a text; nor does any of its processes.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeBase58btc } from '../../electron/node/crypto/base58btc.ts';
import { encodeBase64url } from '../../electron/node/crypto/base64url.ts';
import { unlockKeyStore } from '../../electron/node/identity/key-store.ts';
import { openStore } from '../../electron/node/store/store.ts';
import { CellHome } from '../support/cell/cell-home.ts';
import { ghoststack } from '../support/headless-node.ts';
import { pollUntil } from '../support/poll-until.ts';

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

/** The seed in every spelling that is usual, and the passphrase. */
async function secrets(): Promise<Record<string, string>> {
  const key = await unlockKeyStore(join(alice.home, 'key.json'), {
    kind: 'passphrase',
    passphrase: PASSPHRASE,
  });
  const seed = Buffer.from(key.exportSeed());
  return {
    hex: seed.toString('hex'),
    base64: seed.toString('base64').replace(/=+$/, ''),
    base64url: encodeBase64url(seed),
    base58: encodeBase58btc(seed),
    bytes: seed.toString('latin1'),
    passphrase: PASSPHRASE,
  };
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => {
    const file = join(path, name);
    return statSync(file, { throwIfNoEntry: false })?.isSocket() ? [] : filesIn(file);
  });
}

/** The node's process and all that it has started. */
function processes(pid: number): string {
  const parentOf = (one: string) => {
    if (!existsSync(`/proc/${one}/stat`)) return null;
    return / \S (\d+) /.exec(readFileSync(`/proc/${one}/stat`, 'latin1'))?.[1];
  };
  const children = readdirSync('/proc').filter((one) => /^\d+$/.test(one) && parentOf(one) === String(pid));
  return [String(pid), ...children]
    .flatMap((one) => ['cmdline', 'environ'].map((name) => `/proc/${one}/${name}`))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
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
  const { passphrase = '', ...seed } = await secrets();
  // The passphrase lies in its own file, where its owner has put it; texts lie in the database.
  const own = filesIn(folder).filter((path) => path !== alice.keyFile && !path.startsWith(bob.home));
  const written = own.map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'latin1') }));
  written.push({ path: 'processes', text: seen });
  expect(written.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['report.txt', 'alice/logs/events.jsonl']),
  );
  for (const { path, text } of written) {
    for (const [spelling, secret] of Object.entries({ ...seed, passphrase })) {
      expect(text.includes(secret), `${spelling} in ${path}`).toBe(false);
    }
    if (/node\.db/.test(path)) continue;
    for (const told of TEXTS) expect(text.includes(told), `“${told}” in ${path}`).toBe(false);
  }
});
