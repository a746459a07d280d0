import { chmodSync, lstatSync, readdirSync, readFileSync, realpathSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';

/** Who runs this; null where files have no owners and modes (Windows: there, access lists protect a user's folders). */
export interface Self {
  readonly uid: number;
  readonly gid: number;
  /** Owners who can do everything anyway: root, and inside of a user namespace whoever is outside of it. */
  readonly mighty: readonly number[];
}

export type Owned = Pick<Stats, 'uid' | 'gid' | 'mode'>;

const STICKY = 0o1000;
const GROUP_MAY_WRITE = 0o020;
const OTHERS_MAY_WRITE = 0o002;
const ANY_ACCESS_OF_OTHERS = 0o077;

export function whoRuns(): Self | null {
  const { getuid, getgid } = process;
  if (process.platform === 'win32' || !getuid || !getgid) return null;
  return { uid: getuid(), gid: getgid(), mighty: [0, ...ownersOutside()] };
}

/** In a user namespace, owners that it does not know, the computer's root among them, all look like this one. */
function ownersOutside(): number[] {
  try {
    const map = readFileSync('/proc/self/uid_map', 'utf8').trim().split(/\s+/);
    if (map.join(' ') === '0 0 4294967295') return [];
    return [Number(readFileSync('/proc/sys/kernel/overflowuid', 'utf8'))];
  } catch {
    return [];
  }
}

/** What is wrong with a folder on the way to something of ours, or null: whether others could put another there. */
export function wayObjection({ uid, gid, mode }: Owned, self: Self): Saying | null {
  if (uid !== self.uid && !self.mighty.includes(uid)) return says('error.store.ofAnotherUser', { uid });
  // In a sticky folder (/tmp) nobody but their owners can rename what is there.
  if ((mode & STICKY) !== 0) return null;
  if ((mode & OTHERS_MAY_WRITE) !== 0) return says('error.store.writtenByOthers');
  // Many systems give each user a group of the same number, and make folders writable for it.
  const isOwnGroup = gid === self.gid && gid === self.uid;
  if ((mode & GROUP_MAY_WRITE) !== 0 && !isOwnGroup) return says('error.store.writtenByGroup', { gid });
  return null;
}

/** What is wrong with a file that holds a secret, or null: whether anybody but this user and root may open it. */
export function secretObjection({ uid, mode }: Owned, self: Self): Saying | null {
  if (uid !== self.uid && !self.mighty.includes(uid)) return says('error.store.ofAnotherUser', { uid });
  return (mode & ANY_ACCESS_OF_OTHERS) === 0 ? null : says('error.store.readByOthers');
}

/**
 * Looks at a folder and all above it, also where links lead. Throws `forbidden` if another user could put something
 * else in its place.
 */
export function requireSafeWay(folder: string, self = whoRuns()): void {
  if (!self) return;
  for (const path of new Set([...wayTo(resolve(folder)), ...wayTo(realpathSync(folder))])) {
    const stats = lstatSync(path);
    // A link has no mode of its own; whoever owns it, or may write to its folder, decides where it leads.
    const objection = wayObjection(stats.isSymbolicLink() ? { ...stats, mode: 0 } : stats, self);
    if (objection) {
      throw new GhostStackError('forbidden', says('error.store.wayUnsafe', { path, objection, folder }));
    }
  }
}

/**
 * Makes a folder that is there its owner's alone (mode 0700). Throws `forbidden` if it is another user's, or if others
 * could have changed what is in it; and rather than shut others out of a folder that was never only for this.
 */
export function keepPrivate(
  folder: string,
  isOurs: (names: readonly string[]) => boolean,
  self = whoRuns(),
): void {
  if (!self) return;
  const stats = lstatSync(realpathSync(folder));
  if (stats.uid !== self.uid) {
    throw new GhostStackError(
      'forbidden',
      says('error.store.folderOfAnotherUser', { folder, uid: stats.uid }),
    );
  }
  const objection = wayObjection({ ...stats, mode: stats.mode & ~STICKY }, self);
  if (objection) {
    throw new GhostStackError('forbidden', says('error.store.folderChangeable', { folder, objection }));
  }
  if ((stats.mode & ANY_ACCESS_OF_OTHERS) === 0) return;
  const names = readdirSync(folder);
  if (names.length > 0 && !isOurs(names)) {
    throw new GhostStackError('forbidden', says('error.store.folderReadable', { folder }));
  }
  chmodSync(folder, 0o700);
}

function wayTo(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...wayTo(parent)];
}
