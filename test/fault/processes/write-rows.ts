import { openStore } from '../../../electron/node/store/store.ts';

/** Writes row after row, each in its own transaction, and says each number only once it is committed. */
const path = process.argv[2];
if (path === undefined) throw new Error('Usage: write-rows.ts DATABASE');

const store = openStore({
  path,
  migrations: [
    { version: 1, name: 'rows', sql: 'CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT) STRICT' },
  ],
});
const insert = store.db.prepare('INSERT INTO item (text) VALUES (?)');

function writeForever(): void {
  for (let batch = 0; batch < 5; batch++) {
    const id = store.transaction(() => insert.run('x'.repeat(500)).lastInsertRowid);
    process.stdout.write(`${id}\n`);
  }
  setImmediate(writeForever);
}
writeForever();
