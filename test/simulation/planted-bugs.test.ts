import { afterEach, describe, expect, it, vi } from 'vitest';
import { PROPERTIES, type Property } from './broken.ts';
import { generate } from './generate.ts';
import { HOSTILE_PLANTS } from './hostile-plants.ts';
import { KEY_PLANTS } from './key-plants.ts';
import { NODE_PLANTS } from './node-plants.ts';
import { type Others, PLANTS, type Plant } from './plants.ts';
import { PROPERTY_PLANTS } from './property-plants.ts';
import { REMOVAL_PLANTS } from './removal-plants.ts';
import { SEEN_AT } from './seen-at.ts';
import { type Finding, RUNS } from './simulate.ts';
import { run } from './world.ts';

const MOST_SEEDS = 20_000;
const ALL = [
  ...PLANTS,
  ...PROPERTY_PLANTS,
  ...HOSTILE_PLANTS,
  ...NODE_PLANTS,
  ...REMOVAL_PLANTS,
  ...KEY_PLANTS,
];
const IS_LONG = process.env.GHOSTSTACK_LONG === '1';
const PROJECT = '../..';
const PROTOCOL = `${PROJECT}/shared/protocol`;
/** What is found must be found in what members see, not by comparing with another reading of the rules. */
const WITHOUT = { sendsFirst: false, readsDocument: false };

type Simulator = typeof import('./simulate.ts');
type Options = NonNullable<Parameters<Simulator['simulate']>[2]>;

async function unchanged(): Promise<Others> {
  return {
    certificate: await vi.importActual(`${PROTOCOL}/closing/certificate.ts`),
    tally: await vi.importActual(`${PROTOCOL}/closing/tally.ts`),
    epoch: await vi.importActual(`${PROTOCOL}/closing/epoch.ts`),
    ballot: await vi.importActual(`${PROTOCOL}/closing/ballot.ts`),
    graph: await vi.importActual(`${PROTOCOL}/log/entry-graph.ts`),
  };
}

const holding = new Map<number, boolean>();

/** Whether nothing breaks there without a bug: else it is not the bug that is found. The first ones have a test of their own. */
function holdsWithout(seed: number): boolean {
  if (seed < RUNS) return true;
  const known = holding.get(seed) ?? run(generate(seed), WITHOUT).broken === null;
  holding.set(seed, known);
  return known;
}

/** The first of these seeds at which the bug breaks what holds without it. */
function search({ simulate }: Simulator, from: number, to: number, options: Options): Finding | null {
  for (let seed = from; seed < to; seed += 1) {
    const { finding } = simulate(seed, to - seed, options);
    if (finding === null || holdsWithout(finding.seed)) return finding;
    seed = finding.seed;
  }
  return null;
}

/** The simulation, with the product's modules swapped where the bug is. */
async function plant({ modules }: Plant): Promise<Simulator> {
  const others = await unchanged();
  // What was just loaded must not be found again by those who are to get the swapped modules.
  vi.resetModules();
  for (const [module, replace] of Object.entries(modules)) {
    vi.doMock(`${PROJECT}/${module}`, async (importOriginal) => {
      const original = (await importOriginal()) as object;
      const replaced = replace(original, others);
      // What was renamed or moved meanwhile would be put in nobody's place, and the bug would not be planted.
      const unknown = Object.keys(replaced).filter((name) => !(name in original));
      if (unknown.length > 0) throw new Error(`${module} exports no ${unknown.join(', ')}: mend the plant`);
      return { ...original, ...replaced };
    });
  }
  return import('./simulate.ts');
}

describe('the simulation', () => {
  const table: string[] = [];
  const found = new Set<Property>();

  afterEach(() => {
    for (const { modules } of ALL)
      for (const module of Object.keys(modules)) vi.doUnmock(`${PROJECT}/${module}`);
  });

  it.each(ALL)('finds it when $name', async (planted) => {
    const simulator = await plant(planted);
    const runs = planted.withinRuns ?? MOST_SEEDS;
    const options = {
      switches: { ...WITHOUT, ...planted.switches },
      shrinks: false,
      ...(planted.kinds ? { kinds: planted.kinds } : {}),
    };
    const seen = SEEN_AT[planted.name];
    const again =
      IS_LONG || seen === undefined || seen >= runs ? null : search(simulator, seen, seen + 1, options);
    const finding = again ?? search(simulator, 0, runs, options);
    expect(finding?.property, `nothing broke in ${runs} runs that holds without it`).toBeDefined();
    const property = finding?.property as Property;
    found.add(property);
    table.push(`${planted.name.padEnd(42)}seed ${String(finding?.seed).padEnd(5)}${PROPERTIES[property]}`);
  });

  it('has a table of what was planted and what found it', async ({ annotate }) => {
    await annotate(`planted bug${' '.repeat(31)}found by\n${table.join('\n')}`);
    expect(table).toHaveLength(ALL.length);
  });

  it('finds something by each of its properties', () => {
    expect(Object.keys(PROPERTIES).filter((property) => !found.has(property as Property))).toEqual([]);
  });
});
