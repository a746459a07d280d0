import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { saysOf } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { readKeyStoreHeader } from '../../identity/key-store.ts';
import type { DamageNote } from '../../root/damage/damage-note.ts';
import { findDamage } from '../../root/damage/find-damage.ts';
import { readHomeCard } from '../../root/damage/home-card.ts';
import type { Home } from '../../root/home.ts';
import { errorCode } from '../../store/atomic-file.ts';
import { secretObjection, wayObjection, whoRuns } from '../../store/private-path.ts';
import type { DatabaseFacts, Disk, DoctorFacts, Permissions } from '../facts.ts';

/** Up to this size a database is read whole each time that somebody looks. */
const READ_MAX_BYTES = 256 * 2 ** 20;

export function diskFacts({ path }: Home): Disk {
  const startedMs = performance.now();
  const file = join(path, `.doctor-${randomBytes(6).toString('hex')}`);
  try {
    const { bavail, bsize } = statfsSync(path);
    const descriptor = openSync(file, 'wx', 0o600);
    try {
      writeSync(descriptor, Buffer.alloc(4096));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    return { freeBytes: bavail * bsize, writeMs: Math.round(performance.now() - startedMs), code: null };
  } catch (error) {
    return { freeBytes: null, writeMs: null, code: errorCode(error) || 'other' };
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param note as the database tells it, for a node that runs */
export function databaseFacts(home: Home, note: DamageNote | null): DatabaseFacts {
  const { databasePath, cardPath } = home;
  const bytes = statSync(databasePath, { throwIfNoEntry: false })?.size ?? 0;
  const isSkipped = bytes > READ_MAX_BYTES;
  try {
    const damage = findDamage(databasePath, readHomeCard(cardPath), !isSkipped);
    return { bytes, damage, isSkipped, note, failure: null };
  } catch (error) {
    return { bytes, damage: null, isSkipped, note, failure: saysOf(error) };
  }
}

export function permissionFacts({ path, ...home }: Home): Permissions {
  const self = whoRuns();
  if (!self || !existsSync(path)) return { home: path, objection: null, openFiles: [] };
  const stats = lstatSync(path);
  const isOpen = (stats.mode & 0o077) !== 0;
  const objection = wayObjection(stats, self) ?? (isOpen ? says('error.store.readByOthers') : null);
  const files = [home.keyPath, home.databasePath, home.cardPath, home.nextKeyPath, home.recoveryKeyPath];
  const openFiles = files.filter(
    (file) => existsSync(file) && secretObjection(lstatSync(file), self) !== null,
  );
  return { home: path, objection, openFiles };
}

export function keyProtection({ keyPath }: Home): DoctorFacts['keychain']['protection'] {
  try {
    return readKeyStoreHeader(keyPath)?.protection ?? null;
  } catch {
    return null;
  }
}
