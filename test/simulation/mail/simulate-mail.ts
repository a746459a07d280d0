import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../electron/node/store/store.ts';
import { ether } from './ether.ts';
import type { MailCounts, MailOutcome } from './mail-outcome.ts';
import { generate, type MailKind, type MailScenario } from './mail-scenario.ts';
import { MailWorld, type WorldOptions } from './mail-world.ts';
import { countUnderWay } from './quiet.ts';

/** In memory, where there is such a place: processes die here, and power does not fail. */
const DISKS = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export interface MailRuns {
  readonly runs: number;
  readonly counts: MailCounts;
  readonly traffic: Record<string, number>;
  /** The first that broke, with all that is needed to see it again. */
  readonly finding: { readonly seed: number; readonly broken: string; readonly report: string } | null;
}

/** Runs one seed after another until something breaks. */
export async function simulateMail(
  from: number,
  runs: number,
  kind: MailKind,
  { shrinks = true }: { readonly shrinks?: boolean } = {},
): Promise<MailRuns> {
  const stop = countUnderWay();
  const counts: Record<string, number> = {};
  const traffic: Record<string, number> = {};
  const all = () => ({ counts: counts as unknown as MailCounts, traffic });
  try {
    for (let seed = from; seed < from + runs; seed += 1) {
      const scenario = generate(seed, kind);
      const outcome = await runMail(scenario);
      for (const [what, count] of Object.entries(outcome.counts)) counts[what] = (counts[what] ?? 0) + count;
      for (const [protocol, { bytes }] of outcome.traffic)
        traffic[protocol] = (traffic[protocol] ?? 0) + bytes;
      const { broken } = outcome;
      if (broken === null) continue;
      const least = shrinks ? await shrink(scenario) : scenario;
      const trace: string[] = [];
      const again = await runMail(least, { trace: (line) => trace.push(line) });
      const { events: _told, ...rest } = least;
      const report = [JSON.stringify(rest), ...trace, again.broken ?? broken].join('\n');
      return { runs: seed - from + 1, ...all(), finding: { seed, broken, report } };
    }
    return { runs, ...all(), finding: null };
  } finally {
    stop();
  }
}

export async function runMail(
  scenario: MailScenario,
  options: Pick<WorldOptions, 'trace' | 'afterwards'> = {},
): Promise<MailOutcome> {
  const folder = mkdtempSync(join(DISKS, 'ghoststack-mail-'));
  const template = join(folder, 'template.db');
  openStore({ path: template }).close();
  try {
    return await new MailWorld(scenario, { folder, template, ...options }).run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Leaves out events for as long as something breaks. */
async function shrink(scenario: MailScenario, most = 60): Promise<MailScenario> {
  let least = scenario;
  let runs = 0;
  for (
    let chunk = Math.ceil(least.events.length / 2);
    chunk >= 1 && runs < most;
    chunk = Math.floor(chunk / 2)
  ) {
    for (let at = 0; at < least.events.length && runs < most; ) {
      const events = [...least.events.slice(0, at), ...least.events.slice(at + chunk)];
      const candidate = { ...least, events };
      runs += 1;
      if ((await runMail(candidate)).broken === null) at += chunk;
      else least = candidate;
    }
  }
  return least;
}

/** One schedule, and then whatever is to be measured on the world as it is in the end. */
export async function measureMail(
  scenario: MailScenario,
  measure: (world: MailWorld, bytes: () => ReadonlyMap<string, number>) => Promise<void>,
): Promise<MailOutcome> {
  const stop = countUnderWay();
  try {
    return await runMail(scenario, { afterwards: (world) => measure(world, () => new Map(ether.carried)) });
  } finally {
    stop();
  }
}
