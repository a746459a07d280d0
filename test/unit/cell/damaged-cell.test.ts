import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as closing from '../../../electron/node/cell/reactions/close-ballots.ts';
import * as lettingIn from '../../../electron/node/cell/reactions/let-in.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import type { GhostNode } from '../../../electron/node/root/node.ts';
import { openStore } from '../../../electron/node/store/store.ts';

vi.mock('../../../electron/node/cell/reactions/close-ballots.ts', { spy: true });
vi.mock('../../../electron/node/cell/reactions/let-in.ts', { spy: true });

const PASSPHRASE = { kind: 'passphrase', passphrase: 'correct horse' } as const;

let folder: string;
let node: GhostNode | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-damaged-'));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await opened();
  await node?.createKey('alice', PASSPHRASE);
  await node?.cell.found('Maple Street');
});

afterEach(async () => {
  vi.restoreAllMocks();
  await node?.stop();
  node = null;
  rmSync(folder, { recursive: true, force: true });
});

async function opened(): Promise<GhostNode> {
  await node?.stop();
  node = null;
  node = await createNode({
    home: openHome(join(folder, 'home')),
    listen: [],
    network: false,
    protection: PASSPHRASE,
    deviceSecret: null,
  });
  return node;
}

const propose = (at: GhostNode) =>
  at.cell.deciding().propose({ title: 'Paint the shed', text: '', open: false });

it('starts without a cell whose log cannot be read, and names it', async () => {
  const id = node?.cell.current?.id ?? '';
  await node?.stop();
  node = null;
  const store = openStore({ path: join(folder, 'home', 'node.db') });
  store.db.exec('ALTER TABLE log_entries RENAME TO elsewhere');
  store.close();
  const again = await opened();
  expect(again.phase).toBe('running');
  expect(again.problem?.message).toContain(`Reading the log of cell ${id} failed`);
  expect(() => propose(again)).toThrow(`The log of cell ${id} cannot be read`);
  await expect(again.cell.found('Another one')).rejects.toThrow('cannot be read');
});

it.each([
  ['Closing ballots', () => vi.mocked(closing.closeBallots)],
  ['Letting newcomers in', () => vi.mocked(lettingIn.letIn)],
])('starts although %s fails, says so, and signs what its operator asks', async (what, spy) => {
  spy().mockImplementation(() => {
    throw new Error('a row is bad');
  });
  const again = await opened();
  expect(again.phase).toBe('running');
  expect(again.problem?.message).toContain(`${what} failed`);
  propose(again);
  expect(again.problem?.message).toContain('a row is bad');
});

it('goes on when something that follows the log fails at news', async () => {
  const again = await opened();
  const log = again.cell.current?.log;
  const heard = vi.fn();
  log?.subscribe(() => {
    throw new Error('a listener is bad');
  });
  log?.subscribe(heard);
  propose(again);
  expect(heard).toHaveBeenCalled();
  expect(again.problem?.message).toContain('Following new receipts failed');
});
