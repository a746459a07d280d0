import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { LOCK_FILE, requireFreeHome } from '../../../electron/node/store/home-lock.ts';
import { openDatabase } from '../../../electron/node/store/open-database.ts';
import { requireSqliteSupport } from '../../../electron/node/store/sqlite-support.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode } from '../../support/throws-code.ts';

const NODE_20 = { ...process.versions, node: '20.20.2', napi: '9' };

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a Node that SQLite would crash is named before anything is opened', () => {
  const home = temporaryFolder();
  writeFileSync(join(home, LOCK_FILE), '');
  vi.stubGlobal('process', Object.create(process, { versions: { value: NODE_20 } }));
  for (const open of [() => openDatabase(':memory:', 0), () => requireFreeHome(home)]) {
    expect(expectCode('unsupported', open)).toBe(
      'Node 20.20.2 is too old for SQLite, 22.14 or newer is needed. npm ci brought one: npx node FILE',
    );
  }
});

test('this Node is new enough, and Electron brings a binding of its own', () => {
  requireSqliteSupport();
  requireSqliteSupport({ ...NODE_20, electron: '33.2.1' });
});
