import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { storeError } from '../../../electron/node/store/classify-error.ts';
import { schemaVersion } from '../../../electron/node/store/migrate.ts';
import { MIGRATIONS } from '../../../electron/node/store/migrations/index.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore, type Store } from '../../../electron/node/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode } from '../../support/throws-code.ts';

const migrations = [
  { version: 1, name: 'one', sql: 'CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT' },
  { version: 2, name: 'two', sql: 'CREATE TABLE child (item INTEGER NOT NULL REFERENCES item (id)) STRICT' },
];

function open(path: string, list = migrations): Store {
  const store = openStore({ path, migrations: list });
  onTestFinished(() => store.close());
  return store;
}

const count = (store: Store) => store.db.prepare('SELECT count(*) FROM item').pluck().get();
const insert = (store: Store, text: string) =>
  store.db.prepare('INSERT INTO item (text) VALUES (?)').run(text);

describe('the store', () => {
  it("numbers the product's migrations 1, 2, 3 and so on, and applies them to an empty database", () => {
    expect(MIGRATIONS.map((migration) => migration.version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    const store = openStore({ path: ':memory:' });
    expect(store.db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    store.close();
  });

  it('is durable and strict: WAL, synchronous FULL, foreign keys on, schema not trusted', () => {
    const store = open(join(temporaryFolder(), 'node.db'));
    const pragma = (name: string) => store.db.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('trusted_schema')).toBe(0);
    expect(pragma('busy_timeout')).toBe(5000);
    expect(() => store.db.exec('INSERT INTO child VALUES (7)')).toThrow(/FOREIGN KEY/);
  });

  it('keeps its files to their owner', () => {
    const path = join(temporaryFolder(), 'node.db');
    insert(open(path), 'x');
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps what was committed, and nothing of a transaction that failed', () => {
    const path = join(temporaryFolder(), 'node.db');
    const store = openStore({ path, migrations });
    expect(store.transaction(() => insert(store, 'kept').changes)).toBe(1);
    expect(() =>
      store.transaction(() => {
        insert(store, 'lost');
        throw new Error('stop');
      }),
    ).toThrow('stop');
    store.transaction(() => {
      insert(store, 'outer');
      expect(() =>
        store.transaction(() => {
          insert(store, 'inner');
          throw new Error('inner only');
        }),
      ).toThrow('inner only');
    });
    store.close();
    expect(open(path).db.prepare('SELECT text FROM item ORDER BY id').pluck().all()).toEqual([
      'kept',
      'outer',
    ]);
  });

  it('applies only the migrations that are missing', () => {
    const path = join(temporaryFolder(), 'node.db');
    const old = openStore({ path, migrations: migrations.slice(0, 1) });
    insert(old, 'from version 1');
    old.close();
    const store = open(path);
    expect(count(store)).toBe(1);
    expect(store.db.pragma('user_version', { simple: true })).toBe(2);
  });

  it('leaves version and schema as they were when a migration fails half way', () => {
    const path = join(temporaryFolder(), 'node.db');
    openStore({ path, migrations: migrations.slice(0, 1) }).close();
    const broken = {
      version: 2,
      name: 'broken',
      sql: 'CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)',
    };
    expect(() => openStore({ path, migrations: [migrations[0]!, broken] })).toThrow(/nowhere/);
    const store = open(path);
    expect(store.db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
    expect(store.db.pragma('user_version', { simple: true })).toBe(2);
  });

  it('refuses a database of a newer version, naming both, and does not touch it', () => {
    const path = join(temporaryFolder(), 'node.db');
    openStore({ path, migrations }).close();
    const before = readFileSync(path);
    const message = expectCode('store-newer', () => openStore({ path, migrations: migrations.slice(0, 1) }));
    expect(message).toContain('version 2');
    expect(message).toContain('up to 1');
    expect(readFileSync(path)).toEqual(before);
  });

  it('can be opened to read: an older schema is brought up to date, and no row is written', () => {
    const path = join(temporaryFolder(), 'node.db');
    openStore({ path, migrations: MIGRATIONS.slice(0, 3) }).close();
    const reader = openStore({ path, readOnly: true });
    expect(schemaVersion(reader.db)).toBe(MIGRATIONS.length);
    const set = () => new SettingsStore(reader).set('online', false);
    expectCode('store-read-only', () => reader.transaction(set));
    expect(new SettingsStore(reader).get('online', z.boolean(), true)).toBe(true);
    reader.close();
  });

  it("refuses another program's database and does not touch it", () => {
    const path = join(temporaryFolder(), 'other.db');
    const other = new Database(path);
    other.exec('CREATE TABLE bookmarks (url TEXT)');
    other.close();
    const before = readFileSync(path);
    expectCode('malformed', () => openStore({ path, migrations }));
    expect(readFileSync(path)).toEqual(before);
  });

  it('says in words when the file is no database, or its folder is not there', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'junk.db'), 'x'.repeat(5000));
    expect(expectCode('store-corrupt', () => openStore({ path: join(folder, 'junk.db') }))).toMatch(
      /damaged/,
    );
    expect(readFileSync(join(folder, 'junk.db'), 'utf8')).toBe('x'.repeat(5000));
    expectCode('store-read-only', () => openStore({ path: join(folder, 'no', 'such.db') }));
    expectCode('store-read-only', () => openStore({ path: folder }));
  });

  it('finds damaged pages', () => {
    const path = join(temporaryFolder(), 'node.db');
    const store = openStore({ path, migrations });
    store.transaction(() => {
      for (let row = 0; row < 2000; row++) insert(store, `row ${row} ${'x'.repeat(100)}`);
    });
    store.integrityCheck();
    store.close();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 4096 * 6, 4096 * 9);
    writeFileSync(path, bytes);
    const damaged = open(path);
    expect(expectCode('store-corrupt', () => damaged.integrityCheck())).toMatch(/backup/);
  });

  it('says that the disk is full, keeps what was stored, and goes on when there is room', () => {
    const path = join(temporaryFolder(), 'node.db');
    const store = open(path);
    store.transaction(() => insert(store, 'before'));
    const pages = Number(store.db.pragma('page_count', { simple: true }));
    store.db.pragma(`max_page_count = ${pages}`);
    const fill = () => store.transaction(() => insert(store, 'x'.repeat(100_000)));
    expect(expectCode('store-full', fill)).toMatch(
      /^The disk is full: \d+ MB free\. .*until there is room\.$/,
    );
    expect(count(store)).toBe(1);
    store.db.pragma('max_page_count = 1000000');
    fill();
    expect(count(store)).toBe(2);
  });

  it('says that it is read-only, or in use', () => {
    const path = join(temporaryFolder(), 'node.db');
    const store = open(path);
    store.db.pragma('query_only = ON');
    expect(expectCode('store-read-only', () => store.transaction(() => insert(store, 'x')))).toContain(path);
    store.db.pragma('query_only = OFF');
    const other = new Database(path);
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    store.db.pragma('busy_timeout = 0');
    expect(expectCode('store-busy', () => store.transaction(() => insert(store, 'x')))).toMatch(/in use/);
  });
});

