/** All targets, one after another: what they did, and every fault that they met. */
import { fuzzCredentials } from './credentials.ts';
import { fuzzEntries } from './entries.ts';
import { fuzzEnvelopes } from './envelopes.ts';
import { fuzzFrames, fuzzHellos } from './frames.ts';
import { fuzzIpc } from './ipc.ts';
import { Random } from './random.ts';
import { Tally } from './tally.ts';

export interface FuzzOptions {
  readonly runs: number;
  readonly seed: number;
  /** Only this target. */
  readonly target?: string | undefined;
  readonly onTally?: (tally: Tally) => void;
}

type Target = (random: Random, runs: number, tally: Tally) => void | Promise<void>;

/** Each target with its part of the runs. */
const TARGETS: Readonly<Record<string, readonly [Target, number]>> = {
  entries: [fuzzEntries, 0.2],
  envelopes: [fuzzEnvelopes, 0.2],
  frames: [fuzzFrames, 0.25],
  hellos: [fuzzHellos, 0.2],
  ipc: [fuzzIpc, 0.1],
  credentials: [fuzzCredentials, 0.05],
};

export const TARGET_NAMES = Object.keys(TARGETS);
/** What the process may hold more at the end than at the start. */
export const GROWTH_MAX_BYTES = 400 * 1024 * 1024;

export async function fuzz({ runs, seed, target, onTally }: FuzzOptions): Promise<Tally[]> {
  const memory = new Tally('process');
  // What nobody caught, in a timer or a promise, is a crash of the node.
  const crashed = (thrown: unknown): void => memory.fault('not caught', thrown, null);
  process.on('uncaughtException', crashed);
  process.on('unhandledRejection', crashed);
  const tallies: Tally[] = [];
  const beforeBytes = process.memoryUsage().rss;
  try {
    for (const [at, [name, [run, share]]] of Object.entries(TARGETS).entries()) {
      if (target !== undefined && target !== name) continue;
      const tally = new Tally(name);
      await run(new Random(seed + at), Math.round(target === name ? runs : runs * share), tally);
      tallies.push(tally);
      onTally?.(tally);
    }
  } finally {
    process.off('uncaughtException', crashed);
    process.off('unhandledRejection', crashed);
  }
  const grownBytes = process.memoryUsage().rss - beforeBytes;
  memory.counts.set('MiB grown', Math.round(grownBytes / 2 ** 20));
  if (grownBytes > GROWTH_MAX_BYTES) memory.fault('memory', `it grew by ${grownBytes} bytes`, null);
  onTally?.(memory);
  return [...tallies, memory];
}
