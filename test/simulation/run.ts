// node test/simulation/run.ts [--from N] [--runs N] [--seed N [--trace] [--whole]]: the simulation without a test runner.
import { parseArgs } from 'node:util';
import { countsInWords } from './counts.ts';
import { generate } from './generate.ts';
import { scenarioInWords } from './in-words.ts';
import { simulate } from './simulate.ts';
import { run } from './world.ts';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '0' },
    runs: { type: 'string', default: '500' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
  },
});

const startedMs = performance.now();
const seconds = (): string => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;

if (values.seed !== undefined && values.trace) {
  const scenario = generate(Number(values.seed));
  const { broken, trace } = run(scenario, undefined, true);
  console.log(
    [scenarioInWords(scenario), '', ...trace, '', broken?.message ?? 'all properties hold'].join('\n'),
  );
} else {
  const one = values.seed !== undefined;
  const { counts, finding } = simulate(Number(values.seed ?? values.from), one ? 1 : Number(values.runs), {
    shrinks: !values.whole,
  });
  console.log(finding ? `${finding.report}\n` : 'all properties hold');
  console.log(`${countsInWords(counts)} (${seconds()})`);
  process.exitCode = finding ? 1 : 0;
}
