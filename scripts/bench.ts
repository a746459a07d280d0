// npm run bench [-- NAME… options]: measures the lines of test/bench in turn with their references and a former build.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { FORMER, FORMER_COMMIT, type Line } from '../test/bench/frame/line.ts';
import { measureLine } from '../test/bench/frame/measure-line.ts';
import { block, type LineResult, table } from '../test/bench/frame/table.ts';
import { type BenchOptions, helpText, readOptions } from './bench/bench-options.ts';
import { type Estimate, estimate, estimateTable, partOf, SMALL_PARTS } from './bench/estimate.ts';
import { formerBuild, NoFormerBuildError } from './bench/former-build.ts';
import { Progress } from './bench/progress.ts';
import { ensureBuilt } from './build.ts';

const PROJECT = resolve(import.meta.dirname, '..');
/** They print tables of their own. */
const OWN_TABLES = ['chain', 'ui'];
/** Nothing is judged in the short form, and much of it is waiting for one another. */
const SHORT_SIDE_BY_SIDE = 3;
const BUSY = 'for (;;);';
/** Characters: a browser that does not start tells all that it tried. */
const ERROR_MAX = 3_000;

const progress = new Progress(process.stderr);
const interrupt = new AbortController();

async function linesByFile(): Promise<Map<string, readonly Line[]>> {
  const files = new Map<string, readonly Line[]>();
  for (const path of globSync('test/bench/*.ts', { cwd: PROJECT }).sort()) {
    const name = basename(path, '.ts');
    if (OWN_TABLES.includes(name)) files.set(name, []);
    else files.set(name, ((await import(join(PROJECT, path))) as { lines: readonly Line[] }).lines);
  }
  return files;
}

async function formerTree({ isShort, withFormer }: BenchOptions) {
  if (isShort || !withFormer) return 'left out';
  try {
    const { signal } = interrupt;
    const say = (text: string) => progress.say(text);
    const root = await formerBuild({ project: PROJECT, commit: FORMER_COMMIT, signal, say });
    return { name: FORMER, root };
  } catch (error) {
    if (error instanceof NoFormerBuildError) return error.message;
    throw error;
  }
}

function chosenFiles(all: ReadonlyMap<string, readonly Line[]>, names: readonly string[]) {
  const chosen = [...all].filter(([file]) => names.length === 0 || names.some((name) => file.includes(name)));
  if (chosen.length > 0) return chosen;
  throw new Error(`no benchmark is named like ${names.join(', ')}; there are ${[...all.keys()].join(', ')}`);
}

/** A table of its own, printed by a process of its own. */
async function ownTable(name: string): Promise<void> {
  console.log(`\n## ${name}\n`);
  const path = join(PROJECT, 'test/bench', `${name}.ts`);
  const child = spawn(process.execPath, [path], { cwd: PROJECT, stdio: ['ignore', 'inherit', 'inherit'] });
  const end = () => child.kill('SIGTERM');
  interrupt.signal.addEventListener('abort', end, { once: true });
  const [status] = await once(child, 'close');
  interrupt.signal.throwIfAborted();
  if (status !== 0) throw new Error(`${name} failed`);
}

async function main(): Promise<void> {
  const all = await linesByFile();
  const options = readOptions(process.argv.slice(2), [...all.values()].flat());
  if (options.isHelp) return console.log(helpText(all));
  const chosen = chosenFiles(all, options.names);
  progress.say('builds what is measured');
  await ensureBuilt();
  const former = chosen.some(([, lines]) => lines.length > 0) ? await formerTree(options) : 'left out';
  progress.clear();
  const [cpu] = cpus();
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}`;
  console.log(options.load > 0 ? `${machine}, ${options.load} kept busy` : machine);

  const busy: ChildProcess[] = Array.from({ length: options.load }, () =>
    spawn(process.execPath, ['-e', BUSY], { stdio: 'ignore' }),
  );
  const state = mkdtempSync(join(tmpdir(), 'ghoststack-bench-state-'));
  // Of the homes that lines make, never the user's own; and what they start answers in English.
  Object.assign(process.env, { GHOSTSTACK_STATE_DIR: state, LC_ALL: 'C.UTF-8' });
  const results: LineResult[] = [];
  const estimates: (Estimate & { readonly name: string })[] = [];
  const failed: string[] = [];
  try {
    const { signal } = interrupt;
    const sayOf = (name: string, line: Line) => (text: string) =>
      progress.say(`${name} (${line.number}): ${text}`);
    const estimated = async (name: string, line: Line): Promise<void> => {
      const measured = (part: number) => {
        const sizes = partOf(line, options.sizes, part);
        return measureLine(line, { ...options, sizes, rounds: 1, former, signal, say: sayOf(name, line) });
      };
      const [less, more] = SMALL_PARTS;
      const small = [await measured(less), await measured(more)] as const;
      progress.clear();
      estimates.push({ name, ...estimate(line, small, options.rounds) });
    };
    const measure = async (name: string, line: Line): Promise<void> => {
      if (options.isEstimate) return estimated(name, line);
      const result = await measureLine(line, { ...options, former, signal, say: sayOf(name, line) });
      progress.clear();
      console.log(`\n${block(result)}`);
      results.push(result);
    };
    const works = chosen.flatMap(([name, lines]) => {
      // The short form is of lines alone: what prints a table of its own has suites that say whether it is right.
      if (lines.length === 0)
        return options.isShort || options.isEstimate ? [] : [() => attempt(name, () => ownTable(name))];
      return lines.flatMap((line) => {
        const { number, notShort } = line;
        const called = `${name} (${number})`;
        if (!options.isShort || notShort === undefined)
          return [() => attempt(called, () => measure(name, line))];
        console.log(`\n${number}  ${name}: left out of the short form, as ${notShort}`);
        return [];
      });
    });
    await sideBySide(works, options.isShort ? SHORT_SIDE_BY_SIDE : 1);
  } finally {
    for (const child of busy) child.kill('SIGKILL');
    rmSync(state, { recursive: true, force: true, maxRetries: 5 });
  }
  if (estimates.length > 0) console.log(`\n${estimateTable(estimates)}`);
  if (results.length > 1) console.log(`\n${table(results)}`);
  if (options.json !== undefined) {
    const kept = {
      atMs: Date.now(),
      machine,
      busyCores: options.load,
      former: FORMER_COMMIT,
      lines: results,
    };
    writeFileSync(options.json, `${JSON.stringify(kept, null, 2)}\n`);
  }
  if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`);

  async function attempt(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      interrupt.signal.throwIfAborted();
      progress.clear();
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      console.error(`${name} failed: ${text.slice(0, ERROR_MAX)}`);
      failed.push(name);
    }
  }
}

/** Begins them in order, and so many at once. */
async function sideBySide(works: readonly (() => Promise<void>)[], most: number): Promise<void> {
  const waiting = works.values();
  const each = async () => {
    for (const work of waiting) await work();
  };
  await Promise.all(Array.from({ length: most }, each));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Who asks twice does not want to wait for what is taken down.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(new Error('broken off'));
  });
}
try {
  await main();
} catch (error) {
  progress.clear();
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = interrupt.signal.aborted ? 130 : 1;
}
// A line that was broken off may still be waiting for something.
if (interrupt.signal.aborted) process.exit();
