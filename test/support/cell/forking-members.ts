/** What members of real cells do about forks, and see of them. */
import type { ForkProposal } from '#shared/contract/domain/fork.ts';
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import type { CellNode } from '../../../electron/node/cell/cell-node.ts';
import { pollUntil } from '../poll-until.ts';
import { LIMIT_MS, scidOf } from './keys-at-stake.ts';
import type { LiveMember } from './live-member.ts';

export const until = <T>(read: () => T, is: (value: T) => boolean): Promise<T> =>
  pollUntil(read, is, LIMIT_MS);

export const liveOf = ({ node }: LiveMember): CellNode => node.cell.current as CellNode;

export const heldBy = (member: LiveMember, cell: string): HeldCell | undefined =>
  member.node.cell.held.view().find(({ id }) => id === cell);

export const proposalOf = (member: LiveMember, cell: string): ForkProposal | undefined =>
  member.node.cell.forks.view().proposals.find((one) => one.cell === cell);

export const lives = (member: LiveMember, cell: string): Promise<unknown> =>
  until(
    () => member.node.cell.current?.id,
    (id) => id === cell,
  );

export const propose = (by: LiveMember, name: string, others: readonly LiveMember[]): string =>
  by.node.cell.forks.propose(name, { with: others.map(scidOf), follow: {} }).cell;

export async function asked(member: LiveMember, cell: string): Promise<void> {
  await until(
    () => proposalOf(member, cell),
    (shown) => shown?.state === 'asked' && shown.waitsFor === null,
  );
}

export async function goes(member: LiveMember, cell: string): Promise<void> {
  await asked(member, cell);
  await member.node.cell.forks.go(cell);
}

/** Nobody while it is in no cell. */
export const aliasesIn = ({ node }: LiveMember): string[] =>
  (node.cell.current?.epoch()?.members ?? []).map(({ alias }) => alias);
