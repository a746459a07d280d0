import { describe, expect, it } from 'vitest';
import { addCounts, countsInWords, noCounts } from './counts.ts';
import { RUNS, simulate } from './simulate.ts';

/** Where to begin and how far to go, to go on with a run that was stopped: docs/closing-simulation.md. */
const from = Number(process.env.GHOSTSTACK_SEED_FROM ?? 0);
const runs = Number(process.env.GHOSTSTACK_SEED_RUNS ?? RUNS);
const BATCH = 250;

const batches = Array.from({ length: Math.ceil(runs / BATCH) }, (_, index) => ({
  first: from + index * BATCH,
  last: Math.min(from + (index + 1) * BATCH, from + runs) - 1,
}));

describe('cells in simulation', () => {
  const counts = noCounts();

  it.each(batches)('keep every property with seeds $first to $last', ({ first, last }) => {
    const { finding, counts: more } = simulate(first, last - first + 1);
    addCounts(counts, more);
    if (finding) expect.fail(finding.report);
  });

  it('meet everything that the properties are about', async ({ annotate }) => {
    await annotate(countsInWords(counts));
    const missing = Object.entries(counts).filter(([, count]) => count === 0);
    if (counts.runs >= 500) expect(missing).toEqual([]);
    expect(counts.runs).toBe(runs);
  });
});
