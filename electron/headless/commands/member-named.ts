import type { Cell, CellMember } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { NodeClient } from '../ask-node.ts';
import { whoIsNamed } from './who-is-named.ts';

export async function cellOf(client: NodeClient): Promise<Cell> {
  const { cell } = await client.ask('state.snapshot', {});
  if (!cell) throw new GhostStackError('not-found', says('error.root.noCellYet'));
  return cell;
}

/** The member of this name in the node's cell. */
export async function memberNamed(client: NodeClient, name: string): Promise<CellMember> {
  const { members } = await cellOf(client);
  const member = whoIsNamed(members, name, ({ scid }) => scid);
  if (!member) throw new GhostStackError('not-found', says('error.headless.noMember', { name }));
  return member;
}
