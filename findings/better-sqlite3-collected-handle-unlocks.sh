#!/bin/sh
# better-sqlite3 closes a database when its JavaScript handle is collected as garbage, also in the middle of an open
# transaction: a program that takes a file as a lock (BEGIN EXCLUSIVE) and keeps no reference to the handle gives the
# lock back at some later collection, without an error, an event or a warning. A second connection is refused before
# the collection and let in after it. node:sqlite does the same.
# Seen with better-sqlite3 13.2.0 on Node 24; fails if that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent better-sqlite3@13.2.0
cat > probe.mjs <<'JS'
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';

const makers = {
  'better-sqlite3': (path) => new Database(path, { timeout: 0 }),
  'node:sqlite': await import('node:sqlite').then(
    ({ DatabaseSync }) => (path) => new DatabaseSync(path, { timeout: 0 }),
  ),
};
for (const [name, open] of Object.entries(makers)) {
  const path = `${name.replace(':', '-')}.db`;
  const tries = () => {
    const second = open(path);
    try {
      second.exec('BEGIN EXCLUSIVE');
      return 'granted';
    } catch {
      return 'refused';
    } finally {
      second.close();
    }
  };
  (() => open(path).exec('BEGIN EXCLUSIVE'))();
  const before = tries();
  for (let round = 0; round < 5; round++) {
    globalThis.gc();
    await setImmediate();
  }
  console.log(`${name}: ${before} before the collection, ${tries()} after it`);
}
JS
node --expose-gc --no-warnings probe.mjs | tee seen.txt
cat > expected.txt <<'TEXT'
better-sqlite3: refused before the collection, granted after it
node:sqlite: refused before the collection, granted after it
TEXT
diff expected.txt seen.txt
echo 'still so'
