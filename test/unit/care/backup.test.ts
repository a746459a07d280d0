import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openBackup } from '../../../electron/node/care/backup/opened-backup.ts';
import { stageRestore } from '../../../electron/node/care/backup/restore-backup.ts';
import { cutShortRestore, finishRestore } from '../../../electron/node/care/backup/unfinished-restore.ts';
import { unlockHome } from '../../../electron/node/identity/home-keys.ts';
import { readOwnIdentity } from '../../../electron/node/identity/member-identity.ts';
import { homeAt, openHome, requireNode } from '../../../electron/node/root/home.ts';
import { SafetyState } from '../../../electron/node/store/safety-state.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import {
  type MadeHome,
  madeHome,
  NOW,
  PASSPHRASE,
  SECRET,
  UNSEEN,
} from '../../support/care/backed-up-home.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode, expectCodeAsync } from '../../support/throws-code.ts';

let folder: string;
let alice: MadeHome;
let file: string;

beforeEach(async () => {
  folder = temporaryFolder();
  file = join(folder, 'alice.gsbackup');
  alice = await madeHome(folder);
  onTestFinished(() => {
    alice.store.close();
    alice.home.release();
  });
});

async function restore(home: string, from = file): Promise<void> {
  const opened = openHome(home);
  const backup = await openBackup(from, PASSPHRASE);
  try {
    await stageRestore(backup, PASSPHRASE, opened.path, UNSEEN);
    finishRestore(opened.path);
  } finally {
    await backup.close();
    opened.release();
  }
}

const halfMade = () => readdirSync(folder).filter((name) => name.endsWith('.part'));

describe('a backup', () => {
  test('holds all of a home, and makes another one that signs nothing yet', async () => {
    alice.store.close();
    alice.home.release();
    alice = await madeHome(join(folder, 'member'), 200, true);
    const { manifest, bytes } = await alice.backup(file);
    expect(manifest).toMatchObject({
      madeAtMs: NOW,
      member: { name: 'alice', did: alice.did },
      cell: { name: 'Maple Street' },
      counts: { messages: 200, receipts: 0 },
      keys: 'backup',
    });
    expect(statSync(file)).toMatchObject({
      size: bytes,
      mode: expect.toSatisfy((mode) => (mode & 0o77) === 0),
    });
    const home = join(folder, 'again');
    await restore(home);
    expect(readdirSync(home).sort()).toEqual(['did.jsonl', 'key.json', 'lock', 'node.db']);
    const passphrase = { kind: 'passphrase', passphrase: PASSPHRASE } as const;
    const [own, restored] = [
      await unlockHome(alice.home, SECRET),
      await unlockHome(homeAt(home), passphrase),
    ];
    expect(restored.inUse.did).toBe(own.inUse.did);
    const { log } = readOwnIdentity(alice.home)!;
    const [device = '', words = ''] = log[0]!.parameters.nextKeyHashes ?? [];
    expect(restored.keyFor(device)?.did).toBe(own.keyFor(device)!.did);
    expect(restored.recoverySeed(words)).toEqual(own.recoverySeed(words));
    const store = openStore({ path: join(home, 'node.db') });
    const texts = (of: typeof store) =>
      of.db.prepare('SELECT payload FROM messages ORDER BY id').pluck().all();
    expect(texts(store)).toEqual(texts(alice.store));
    expect(new SafetyState(store).read('maple')).toEqual({ why: 'restored', fromMs: NOW, answered: [] });
    store.close();
  });

  test('of a home that asks to be let in, or to come back, makes one that asks for nothing: both would be let in', async () => {
    const records = ['joining', 'recovering'];
    const kept = (of: MadeHome['store']) =>
      records.map((key) => new SettingsStore(of).get(key, z.unknown(), null));
    for (const key of records) new SettingsStore(alice.store).set(key, { step: 'agreed' });
    await alice.backup(file);
    await restore(join(folder, 'again'));
    const store = openStore({ path: join(folder, 'again', 'node.db') });
    expect(kept(store)).toEqual([null, null]);
    store.close();
    expect(kept(alice.store)).toEqual([{ step: 'agreed' }, { step: 'agreed' }]);
  });

  test('shows nothing of what is in it', async () => {
    await alice.backup(file);
    const bytes = readFileSync(file).toString('latin1');
    const { path } = alice.home;
    const sealed = (JSON.parse(readFileSync(join(path, 'key.json'), 'utf8')) as { sealed: string }).sealed;
    for (const secret of ['secret text', 'alice', 'Maple', alice.did, PASSPHRASE, sealed, 'SQLite format'])
      expect(bytes).not.toContain(secret);
  });

  test('takes in what is written while it is made', async () => {
    let written = 0;
    const work = {
      ...UNSEEN,
      progress: (stage: string) => {
        if (stage !== 'copying') return;
        written += 1;
        alice.store.db.prepare('INSERT INTO settings (key, value) VALUES (?, ?)').run(`k${written}`, '1');
      },
    };
    await alice.backup(file, work);
    const home = join(folder, 'again');
    await restore(home);
    const store = openStore({ path: join(home, 'node.db') });
    store.integrityCheck();
    store.close();
  });

  test('takes the place of an older one only when it is whole, and of nothing else', async () => {
    await alice.backup(file);
    const before = readFileSync(file);
    for (const stage of ['copying', 'writing', 'checking']) {
      const stop = new AbortController();
      const progress = (at: string) => at === stage && stop.abort();
      await expectCodeAsync('cancelled', () => alice.backup(file, { progress, signal: stop.signal }));
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(halfMade()).toEqual([]);
    }
    await alice.backup(file);
    expect(readFileSync(file).equals(before)).toBe(false);
    const other = join(folder, 'diary.txt');
    writeFileSync(other, 'Dear diary');
    await expectCodeAsync('already-exists', () => alice.backup(other));
    await expectCodeAsync('not-found', () => alice.backup(join(folder, 'none', 'x.gsbackup')));
    await expectCodeAsync('invalid-argument', () => alice.backup('x.gsbackup'));
    expect(readFileSync(other, 'utf8')).toBe('Dear diary');
    expect(readdirSync(alice.home.path).filter((name) => name.startsWith('snapshot'))).toEqual([]);
  });

  test('removes what a killed one has left beside it, and in the home', async () => {
    writeFileSync(`${file}.0123456789ab.part`, 'half');
    writeFileSync(join(folder, 'x.gsbackup.0123456789ab.part'), 'of another');
    writeFileSync(join(alice.home.path, 'snapshot-999999999-01234567.db'), 'left');
    await alice.backup(file);
    expect(halfMade()).toEqual(['x.gsbackup.0123456789ab.part']);
    expect(readdirSync(alice.home.path).filter((name) => name.startsWith('snapshot'))).toEqual([]);
  });
});

