import { addCounts, type Counts, noCounts } from './counts.ts';
import { generate } from './generate.ts';
import { scenarioInWords } from './in-words.ts';
import { shrink } from './shrink.ts';
import { run, type Switches } from './world.ts';

/** So many seeds, from 0 on, are run without any bug. */
export const RUNS = process.env.GHOSTSTACK_LONG === '1' ? 5000 : 500;

export interface Finding {
  readonly seed: number;
  readonly property: string;
  /** What broke, the least that is needed for it, and what then happened. */
  readonly report: string;
}

export interface Simulated {
  readonly counts: Counts;
  readonly finding: Finding | null;
}

/** Runs one seed after another (of some templates only, if named) until one breaks a property. */
export function simulate(
  from: number,
  runs: number,
  options: { switches?: Switches; shrinks?: boolean; kinds?: readonly string[] } = {},
): Simulated {
  const counts = noCounts();
  for (let seed = from; seed < from + runs; seed += 1) {
    const scenario = generate(seed);
    if (options.kinds && !options.kinds.includes(scenario.kind)) continue;
    const outcome = run(scenario, options.switches);
    addCounts(counts, outcome.counts);
    if (!outcome.broken) continue;
    const least = options.shrinks === false ? scenario : shrink(scenario, outcome, options.switches);
    const told = run(least, options.switches, true);
    const report = [
      outcome.broken.message,
      '',
      scenarioInWords(least),
      '',
      ...told.trace,
      '',
      `Again: node test/simulation/run.ts --seed ${seed}`,
    ].join('\n');
    return { counts, finding: { seed, property: outcome.broken.property, report } };
  }
  return { counts, finding: null };
}
