import type { JoinDesk } from '../../electron/node/transport/link/cell-link.ts';
import type { Libp2pDaemonOptions } from '../../electron/node/transport/link/libp2p-daemon.ts';
import { type NetworkNode, networkNode } from './libp2p.ts';
import { MemoryLog, memoryCell, someHash, someScid } from './memory-log.ts';
import type { Person } from './messaging.ts';
import { pollUntil } from './poll-until.ts';

export const CELL = someHash('the cell of the tests');

export interface CellNode extends NetworkNode {
  readonly log: MemoryLog;
}

export interface CellNodeOptions extends Partial<Libp2pDaemonOptions> {
  readonly cell?: string;
  readonly log?: MemoryLog;
  readonly joinDesk?: JoinDesk;
}

/** A node on the loopback interface that is in a cell whose log is in memory. */
export async function cellNode(
  self: Person,
  peers: Person[],
  options: CellNodeOptions = {},
): Promise<CellNode> {
  const { cell = CELL, log = new MemoryLog(cell, someScid(self.name)), joinDesk, ...rest } = options;
  const node = await networkNode(self, peers, rest);
  await node.daemon.attachCell(memoryCell(log, joinDesk));
  return { ...node, log };
}

/** Waits until all hold the same entries, so many of them. */
export async function converged(
  nodes: readonly { log: MemoryLog }[],
  size: number,
  limitMs?: number,
): Promise<void> {
  await pollUntil(
    () => nodes.map(({ log }) => log.size),
    (sizes) => sizes.every((each) => each === size),
    limitMs,
  );
  const [first, ...rest] = nodes.map(({ log }) => log.texts().join('\n'));
  if (rest.some((other) => other !== first)) throw new Error('They hold different entries.');
}
