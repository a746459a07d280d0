import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { whoIsNamed } from './who-is-named.ts';

/** Neither can be the name of a member. */
const EVERYONE = ['everyone', 'broadcast'];

/** The conversation with a peer of that name or DID, or with everyone. Throws `not-found`. */
export function threadOf(snapshot: Pick<Snapshot, 'peers'>, to: string): string {
  return EVERYONE.includes(to) ? 'broadcast' : didOf(snapshot.peers, to);
}

/** The same with those who are no peers any more. */
export function pastThreadOf({ peers, formerPeers }: Snapshot, to: string): string {
  return EVERYONE.includes(to) ? 'broadcast' : didOf([...peers, ...formerPeers], to);
}

/** Somebody who is or was a peer. */
export function recipientOf({ peers, formerPeers }: Snapshot, to: string): string {
  return didOf([...peers, ...formerPeers], to);
}

function didOf(people: readonly { readonly did: string; readonly name: string }[], to: string): string {
  const found = whoIsNamed(people, to, ({ did }) => did);
  if (!found) throw new GhostStackError('not-found', says('error.headless.noPeer', { to }));
  return found.did;
}
