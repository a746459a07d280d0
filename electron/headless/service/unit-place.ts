/** Where the user's units lie, and which of them are ours to touch. */
import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { writeFileAtomically } from '../../node/store/atomic-file.ts';
import { readSmallFile } from '../../node/store/small-file.ts';
import { homeOfUnit, type ServiceUnit, unitName, unitText } from './unit-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const UNIT_MAX_BYTES = 64 * 1024;

export function unitPath(home: string, env: Environment = process.env): string {
  const given = env.XDG_CONFIG_HOME;
  const config = given && isAbsolute(given) ? given : join(env.HOME || homedir(), '.config');
  return join(config, 'systemd', 'user', unitName(home));
}

/**
 * Whether there is a unit for the home.
 * @throws {GhostStackError} `already-exists` where something else has its place
 */
export function hasUnit(home: string, path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return false;
  const isOurs = found.isFile() && homeOfUnit(readSmallFile(path, UNIT_MAX_BYTES).text) === home;
  if (isOurs) return true;
  throw new GhostStackError('already-exists', says('error.headless.serviceNotOurs', { path }));
}

export function writeUnit(unit: ServiceUnit, path: string): void {
  const isThere = hasUnit(unit.home, path);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileAtomically(path, unitText(unit), { replace: isThere });
}

/** Also the link by which it starts: where systemd answers nobody, nobody else takes it away. */
export function removeUnit(path: string): void {
  rmSync(path, { force: true });
  rmSync(join(path, '..', 'default.target.wants', path.slice(path.lastIndexOf('/') + 1)), { force: true });
}
