/** `npm run fuzz`: prints a line for each target, every fault, and a closing line. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz, TARGET_NAMES } from './run.ts';

const SHOWN_MAX = 20;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200000' },
    seed: { type: 'string' },
    target: { type: 'string' },
  },
});
const runs = Number(values.runs);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed)) {
  console.error('--runs and --seed are whole numbers.');
  process.exit(2);
}
if (values.target !== undefined && !TARGET_NAMES.includes(values.target)) {
  console.error(`There is no target ${values.target}; there are ${TARGET_NAMES.join(', ')}.`);
  process.exit(2);
}

// Of the homes that are made here, never the user's own.
const state = mkdtempSync(join(tmpdir(), 'ghoststack-fuzz-state-'));
process.env.GHOSTSTACK_STATE_DIR = state;
process.on('exit', () => rmSync(state, { recursive: true, force: true }));
console.log(`${runs} runs, seed ${seed}`);
const startedMs = performance.now();
const tallies = await fuzz({
  runs,
  seed,
  target: values.target,
  onTally: (tally) => console.log(tally.line()),
});
const faults = tallies.flatMap((tally) => tally.faults);
// One fault is met again and again: by its first line it is shown once.
const distinct = new Map(faults.map((fault) => [fault.split('\n')[0], fault]));
for (const fault of [...distinct.values()].slice(0, SHOWN_MAX)) console.error(`\n${fault}`);
const total = tallies.reduce((sum, tally) => sum + tally.runs, 0);
const seconds = Math.round((performance.now() - startedMs) / 1000);
console.log(`\n${total} runs in ${seconds} s, seed ${seed}: ${faults.length} faults.`);
process.exitCode = faults.length > 0 ? 1 : 0;
