// Runs the tests below a folder as `npm test` does, and prints the tally as JSON: node test/support/run-vitest.ts FOLDER
import { createVitest } from 'vitest/node';
import { LineReporter } from '../../scripts/test/reporter.ts';
import { runWithSecondRun } from '../../scripts/test/second-run.ts';

const [root = '.'] = process.argv.slice(2);
const reporter = new LineReporter((line) => console.error(line));
const vitest = await createVitest('test', {
  root,
  config: false,
  watch: false,
  pool: 'forks',
  allowOnly: false,
  passWithNoTests: true,
  reporters: [reporter],
});
await vitest.standalone();
const files = await vitest.globTestSpecifications();
await runWithSecondRun(vitest, files, reporter, { mayRunAgain: () => true });
await vitest.close();
console.log(JSON.stringify(reporter.tally));
// Vitest has set its own exit code for the failures that are expected here.
process.exit(0);
