import { afterAll, describe, expect, it } from 'vitest';
import { loadMail } from './load-mail.ts';
import { DIRECT_PLANTS } from './mail-plants.ts';

const isLong = process.env.GHOSTSTACK_LONG === '1';
const from = Number(process.env.GHOSTSTACK_SEED_FROM ?? 0);
const runs = Number(process.env.GHOSTSTACK_SEED_RUNS ?? (isLong ? 500 : 6));
/** Within so many schedules a planted bug must show. */
const PLANT_RUNS = 60;

describe('mail in simulation', () => {
  const table: string[] = [];

  afterAll(() => {
    console.log(table.join('\n'));
  });

  it('arrives once, and its sender learns of it, whoever is killed and whatever is cut', async () => {
    const { simulateMail } = await loadMail();
    const started = performance.now();
    const { finding, messages, kills } = await simulateMail(from, runs, false);
    if (finding !== null) expect.fail(finding.report);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    table.push(`${runs} schedules, ${messages} messages, ${kills} kills: ${seconds} s`);
  });

  it.each(DIRECT_PLANTS)('is seen to break when $name', async ({ name, modules, found, seenAt }) => {
    const { simulateMail } = await loadMail(modules);
    const again = isLong ? null : (await simulateMail(seenAt, 1, false, { shrinks: false })).finding;
    const finding = again ?? (await simulateMail(0, PLANT_RUNS, false, { shrinks: false })).finding;
    expect(finding?.broken).toMatch(found);
    table.push(`${name.padEnd(50)} seed ${finding?.seed}: ${finding?.broken.split('\n')[0]}`);
  });
});
