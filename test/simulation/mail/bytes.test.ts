/** What carried mail costs on the wire, beside what is carried. */
import { expect, it } from 'vitest';
import { loadMail } from './load-mail.ts';
import type { MailEvent, MailScenario } from './mail-scenario.ts';

const isLong = process.env.GHOSTSTACK_LONG === '1';
const MEMBERS = 7;
const EACH_WAY = isLong ? 1_000 : 60;
const TEXT_BYTES = 200;
const PAIRS = [
  [0, 2],
  [3, 4],
  [5, 6],
  [1, 6],
] as const;
const WEEK_MS = 7 * 24 * 3_600_000;

/** The first two write to each other, and never meet; everybody else meets everybody. */
function scenario(): MailScenario {
  const places = Array.from({ length: MEMBERS }, (_, at) => at);
  const edges = places.flatMap((a) => places.filter((b) => b > Math.max(a, 1)).map((b) => [a, b] as const));
  const events = Array.from({ length: EACH_WAY }, (_, at): MailEvent[] => [
    { kind: 'write', id: 2 * at, from: 0, to: 1, ttlMs: WEEK_MS, bytes: TEXT_BYTES },
    { kind: 'write', id: 2 * at + 1, from: 1, to: 0, ttlMs: WEEK_MS, bytes: TEXT_BYTES },
  ]).flat();
  const rest = { isBus: false, isCarried: true, shareMib: 16, hostile: {} };
  return { seed: 1, members: MEMBERS, edges, events, ...rest };
}

it('is a known number of times what is carried', async () => {
  const { measureMail } = await loadMail();
  let envelopes = 0;
  let carrying: ReadonlyMap<string, number> = new Map();
  let inSync = 0;
  const { broken, counts } = await measureMail(scenario(), async (world, bytes) => {
    envelopes = world.envelopeBytes;
    carrying = bytes();
    world.partAll();
    // All have compared with all within the last minute.
    for (const [a, b] of PAIRS) await world.meet(a, b);
    // Of the pair that says most: whoever keeps notes for the other has one sum more to say.
    for (const [a, b] of PAIRS) {
      const before = sum(bytes());
      await world.meet(a, b);
      inSync = Math.max(inSync, sum(bytes()) - before);
    }
  });
  expect(broken).toBeNull();
  expect(counts.carried).toBe(2 * EACH_WAY);
  const times = sum(carrying) / envelopes;
  const shares = [...carrying].map(([kind, count]) => `${kind} ${(count / envelopes).toFixed(2)}`).join(', ');
  console.log(
    `${MEMBERS} members, ${EACH_WAY} messages each way, ${envelopes} bytes of envelopes: ${times.toFixed(2)} times ` +
      `that for carrying (${shares}); a meeting of two that hold the same: at most ${inSync} bytes in both directions`,
  );
  expect(times).toBeLessThanOrEqual(8);
  expect(inSync).toBeLessThan(200);
});

function sum(bytes: ReadonlyMap<string, number>): number {
  return [...bytes.values()].reduce((total, count) => total + count, 0);
}
