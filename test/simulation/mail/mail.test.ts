import { afterAll, describe, expect, it } from 'vitest';
import { CARRIED_PLANTS, HOSTILE_PLANTS } from './carrying-plants.ts';
import { loadMail } from './load-mail.ts';
import { DIRECT_PLANTS } from './mail-plants.ts';

const isLong = process.env.GHOSTSTACK_LONG === '1';
const from = Number(process.env.GHOSTSTACK_SEED_FROM ?? 0);
const given = process.env.GHOSTSTACK_SEED_RUNS;
/** Within so many schedules a planted bug must show. */
const PLANT_RUNS = 100;

const KINDS = [
  { kind: 'direct', what: 'mail between members that meet', runs: isLong ? 100 : 1, plants: DIRECT_PLANTS },
  {
    kind: 'carried',
    what: 'mail between members that never meet',
    runs: isLong ? 500 : 3,
    plants: CARRIED_PLANTS,
  },
  { kind: 'hostile', what: 'mail past carriers that lie', runs: isLong ? 500 : 3, plants: HOSTILE_PLANTS },
] as const;

describe.each(KINDS)('$what', ({ kind, runs: usual, plants }) => {
  const runs = given === undefined ? usual : Number(given);
  const table: string[] = [];

  afterAll(() => {
    console.log(table.join('\n'));
  });

  it('arrives once, and its sender learns of it, whoever is killed and whatever is cut', async () => {
    const { simulateMail } = await loadMail();
    const started = performance.now();
    const { finding, counts, traffic } = await simulateMail(from, runs, kind);
    if (finding !== null) expect.fail(finding.report);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    table.push(`${runs} schedules in ${seconds} s: ${JSON.stringify({ ...counts, ...traffic })}`);
    expect(counts.messages).toBeGreaterThan(0);
  });

  it.each(plants.filter(({ isQuick }) => isLong || isQuick))(
    'is seen to break when $name',
    async ({ name, modules, found, seenAt }) => {
      const { simulateMail } = await loadMail(modules);
      const again = (await simulateMail(seenAt, 1, kind, { shrinks: false })).finding;
      const finding = again ?? (await simulateMail(0, PLANT_RUNS, kind, { shrinks: false })).finding;
      expect(finding?.broken).toMatch(found);
      table.push(
        `${name.padEnd(50)} seed ${finding?.seed}: ${finding?.broken.split('\n').slice(0, 2).join(' ')}`,
      );
    },
  );
});
