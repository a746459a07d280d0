import { type ResourceLimits, Worker } from 'node:worker_threads';

export type NodeThread = Worker;

/**
 * V8 lets what was made lately grow to four times as much while a node reads its log, and gives none of it back: 100 MB
 * that hold garbage. This is two halves of 16 MiB, and as much again for large objects.
 */
const RESOURCES: ResourceLimits = { maxYoungGenerationSizeMb: 48 };

/** The thread that a node runs on, by the entry in `worker.ts`. */
export function nodeThread(entry: URL): NodeThread {
  return new Worker(entry, { name: 'ghoststack-node', resourceLimits: RESOURCES });
}
