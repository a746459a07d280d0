import { decodeMultikey } from '../../crypto/multikey.ts';
import type { PeerIdentity } from '../../messaging/directory.ts';
import type { CellNode } from '../cell-node.ts';
import type { Invitation } from './invitation.ts';

/**
 * Whether our log is right to say that we are a member, as far as the one who invites us can tell. Whoever was removed
 * while it was away is turned away without a word: its own log goes on calling it a member, and only an answer to its
 * question shows that it is none.
 */
export function isMemberFor(
  cell: CellNode,
  { inviter }: Invitation,
  isRefusedBy: (did: string) => boolean,
): boolean {
  if (!cell.epoch()) return false;
  const key = decodeMultikey(inviter).publicKey;
  const invites = ({ signingKey }: PeerIdentity): boolean => Buffer.compare(signingKey, key) === 0;
  if (invites(cell.directory.self)) return true;
  const known = cell.directory.peers().find(invites);
  return known !== undefined && !isRefusedBy(known.did);
}
