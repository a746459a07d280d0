import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { sha256Hex } from '../node/crypto/hash.ts';
import { writeFileAtomically } from '../node/store/atomic-file.ts';
import { requireSafeWay, whoRuns } from '../node/store/private-path.ts';
import { readSmallFile } from '../node/store/small-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The kernel's limit on the path of a local socket is 108 bytes, on some systems 104, with the closing zero. */
const PATH_MAX_BYTES = 100;
const NAME = 'ghoststack';
/** The same for every process of a user, whatever its environment says. */
const LAST_RESORT = '/tmp';

/** In the home of a node that listens elsewhere: where. Whoever may write it may do anything there. */
const TOLD_FILE = 'control.path';

/**
 * Where the node of a home that is there may listen for its command line, best first: in the home, else under a name
 * by hash in the user's folder for such things. A node uses the first whose folder there is; who looks for one looks
 * at all, since a service and a terminal of one user do not always know the same XDG_RUNTIME_DIR.
 */
export function controlSocketPaths(home: string, env: Environment = process.env): string[] {
  const real = realpathSync(home);
  const inHome = join(real, 'control.sock');
  if (isShort(inHome)) return [inHome];
  const { uid } = userInfo();
  const name = `${sha256Hex(real).slice(0, 24)}.sock`;
  const given = env.XDG_RUNTIME_DIR;
  const folders = [
    ...(given && isAbsolute(given) ? [join(given, NAME)] : []),
    join('/run/user', String(uid), NAME),
    join(LAST_RESORT, `${NAME}-${uid}`),
  ];
  return [...new Set(folders)].map((folder) => join(folder, name)).filter(isShort);
}

/**
 * The one to listen at, in a folder that nobody else can enter or replace.
 * @throws {GhostStackError} `forbidden`, naming the folder that is not safe
 */
export function controlSocketToListen(home: string, env: Environment = process.env): string {
  const path = controlSocketPaths(home, env).find((each) => existsSync(join(each, '..', '..')));
  if (!path) throw new GhostStackError('unavailable', says('error.host.noSocketFolder', { home }));
  const folder = join(path, '..');
  requireSafeWay(join(folder, '..'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  requireOwnFolder(folder);
  return path;
}

/** Tells all who look into the home where its node listens, whatever their environment says. */
export function tellControlSocket(home: string, path: string): void {
  const told = join(home, TOLD_FILE);
  // A home that was moved from a longer path.
  if (path === join(realpathSync(home), 'control.sock')) rmSync(told, { force: true });
  else writeFileAtomically(told, path, { replace: true });
}

function toldPath(home: string): string | null {
  try {
    const { text } = readSmallFile(join(home, TOLD_FILE), PATH_MAX_BYTES);
    return isAbsolute(text) ? text : null;
  } catch {
    return null;
  }
}

/** Those at which something is, each in a folder that only this user and root could have put it into. */
export function controlSocketsToAsk(home: string, env: Environment = process.env): string[] {
  if (!existsSync(home)) return [];
  const told = toldPath(home);
  const paths = new Set([...(told === null ? [] : [told]), ...controlSocketPaths(home, env)]);
  const present = [...paths].filter((path) => existsSync(path));
  for (const path of present) requireOwnFolder(join(path, '..'));
  return present;
}

function requireOwnFolder(folder: string): void {
  requireSafeWay(folder);
  const self = whoRuns();
  const stats = lstatSync(folder);
  if (!self || (stats.isDirectory() && stats.uid === self.uid && (stats.mode & 0o077) === 0)) return;
  throw new GhostStackError('forbidden', says('error.host.socketFolderUnsafe', { folder }));
}

const isShort = (path: string): boolean => Buffer.byteLength(path) <= PATH_MAX_BYTES;
