import type { Cell, CellMember } from '#shared/contract/domain/cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { NodeClient } from '../ask-node.ts';

export async function cellOf(client: NodeClient): Promise<Cell> {
  const { cell } = await client.ask('state.snapshot', {});
  if (!cell) throw new GhostStackError('not-found', says('error.root.noCellYet'));
  return cell;
}

/** The member of this name in the node's cell. */
export async function memberNamed(client: NodeClient, name: string): Promise<CellMember> {
  const { members } = await cellOf(client);
  const member = members.find((candidate) => candidate.name === name || candidate.scid === name);
  if (!member) throw new GhostStackError('not-found', says('error.headless.noMember', { name }));
  return member;
}
