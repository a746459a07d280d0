import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import { approve, decide, decided, quickCell, snapshot } from '../../support/hostile/quick-cell.ts';
import { pollUntil } from '../../support/poll-until.ts';

const PASSPHRASE = 'maple syrup at dawn';

let folder: string;
let homes: CellHome[];
let again: CellHome;
let passphraseFile: string;
let state: string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-restore-'));
  homes = ['alice', 'bob', 'carol'].map((name) => new CellHome(folder, name));
  passphraseFile = join(folder, 'passphrase');
  writeFileSync(passphraseFile, `${PASSPHRASE}\n`, { mode: 0o600 });
  again = new CellHome(folder, 'bob-again');
  state = process.env.GHOSTSTACK_STATE_DIR;
});

afterEach(async () => {
  process.env.GHOSTSTACK_STATE_DIR = state;
  await Promise.all([...homes, again].map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the restored home as on another computer, where nothing tells how far its feed had come. */
async function startElsewhere(): Promise<void> {
  process.env.GHOSTSTACK_STATE_DIR = join(folder, 'state-of-another-computer');
  try {
    await again.startWith('--passphrase-file', passphraseFile);
  } finally {
    process.env.GHOSTSTACK_STATE_DIR = state;
  }
}

const barred = (home: CellHome) => async () => (await home.status()).signingBarred;
const same = (a: CellHome, b: CellHome) => async () =>
  (await a.status()).stateHash === (await b.status()).stateHash;

test('a home is backed up while it runs, lost, restored elsewhere, and votes again when the others have answered', async () => {
  await quickCell(homes);
  const [alice, bob, carol] = homes as [CellHome, CellHome, CellHome];
  const file = join(folder, 'bob.gsbackup');
  const made = await bob.run<{ bytes: number; receipts: number }>(
    'backup',
    '--passphrase-file',
    passphraseFile,
    file,
  );
  expect(made.bytes).toBe(readFileSync(file).length);
  expect(made.receipts).toBeGreaterThan(5);
  expect((await snapshot(bob)).care.last).toMatchObject({ file, bytes: made.bytes });
  // What the backup does not have: a receipt of bob's own that the others hold.
  await decide([bob, alice, carol]);
  await pollUntil(same(alice, bob), Boolean);
  await bob.stop();
  await alice.stop();
  await carol.stop();

  const wrong = join(folder, 'wrong');
  writeFileSync(wrong, 'not this one at all\n', { mode: 0o600 });
  const refused = await again
    .run('restore', '--passphrase-file', wrong, file)
    .catch((e: { stderr: string }) => e.stderr);
  expect(String(refused)).toContain('does not open this backup');
  const said = await again.run<{ name: string; keys: string }>(
    'restore',
    '--passphrase-file',
    passphraseFile,
    file,
  );
  expect(said).toMatchObject({ name: 'bob', keys: 'backup' });
  await startElsewhere();
  expect(await barred(again)()).toMatch(
    /^Restored from a backup of .*It signs nothing until alice and carol have answered\.$/,
  );
  const early = await again
    .ask('governance.propose', { title: 'Too early', text: '', open: true })
    .catch(String);
  expect(early).toContain('Restored from a backup');
  const { stateHash } = await again.status();
  await alice.start();
  await pollUntil(barred(again), (why) => why?.includes('until carol has answered') === true, 30_000);
  await carol.start();
  await pollUntil(barred(again), (why) => why === null, 30_000);
  expect((await again.status()).stateHash).not.toBe(stateHash);

  const present = [alice, again, carol];
  const { id } = await alice.ask('governance.propose', { title: 'After the restore', text: '', open: true });
  await approve(present, id);
  await decided(present, id);
  const votes = (await snapshot(alice)).proposals.find((proposal) => proposal.id === id);
  expect(votes?.state).toBe('passed');
  for (const home of present) {
    await pollUntil(same(alice, home), Boolean);
    expect((await home.status()).forked).toEqual([]);
  }
  for (const path of [file, join(again.home, 'key.json')])
    expect(readFileSync(path).includes(PASSPHRASE)).toBe(false);
});

test('a backup takes the place of one of its own home alone, that the same passphrase opens', async () => {
  const [alice, bob] = homes as [CellHome, CellHome, CellHome];
  for (const home of [alice, bob]) await home.run('init', '--name', home.name);
  const file = join(folder, 'stick.gsbackup');
  const backup = (home: CellHome, passphrase = passphraseFile) =>
    home.run('backup', '--key-file', home.keyFile, '--passphrase-file', passphrase, file);
  const refusal = (made: Promise<unknown>) =>
    made.then(
      () => 'it was made',
      ({ stderr }: { stderr: string }) => stderr,
    );
  await backup(bob);
  // A member has another DID than whoever has yet to find a cell.
  await bob.run('found', 'Mill Lane');
  await backup(bob);
  const before = readFileSync(file);
  expect(await refusal(backup(alice))).toContain(`${file} is a backup of bob, of another home`);
  const other = join(folder, 'other');
  writeFileSync(other, 'not this one at all\n', { mode: 0o600 });
  expect(await refusal(backup(bob, other))).toContain('that this passphrase does not open');
  expect(readFileSync(file).equals(before)).toBe(true);
  // One that nothing could be restored from may go.
  before[before.length - 1]! ^= 1;
  before[20_000]! ^= 1;
  before[200]! ^= 1;
  writeFileSync(file, before);
  await backup(alice);
});

test('a home that is restored while the other one lives forks nobody', async () => {
  await quickCell(homes);
  const [alice, bob, carol] = homes as [CellHome, CellHome, CellHome];
  const file = join(folder, 'bob.gsbackup');
  await bob.run('backup', '--passphrase-file', passphraseFile, file);
  await decide([bob, alice, carol]);
  await again.run('restore', '--passphrase-file', passphraseFile, file);
  await startElsewhere();
  await pollUntil(barred(bob), (why) => why !== null, 30_000);
  expect(await barred(again)()).not.toBeNull();
  for (const home of [bob, again]) {
    const answer = await home
      .ask('governance.propose', { title: 'Mine', text: '', open: true })
      .catch(String);
    expect(String(answer)).toMatch(/copy|second|restored/i);
  }
  for (const home of [alice, carol, bob, again]) expect((await home.status()).forked).toEqual([]);
});

test('tables hold what two real members said, decided and earned; what one of them deletes, the other keeps', async () => {
  await quickCell(homes.slice(0, 2));
  const [alice, bob] = homes as [CellHome, CellHome];
  await decide([alice, bob]);
  await alice.run('send', '--to', 'bob', '=HYPERLINK("http://evil"),"Hello"');
  await pollUntil(
    () => bob.inbox(),
    (inbox) => inbox.length === 1,
  );
  const table = async (home: CellHome, what: string, format = 'csv') => {
    const file = join(folder, `${home.name}-${what}.${format}`);
    await home.run('export', '--what', what, '--format', format, file);
    return readFileSync(file, 'utf8');
  };
  const said = /,received,"'=HYPERLINK\(""http:\/\/evil""\),""Hello""",[0-9a-f-]{36},,,\r\n/;
  expect(await table(bob, 'messages')).toMatch(said);
  const receipts = JSON.parse(await table(bob, 'receipts', 'json')) as { position: number; kind: string }[];
  expect(receipts.map(({ position }) => position)).toEqual(receipts.map((_, n) => n));
  expect(receipts[0]?.kind).toBe('found');
  expect(receipts).toHaveLength((await snapshot(bob)).cell?.receipts ?? -1);
  expect(await table(bob, 'proposals')).toContain(',passed,');
  const earned = (await snapshot(bob)).trust?.balances.find(({ me }) => me)?.balance;
  expect(await table(bob, 'tokens')).toMatch(new RegExp(`^bob,.*,${earned},`, 'm'));

  const thread = (await snapshot(bob)).threads[0]?.id ?? '';
  expect(await bob.ask('messages.deleteAll', { thread })).toEqual({ deleted: 1 });
  expect(await bob.inbox()).toEqual([]);
  await bob.stop();
  await bob.start();
  await pollUntil(
    () => bob.members(),
    (members) => members.some(({ state }) => state === 'inSync'),
  );
  expect(await bob.inbox()).toEqual([]);
  expect(await table(alice, 'messages')).toContain(',delivered,');
});
