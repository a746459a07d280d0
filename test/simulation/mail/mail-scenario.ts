import { Random } from '../random.ts';

/** Members are named by their places. */
export type MailEvent =
  | {
      readonly kind: 'write';
      readonly id: number;
      readonly from: number;
      readonly to: number | null;
      readonly ttlMs: number;
    }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'join' | 'part'; readonly a: number; readonly b: number }
  /** Somebody's cable is pulled and put back, in the middle of a frame. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'run'; readonly ms: number }
  /** So much moves and no more: the next event comes in the middle of it. */
  | { readonly kind: 'stir'; readonly moves: number }
  /** Everybody sleeps. */
  | { readonly kind: 'leap'; readonly ms: number }
  | { readonly kind: 'kill'; readonly who: number }
  /** Dies after so many transactions more. */
  | { readonly kind: 'doom'; readonly who: number; readonly commits: number }
  | { readonly kind: 'start'; readonly who: number };

export interface MailScenario {
  readonly seed: number;
  readonly members: number;
  /** Who ever meets whom; the others never do, not even at the end. */
  readonly edges: readonly (readonly [number, number])[];
  /** One meeting at a time at the end, as by a bus. */
  readonly isBus: boolean;
  readonly events: readonly MailEvent[];
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** Schedules in which nobody is always there: who meets whom, what is written, who is killed in the middle. */
export function generate(seed: number, isCarried: boolean): MailScenario {
  const random = new Random('mail', seed);
  const members = random.between(3, 7);
  const edges = isCarried ? someEdges(random, members) : allEdges(members);
  const events: MailEvent[] = [];
  const length = random.between(15, 40);
  const down: number[] = [];
  let id = 0;
  for (let at = 0; at < length; at += 1) {
    const kind = random.weighted([
      ['write', 6],
      ['meeting', 7],
      ['cut', 2],
      ['run', 3],
      ['leap', 1],
      ['kill', 1],
      ['doom', 2],
      ['start', down.length === 0 ? 0 : 5],
      ['cancel', 1],
    ]);
    const who = random.int(members);
    if (kind === 'write') {
      const others = Array.from({ length: members }, (_, index) => index).filter((other) => other !== who);
      const to = random.chance(0.2) ? null : random.pick(others);
      const ttlMs = random.chance(0.1) ? random.between(60, 7_200) * SECOND_MS : WEEK_MS;
      const copies = random.chance(0.1) ? random.between(5, 20) : 1;
      for (let copy = 0; copy < copies; copy += 1)
        events.push({ kind: 'write', id: id++, from: who, to, ttlMs });
    } else if (kind === 'meeting') {
      const [a, b] = random.pick(edges);
      events.push({ kind: 'join', a, b });
      if (random.chance(0.5)) {
        events.push({ kind: 'stir', moves: random.between(3, 40) });
        if (random.chance(0.5)) events.push({ kind: 'cut' });
        else {
          const dies = random.pick([a, b]);
          down.push(dies);
          events.push({ kind: 'kill', who: dies });
        }
      }
      events.push({ kind: 'run', ms: random.between(1, 20) * SECOND_MS });
      if (random.chance(0.8)) events.push({ kind: 'part', a, b });
    } else if (kind === 'cancel') {
      if (id > 0) events.push({ kind: 'cancel', id: random.int(id) });
    } else if (kind === 'cut') events.push({ kind: 'cut' });
    else if (kind === 'run') events.push({ kind: 'run', ms: random.between(1, 90) * SECOND_MS });
    else if (kind === 'leap') events.push({ kind: 'leap', ms: random.between(1, 30) * HOUR_MS });
    else if (kind === 'start')
      events.push({ kind: 'start', who: down.splice(random.int(down.length), 1)[0] as number });
    else {
      down.push(who);
      events.push(kind === 'kill' ? { kind, who } : { kind: 'doom', who, commits: random.between(1, 6) });
    }
  }
  return { seed, members, edges, isBus: random.chance(0.5), events };
}

function allEdges(members: number): [number, number][] {
  return Array.from({ length: members }, (_, a) => a).flatMap((a) =>
    Array.from({ length: members - a - 1 }, (_, rest): [number, number] => [a, a + rest + 1]),
  );
}

/** A tree over all, and a few more. */
function someEdges(random: Random, members: number): [number, number][] {
  const order = random.shuffled(Array.from({ length: members }, (_, index) => index));
  const tree = order.slice(1).map((node, at): [number, number] => {
    const other = order[random.int(at + 1)] as number;
    return node < other ? [node, other] : [other, node];
  });
  const more = random.some(allEdges(members), random.int(members));
  const keys = new Set([...tree, ...more].map(([a, b]) => `${a} ${b}`));
  return allEdges(members).filter(([a, b]) => keys.has(`${a} ${b}`));
}
