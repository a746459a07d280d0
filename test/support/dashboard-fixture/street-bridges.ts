/** What Maple Street hears of Elm Street and Oak Lane, and whom it knows there. */
import type { Trust } from '#shared/contract/domain/trust.ts';
import { type NAMES, SCIDS } from './street-cell.ts';

const DAY = 86_400_000;
const ELM = 'e1'.repeat(32);
const OAK = '0a'.repeat(32);

function there(name: string): string {
  return `Qm${name.replace(/[^1-9A-HJ-NP-Za-km-z]/g, 'x').padEnd(44, '2')}`;
}

function part(name: (typeof NAMES)[number], score: number) {
  return { scid: SCIDS[name], name, score, weight: 0.8, share: 0.075, caps: ['crossCell' as const] };
}

export function streetBridges(nowMs: number): Pick<Trust, 'outside' | 'bridges'> {
  const today = Math.floor(nowMs / DAY) * DAY;
  const named = (...names: string[]) => names.map((name) => ({ scid: there(name), name }));
  const elm = { cell: ELM, cellName: 'Elm Street' };
  const oak = { cell: OAK, cellName: 'Oak Lane' };
  const through = { scid: `${ELM}/${there('frank')}`, name: 'frank (Elm Street)', weight: 0.6, share: 0.25 };
  return {
    bridges: [
      {
        ...{ cell: OAK, name: 'Oak Lane', q: 2, members: named('heidi', 'ivan', 'judy') },
        ...{ untilMs: today - 2 * DAY, isOver: true, told: null, heard: null },
      },
      {
        ...{ cell: ELM, name: 'Elm Street', q: 3, members: named('frank', 'grace', 'dave', 'mallory') },
        ...{ untilMs: today + 120 * DAY, isOver: false },
        told: { dayMs: today - 3 * DAY, attests: 4, needed: 3 },
        heard: { dayMs: today - 5 * DAY, rows: 9 },
      },
    ],
    outside: [
      { ...elm, scid: there('frank'), name: 'frank', score: 15_200_000, parts: [part('alice', 15_200_000)] },
      {
        ...{ ...elm, scid: there('dave'), name: 'dave', score: 6_900_000 },
        parts: [part('carol', 4_300_000), { ...through, score: 2_600_000, caps: [] }],
      },
      {
        ...{ ...elm, scid: there('grace'), name: 'grace', score: 2_600_000 },
        parts: [{ ...through, score: 2_600_000, caps: ['share' as const] }],
      },
      { ...oak, scid: there('heidi'), name: 'heidi', score: 1_100_000, parts: [part('bob', 1_100_000)] },
    ],
  };
}
