import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import type { Store } from '../store/store.ts';
import { NodeCredentials } from './node-credentials.ts';
import type { NodeOptions } from './node-options.ts';
import type { NodeParts } from './node-parts.ts';

const TAKING = says('fault.takingCredentials');

/** The credentials of a node, which follow its messages. */
export function credentialsOf(parts: NodeParts, options: NodeOptions, store: Store): NodeCredentials {
  const credentials = new NodeCredentials({
    store,
    clock: parts.clock,
    cell: () => parts.cells.current,
    kept: () => parts.cells.kept,
    member: () => memberOf(parts),
    signer: () => parts.cells.signer(),
    me: () => ownDid(parts),
    nameOf: (did) => nameOf(parts, did),
    requireSession: () => parts.presence.requireSession(),
    send: (to, title, credential) => parts.messages.sendCredential(to, title, credential),
    changed: () => parts.changed('credentials'),
    guarded: (run) => parts.faults.guarded(TAKING, run),
    readOnly: options.readOnly ?? false,
  });
  parts.changes.subscribe(({ message }) => {
    if (message) credentials.look();
  });
  return credentials;
}

/** To act by: throws for who is no member. */
function memberOf({ cells }: NodeParts): CellNode {
  cells.deciding();
  return cells.current as CellNode;
}

/** Outside of a cell an operator has a DID of its own; in one, that of the member. */
function ownDid({ cells, keys }: NodeParts): string | null {
  return cells.current?.directory.self.did ?? keys.header?.did ?? null;
}

function nameOf(parts: NodeParts, did: string): string | null {
  const { header } = parts.keys;
  const isMe = did === header?.did || did === ownDid(parts);
  return isMe && header ? header.name : parts.peers.nameOf(did);
}
