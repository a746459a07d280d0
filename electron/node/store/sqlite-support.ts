import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

const NODE_API_NEEDED = 10;

/**
 * SQLite's binding needs a newer Node-API than Node 20 has, and ends such a Node without a word: a segmentation
 * fault. The command line starts a newer Node by itself; who imports the library has to be told. Electron brings what
 * it was built with. Throws `unsupported`.
 */
export function requireSqliteSupport(versions: NodeJS.ProcessVersions = process.versions): void {
  if (versions.electron !== undefined || Number(versions.napi) >= NODE_API_NEEDED) return;
  throw new GhostStackError('unsupported', says('error.store.nodeTooOld', { node: versions.node }));
}
