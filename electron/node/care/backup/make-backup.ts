import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { VERSION } from '#shared/contract/version.ts';
import { says } from '#shared/protocol/saying.ts';
import type { KeyProtection } from '../../identity/key-store.ts';
import { errorCode } from '../../store/atomic-file.ts';
import type { Store } from '../../store/store.ts';
import { requireFolder, wantedFileError } from '../../store/wanted-file.ts';
import { type BackupKey, keyFor } from './backup-key.ts';
import { fromBytes, fromFile, keySources, type Source } from './backup-parts.ts';
import { HEADER_BYTES, isBackup, NONCE_BYTES, writeHeader } from './header.ts';
import { type Manifest, newManifest, writeManifest } from './manifest.ts';
import { openBackup } from './opened-backup.ts';
import { SealedWriter } from './sealed-writer.ts';
import { sizeOf, snapshotOf } from './snapshot.ts';
import { requireWanted, type Work } from './work.ts';

export interface BackedUpHome {
  /** The folder. */
  readonly home: string;
  readonly store: Store;
  /** What opens its key, where that is not a passphrase. */
  readonly opens: KeyProtection | null;
  readonly member: Manifest['member'];
  readonly cell: Manifest['cell'];
  readonly nowMs: number;
}

export interface MadeBackup {
  readonly file: string;
  readonly bytes: number;
  readonly manifest: Manifest;
}

/**
 * Writes a backup beside its place, reads all of it again, and only then lets it take that place. Whatever ends this
 * before leaves the backup that was there, and at most a `.part` file, which the next one to the same place removes.
 * @throws {GhostStackError} `already-exists` if something else than a backup stands there, `not-found` without a folder,
 * `cancelled`, `store-...`
 */
export async function makeBackup(
  file: string,
  key: BackupKey,
  source: BackedUpHome,
  work: Work,
): Promise<MadeBackup> {
  await requirePlace(file);
  await removeHalfMade(file);
  const nonce = randomBytes(NONCE_BYTES);
  const part = `${file}.${randomBytes(6).toString('hex')}.part`;
  const snapshot = await snapshotOf(source.store, source.home, work);
  try {
    const secret = keyFor('keys', key.root, nonce);
    const { keys, sources } = await keySources(source.home, source.opens, secret);
    const didLog = join(source.home, 'did.jsonl');
    if (existsSync(didLog)) sources.push(fromBytes('did.jsonl', readFileSync(didLog)));
    sources.push(await fromFile('node.db', snapshot.path, work, sizeOf(snapshot.path)));
    const { member, cell, nowMs } = source;
    const parts = sources.map((each) => each.part);
    const about = { program: VERSION, madeAtMs: nowMs, member, cell, counts: snapshot.counts, keys, parts };
    const manifest = newManifest(about);
    await writeSealed(part, key, nonce, manifest, sources, work);
    await check(part, key.root, manifest, work);
    requireWanted(work.signal);
    const { size } = await stat(part);
    await rename(part, file);
    await syncFolder(dirname(file));
    return { file, bytes: size, manifest };
  } catch (error) {
    throw wantedFileError(error, file) ?? error;
  } finally {
    snapshot.remove();
    await rm(part, { force: true }).catch(() => {});
  }
}

async function writeSealed(
  path: string,
  key: BackupKey,
  nonce: Uint8Array,
  manifest: Manifest,
  sources: readonly Source[],
  work: Work,
): Promise<void> {
  const head = writeManifest(manifest);
  const total = manifest.parts.reduce((sum, { size }) => sum + size, 0);
  const file = await open(path, 'wx', 0o600);
  try {
    const writer = new SealedWriter(file, writeHeader(key, nonce, head.length + total), key.root);
    await writer.write(head);
    let done = 0;
    for (const source of sources) {
      for await (const piece of source.pieces()) {
        requireWanted(work.signal);
        await writer.write(piece);
        done += piece.length;
        work.progress('writing', done, total);
      }
    }
    await writer.end();
  } finally {
    await file.close();
  }
}

/** What is on the disk is what was meant: to the last byte, by the key alone. */
async function check(path: string, root: Uint8Array, meant: Manifest, work: Work): Promise<void> {
  const backup = await openBackup(path, root);
  try {
    const found = await backup.read(work, () => async (_part, pieces) => {
      for await (const _ of pieces);
    });
    if (JSON.stringify(found) !== JSON.stringify(meant)) {
      throw new GhostStackError('malformed', says('error.care.manifestUnreadable', { path }));
    }
  } finally {
    await backup.close();
  }
}

async function requirePlace(file: string): Promise<void> {
  if (!isAbsolute(file)) {
    throw new GhostStackError('invalid-argument', says('error.care.wholePath', { path: file }));
  }
  let there: FileHandle;
  try {
    there = await open(file, 'r');
  } catch (error) {
    requireFolder(file);
    if (errorCode(error) === 'ENOENT') return;
    throw wantedFileError(error, file) ?? error;
  }
  try {
    const head = Buffer.alloc(HEADER_BYTES);
    const isFile = (await there.stat()).isFile();
    const read = isFile ? (await there.read(head, 0, HEADER_BYTES, 0)).bytesRead : 0;
    if (!isBackup(head.subarray(0, read))) {
      throw new GhostStackError('already-exists', says('error.care.placeTaken', { path: file }));
    }
  } finally {
    await there.close();
  }
}

async function removeHalfMade(file: string): Promise<void> {
  const begin = `${basename(file)}.`;
  for (const name of await readdir(dirname(file))) {
    if (name.startsWith(begin) && /^[0-9a-f]{12}\.part$/.test(name.slice(begin.length))) {
      await rm(join(dirname(file), name), { force: true });
    }
  }
}

export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; there, NTFS journals the rename.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
