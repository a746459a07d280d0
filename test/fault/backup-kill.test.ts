import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBackup } from '../../electron/node/care/backup/opened-backup.ts';
import { stageRestore } from '../../electron/node/care/backup/restore-backup.ts';
import { cutShortRestore, finishRestore } from '../../electron/node/care/backup/unfinished-restore.ts';
import { openHome, requireNode } from '../../electron/node/root/home.ts';
import { SafetyState } from '../../electron/node/store/safety-state.ts';
import { openStore } from '../../electron/node/store/store.ts';
import { madeHome, PASSPHRASE, UNSEEN } from '../support/care/backed-up-home.ts';
import { startChild } from '../support/child-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const script = (name: string) => new URL(`processes/${name}.ts`, import.meta.url);
const KILLS = process.env.GHOSTSTACK_LONG === '1' ? 100 : 6;
const TEXTS = 400;

/** Reads all of a backup; throws unless every byte is as it was written. */
async function checked(file: string): Promise<number> {
  const backup = await openBackup(file, PASSPHRASE);
  try {
    const { madeAtMs } = await backup.read(UNSEEN, () => async (_part, pieces) => {
      for await (const _ of pieces);
    });
    return madeAtMs;
  } finally {
    await backup.close();
  }
}

async function backedUp(folder: string): Promise<string> {
  const { backup, store, home } = await madeHome(folder, TEXTS);
  const file = join(folder, 'alice.gsbackup');
  await backup(file);
  store.close();
  home.release();
  return file;
}

test(`kill -9 ${KILLS} times while backups are made leaves a whole one each time, and the home as it was`, async () => {
  const folder = temporaryFolder();
  const file = await backedUp(folder);
  const stages = new Set<string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = startChild(script('backups-forever'), [folder, file]);
    await child.waitForLines(1 + ((kill * 7) % 37));
    await child.kill();
    stages.add((child.lines.at(-1) ?? '').split(' ')[0] ?? '');
    await checked(file);
    const home = openHome(join(folder, 'alice'));
    const store = openStore({ path: home.databasePath });
    store.integrityCheck();
    expect(store.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(TEXTS);
    store.close();
    home.release();
    // Of all that were killed, what the last one left at most.
    expect(readdirSync(folder).filter((name) => name.endsWith('.part')).length).toBeLessThanOrEqual(1);
  }
  expect([...stages].filter((stage) => stage !== 'made').length).toBeGreaterThan(1);
});

test(`kill -9 ${KILLS} times while homes are restored leaves none half made`, async () => {
  const folder = temporaryFolder();
  const file = await backedUp(folder);
  let cutShort = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const homes = join(folder, `homes-${kill}`);
    const child = startChild(script('restores-forever'), [file, homes]);
    await child.waitForLines(1 + ((kill * 3) % 14));
    await child.kill();
    for (const name of readdirSync(homes)) {
      const path = join(homes, name);
      const isCutShort = cutShortRestore(path) !== null;
      if (isCutShort) {
        cutShort += 1;
        // Named, with nothing of it in its place; and done again.
        expect(() => requireNode(path)).toThrow(/cut short/);
        expect(readdirSync(path).filter((file) => /\.(json|jsonl|db)$/.test(file))).not.toContain('key.json');
      }
      if (isCutShort || !existsSync(join(path, 'key.json'))) {
        const home = openHome(path);
        if (!existsSync(home.keyPath)) {
          const backup = await openBackup(file, PASSPHRASE);
          await stageRestore(backup, PASSPHRASE, path, UNSEEN);
          await backup.close();
          finishRestore(path);
        }
        home.release();
      }
      requireNode(path);
      openHome(path).release();
      expect(existsSync(join(path, 'restoring'))).toBe(false);
      expect(readFileSync(join(path, 'key.json'), 'utf8')).toContain('passphrase');
      const store = openStore({ path: join(path, 'node.db') });
      store.integrityCheck();
      expect(store.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(TEXTS);
      expect(new SafetyState(store).read('maple')?.why).toBe('restored');
      store.close();
    }
  }
  expect(cutShort).toBeGreaterThan(0);
});
