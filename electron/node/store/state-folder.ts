import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where this computer keeps what must not travel with a home: GHOSTSTACK_STATE_DIR, or the platform's folder for
 * state. Throws `invalid-argument` if that lies inside of the home.
 */
export function stateFolder(home: string, env: Environment = process.env): string {
  const folder = resolve(env.GHOSTSTACK_STATE_DIR || platformFolder(env));
  const inside = relative(resolve(home), folder);
  if (inside === '' || (!inside.startsWith('..') && !isAbsolute(inside))) {
    throw new GhostStackError('invalid-argument', says('error.store.stateFolderInHome', { folder, home }));
  }
  return folder;
}

function platformFolder(env: Environment): string {
  if (process.platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'ghoststack', 'state');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'ghoststack', 'state');
  const given = env.XDG_STATE_HOME;
  return join(given && isAbsolute(given) ? given : join(homedir(), '.local', 'state'), 'ghoststack');
}
