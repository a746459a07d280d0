import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../electron/node/store/store.ts';
import { generate, type MailScenario } from './mail-scenario.ts';
import { type MailOutcome, MailWorld } from './mail-world.ts';
import { countUnderWay } from './quiet.ts';

/** In memory, where there is such a place: processes die here, and power does not fail. */
const DISKS = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export interface MailRuns {
  readonly runs: number;
  readonly messages: number;
  readonly kills: number;
  /** The first that broke, with all that is needed to see it again. */
  readonly finding: { readonly seed: number; readonly broken: string; readonly report: string } | null;
}

/** Runs one seed after another until something breaks. */
export async function simulateMail(
  from: number,
  runs: number,
  isCarried: boolean,
  { shrinks = true }: { readonly shrinks?: boolean } = {},
): Promise<MailRuns> {
  const stop = countUnderWay();
  let [messages, kills] = [0, 0];
  try {
    for (let seed = from; seed < from + runs; seed += 1) {
      const scenario = generate(seed, isCarried);
      const outcome = await runMail(scenario, isCarried);
      messages += outcome.messages;
      kills += outcome.kills;
      const { broken } = outcome;
      if (broken === null) continue;
      const least = shrinks ? await shrink(scenario, isCarried) : scenario;
      const trace: string[] = [];
      const again = await runMail(least, isCarried, (line) => trace.push(line));
      const report = [
        `Seed ${seed}, ${least.members} members, ${least.isBus ? 'bus' : 'mesh'} ${JSON.stringify(least.edges)}`,
        ...trace,
        again.broken ?? broken,
      ].join('\n');
      return { runs: seed - from + 1, messages, kills, finding: { seed, broken, report } };
    }
    return { runs, messages, kills, finding: null };
  } finally {
    stop();
  }
}

export async function runMail(
  scenario: MailScenario,
  isCarried: boolean,
  trace?: (line: string) => void,
): Promise<MailOutcome> {
  const folder = mkdtempSync(join(DISKS, 'ghoststack-mail-'));
  const template = join(folder, 'template.db');
  openStore({ path: template }).close();
  try {
    const options = { folder, template, isCarried, ...(trace ? { trace } : {}) };
    return await new MailWorld(scenario, options).run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Leaves out events for as long as something breaks. */
async function shrink(scenario: MailScenario, isCarried: boolean, most = 60): Promise<MailScenario> {
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
      if ((await runMail(candidate, isCarried)).broken === null) at += chunk;
      else least = candidate;
    }
  }
  return least;
}
