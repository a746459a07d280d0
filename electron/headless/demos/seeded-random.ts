import { createHash } from 'node:crypto';

/**
 * Numbers in [0, 1) that follow from the seed and a name, so that each agent has a stream of its own, in whatever
 * process it runs. Without a seed: Math.random.
 */
export function randomFor(seed: number | null, name: string): () => number {
  if (seed === null) return Math.random;
  let drawn = 0;
  return () => {
    drawn += 1;
    const digest = createHash('sha256').update(`ghoststack/demo/v1\n${seed}\n${name}\n${drawn}`).digest();
    return digest.readUInt32BE(0) / 2 ** 32;
  };
}
