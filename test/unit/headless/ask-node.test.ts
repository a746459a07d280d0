import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { withNode, withReader } from '../../../electron/headless/ask-node.ts';
import { whileWorking } from '../../../electron/headless/while-working.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCodeAsync } from '../../support/throws-code.ts';

const PASSPHRASE = { kind: 'passphrase', passphrase: 'correct horse' } as const;

/** A home with a cell, on which nothing runs. */
async function homeOfAlice(): Promise<string> {
  const path = join(temporaryFolder(), 'alice');
  const home = openHome(path);
  const node = await createNode({ home, listen: [], network: false, protection: null, deviceSecret: null });
  await node.createKey('alice', PASSPHRASE);
  await node.cell.found('Maple Street');
  await node.stop();
  return path;
}

test('who reads does not take the home: it can be taken meanwhile, and reading goes on', async () => {
  const path = await homeOfAlice();
  await withReader(path, async (client) => {
    const home = openHome(path);
    expect((await client.ask('state.snapshot', {})).cell?.name).toBe('Maple Street');
    expect((await client.ask('log.verify', {})).ok).toBe(true);
    home.release();
  });
});

test('who reads changes nothing', async () => {
  const path = await homeOfAlice();
  const before = contents(path);
  await withReader(path, async (client) => {
    await client.ask('governance.list', {});
    const refused = () => client.ask('settings.update', { singleKeys: false });
    await expectCodeAsync('store-read-only', refused);
  });
  expect(contents(path)).toEqual(before);
});

test('who writes has the home alone', async () => {
  const path = await homeOfAlice();
  await withNode(path, { unlock: false }, async () => {
    expect(() => openHome(path)).toThrow(/Another GhostStack/);
  });
  openHome(path).release();
});

test('a window that has the home is named at once, to who writes and to who reads', async () => {
  const path = await homeOfAlice();
  const home = openHome(path, 0, 'window');
  const startedAt = performance.now();
  for (const ask of [
    () => withNode(path, { unlock: false }, async () => null),
    () => withReader(path, async () => null),
  ]) {
    expect(await expectCodeAsync('home-locked', ask)).toContain(`(a window, process ${process.pid}, since `);
  }
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  home.release();
});

test('long work shows how far it is where no node runs, too', async () => {
  const path = await homeOfAlice();
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const { isTTY } = process.stderr;
  process.stderr.isTTY = true;
  onTestFinished(() => {
    process.stderr.isTTY = isTTY;
    vi.restoreAllMocks();
  });
  const file = join(temporaryFolder(), 'alice.gsbackup');
  await withNode(path, { unlock: false }, (client) =>
    whileWorking(client, () => client.ask('care.backup', { file, passphrase: PASSPHRASE.passphrase })),
  );
  expect(written.join('')).toMatch(/Copying the database: \d+ %/);
});

test('there is nothing to read, and nothing is made, where no home is', async () => {
  const folder = temporaryFolder();
  const read = () => withReader(join(folder, 'nobody'), async () => null);
  expect(await expectCodeAsync('not-found', read)).toContain('ghoststack init');
  await expectCodeAsync('not-found', () =>
    withNode(join(folder, 'nobody'), { unlock: false }, async () => null),
  );
  expect(readdirSync(folder)).toEqual([]);
});

function contents(home: string): Record<string, string> {
  const names = readdirSync(home).sort();
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(home, name)))
      .digest('hex');
  return Object.fromEntries(names.map((name) => [name, digest(name)]));
}