describe('errors of the store', () => {
  const error = (code: string) => Object.assign(new Error('detail'), { code });

  it.each([
    ['SQLITE_FULL', 'store-full'],
    ['SQLITE_IOERR_SHMSIZE', 'store-full'],
    ['ENOSPC', 'store-full'],
    ['EDQUOT', 'store-full'],
    ['SQLITE_READONLY', 'store-read-only'],
    ['SQLITE_READONLY_DIRECTORY', 'store-read-only'],
    ['SQLITE_CANTOPEN', 'store-read-only'],
    ['SQLITE_CANTOPEN_ISDIR', 'store-read-only'],
    ['SQLITE_IOERR_WRITE', 'store-read-only'],
    ['SQLITE_IOERR_SHORT_READ', 'store-corrupt'],
    ['EROFS', 'store-read-only'],
    ['EACCES', 'store-read-only'],
    ['SQLITE_BUSY', 'store-busy'],
    ['SQLITE_BUSY_SNAPSHOT', 'store-busy'],
    ['SQLITE_LOCKED', 'store-busy'],
    ['SQLITE_CORRUPT_INDEX', 'store-corrupt'],
    ['SQLITE_NOTADB', 'store-corrupt'],
  ])('%s is %s, in a sentence', (code, expected) => {
    const failure = storeError(error(code));
    expect(failure?.code).toBe(expected);
    expect(failure?.message).toMatch(/^[A-Z].*\.$/);
    expect(failure?.cause).toMatchObject({ code });
  });

  it('leaves bugs and our own failures as they are', () => {
    expect(storeError(error('SQLITE_CONSTRAINT_UNIQUE'))).toBeNull();
    expect(storeError(error('SQLITE_ERROR'))).toBeNull();
    expect(storeError(new TypeError('x'))).toBeNull();
    expect(storeError(new GhostStackError('conflict', asWritten('x')))).toBeNull();
    expect(storeError('SQLITE_FULL')).toBeNull();
  });
});