describe('a restore', () => {
  test('leaves the home of somebody alone', async () => {
    await alice.backup(file);
    const backup = await openBackup(file, PASSPHRASE);
    onTestFinished(() => backup.close());
    const { path } = alice.home;
    await expectCodeAsync('already-exists', () => stageRestore(backup, PASSPHRASE, path, UNSEEN));
    expect(existsSync(join(path, 'restoring'))).toBe(false);
  });

  test('that was cut short is named, and done again', async () => {
    await alice.backup(file);
    const home = join(folder, 'again');
    mkdirSync(join(home, 'restoring'), { recursive: true });
    chmodSync(home, 0o700);
    writeFileSync(join(home, 'restoring', 'begun.json'), JSON.stringify({ file, madeAtMs: NOW }));
    writeFileSync(join(home, 'restoring', 'node.db'), 'half');
    expect(cutShortRestore(home)).toEqual({ file, madeAtMs: NOW });
    expect(expectCode('conflict', () => requireNode(home))).toContain(file);
    await restore(home);
    expect(cutShortRestore(home)).toBeNull();
    requireNode(home);
  });

  test('that was whole goes on when the home is opened', async () => {
    await alice.backup(file);
    const home = join(folder, 'again');
    const opened = openHome(home);
    const backup = await openBackup(file, PASSPHRASE);
    await stageRestore(backup, PASSPHRASE, home, UNSEEN);
    await backup.close();
    opened.release();
    expect(existsSync(join(home, 'key.json'))).toBe(false);
    requireNode(home);
    expect(existsSync(join(home, 'key.json'))).toBe(true);
    expect(existsSync(join(home, 'restoring'))).toBe(false);
  });
});
