import { existsSync } from 'node:fs';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { type OpenedBackup, openBackup } from './opened-backup.ts';

/**
 * A backup may be all that is left of a home, so one takes the place of its own home's alone: of one that the same
 * passphrase opens, and that holds one of these DIDs. A damaged one, from which nothing could be restored, may go.
 * @throws {GhostStackError} `already-exists`; `unsupported` for one that a newer GhostStack made
 */
export async function requireOwnPlace(
  file: string,
  passphrase: string,
  dids: readonly string[],
): Promise<void> {
  // What is there and no backup is `makeBackup`'s to refuse.
  if (!existsSync(file)) return;
  let backup: OpenedBackup | null = null;
  try {
    backup = await openBackup(file, passphrase);
    const { member } = await backup.manifest();
    if (dids.includes(member.did)) return;
    throw new GhostStackError(
      'already-exists',
      says('error.care.otherHome', { path: file, name: member.name }),
    );
  } catch (error) {
    if (!(error instanceof GhostStackError) || error.code === 'malformed') return;
    if (error.code !== 'wrong-passphrase') throw error;
    throw new GhostStackError('already-exists', says('error.care.otherPassphrase', { path: file }));
  } finally {
    await backup?.close();
  }
}
