import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { GraphNode, Refused } from '#shared/protocol/log/entry-graph.ts';
import type { AnyCode, Refusal } from '#shared/protocol/log/refusal.ts';
import type { Counts } from './counts.ts';
import type { Home, Marker } from './home.ts';
import type { Random } from './random.ts';
import type { CrashPoint } from './scenario.ts';
import type { SimNode } from './sim-node.ts';

/** What a node needs of the world it runs in. */
export interface Surroundings {
  readonly cell: string;
  readonly nowMs: number;
  readonly counts: Counts;
  /** Stores only after it has sent: a planted bug. */
  readonly sendsFirst: boolean;
  /** Throws `Crashed` when this is where the node goes down. */
  crashPoint(node: SimNode, point: CrashPoint): void;
  /** An entry of the node's own is about to be seen by others. */
  signed(node: SimNode, entry: HashedEntry): void;
  /** An entry from elsewhere that is none, and is not kept. */
  refused(node: SimNode, entry: HashedEntry, code: Refused['code']): void;
  /** One of its reactions wished for what its own log calls invalid. */
  objected(node: SimNode, kind: string, refused: Refusal<AnyCode>): void;
  /** `written` is one of its own. */
  applied(node: SimNode, nodes: readonly GraphNode[], written: GraphNode | null): void;
  send(node: SimNode, entries: readonly HashedEntry[]): void;
  /** A machine, whosever it is. */
  machine(id: string): SimNode | undefined;
  /** A node may sign again, or no longer. */
  signingChanged(): void;
  /** Rings unless the node goes down before; returns what calls it off. */
  alarm(node: SimNode, afterMs: number, ring: () => void): () => void;
}

export class Crashed extends Error {}

export const EPOCH_MS = 1_700_000_000_000;

export interface SimNodeOptions {
  readonly id: string;
  readonly home: Home;
  /** Of the computer that it is on. */
  readonly marker: Marker;
  /** False for members who sign twice on purpose, and homes whose operators do not care. */
  readonly isGuarded: boolean;
  /** Writes by itself what a node writes; a thief's copy may not. */
  readonly isRunning: boolean;
  /** Words that its operator has, as seeds; those of one member are the same on all its machines. */
  readonly papers: Uint8Array[];
  readonly random: Random;
}
