import { Random } from '../random.ts';
import { HABITS, type Habit } from './hostile-carrier.ts';

/** Members are named by their places. */
export type MailEvent =
  | {
      readonly kind: 'write';
      readonly id: number;
      readonly from: number;
      readonly to: number | null;
      readonly ttlMs: number;
      readonly bytes: number;
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
  /** A copy of its disk is put away, and back in its place later. */
  | { readonly kind: 'backup' | 'restore'; readonly who: number }
  /** Its keys are others from now on, by its own choice or because its machine is lost. */
  | { readonly kind: 'change' | 'lose'; readonly who: number }
  /** By a vote that another one tells of; it does not come back. */
  | { readonly kind: 'remove'; readonly who: number; readonly by: number }
  | { readonly kind: 'start'; readonly who: number };

export interface MailScenario {
  readonly seed: number;
  readonly members: number;
  /** Who ever meets whom; the others never do, not even at the end. */
  readonly edges: readonly (readonly [number, number])[];
  /** One meeting at a time at the end, as by a bus. */
  readonly isBus: boolean;
  readonly isCarried: boolean;
  /** MiB that each gives each sender. */
  readonly shareMib: number;
  /** What members do that they should not, by their places. */
  readonly hostile: Readonly<Record<number, readonly Habit[]>>;
  readonly events: readonly MailEvent[];
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** Room for a few messages of one sender only: the others must wait for it, and go later. */
const NARROW_MIB = 0.02;

export type MailKind = 'direct' | 'carried' | 'hostile';

/** Schedules in which nobody is always there: who meets whom, what is written, who is killed in the middle. */
export function generate(seed: number, kind: MailKind): MailScenario {
  const random = new Random('mail', kind, seed);
  const members = kind === 'hostile' ? random.between(4, 7) : random.between(3, 7);
  const hostile = kind === 'hostile' ? someHostile(random, members) : {};
  const isHonest = (at: number): boolean => hostile[at] === undefined;
  const honest = Array.from({ length: members }, (_, at) => at).filter(isHonest);
  const edges =
    kind === 'direct'
      ? allEdges(members)
      : withEverybody(someEdges(random, honest), random, members, isHonest);
  const shareMib = random.chance(0.2) ? NARROW_MIB : 16;
  const ways = kind === 'direct' ? [] : twoWays(edges);
  const events: MailEvent[] = [];
  const length = random.between(15, 40);
  const down: number[] = [];
  const copied: number[] = [];
  const gone: number[] = [];
  let id = 0;
  for (let at = 0; at < length; at += 1) {
    const what = random.weighted([
      ['write', 6],
      ['meeting', 7],
      ['cut', 2],
      ['run', 3],
      ['leap', 1],
      ['kill', 1],
      ['doom', 2],
      ['start', down.length === 0 ? 0 : 5],
      ['cancel', 1],
      ['backup', 1],
      ['restore', copied.length === 0 ? 0 : 1.5],
      ['change', kind === 'direct' ? 0 : 0.8],
      ['lose', kind === 'direct' ? 0 : 0.4],
      ['anew', ways.length === 0 ? 0 : 0.5],
      ['remove', kind === 'direct' || members < 5 ? 0 : 0.3],
    ]);
    const who = random.int(members);
    if (what === 'write') {
      const others = Array.from({ length: members }, (_, index) => index).filter((other) => other !== who);
      const to = random.chance(0.2) ? null : random.pick(others);
      const ttlMs = random.chance(0.1) ? random.between(60, 7_200) * SECOND_MS : WEEK_MS;
      const copies = random.chance(0.1) ? random.between(5, 20) : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        const bytes = random.chance(0.2) ? random.between(100, 6_000) : 0;
        events.push({ kind: 'write', id: id++, from: who, to, ttlMs, bytes });
      }
    } else if (what === 'meeting') {
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
    } else if (what === 'cancel') {
      if (id > 0) events.push({ kind: 'cancel', id: random.int(id) });
    } else if (what === 'cut') events.push({ kind: 'cut' });
    else if (what === 'run') events.push({ kind: 'run', ms: random.between(1, 90) * SECOND_MS });
    else if (what === 'leap') events.push({ kind: 'leap', ms: random.between(1, 30) * HOUR_MS });
    else if (what === 'backup') {
      copied.push(who);
      events.push({ kind: 'backup', who });
    } else if (what === 'restore') {
      const restored = random.pick(copied);
      events.push({ kind: 'restore', who: restored }, { kind: 'start', who: restored });
    } else if (what === 'change' || what === 'lose') {
      events.push({ kind: what, who }, { kind: 'start', who });
    } else if (what === 'anew') {
      events.push(...sealedAnewOnItsWay(random.pick(ways), id++, random.pick(['change', 'lose'])));
    } else if (what === 'remove') {
      const by = random.pick(honest.filter((at) => at !== who));
      if (
        gone.length === 0 &&
        isConnected(
          edges,
          honest.filter((at) => at !== who),
        )
      ) {
        gone.push(who);
        events.push({ kind: 'remove', who, by });
      }
    } else if (what === 'start')
      events.push({ kind: 'start', who: down.splice(random.int(down.length), 1)[0] as number });
    else {
      down.push(who);
      events.push(
        what === 'kill' ? { kind: what, who } : { kind: 'doom', who, commits: random.between(1, 6) },
      );
    }
  }
  return {
    seed,
    members,
    edges,
    isBus: random.chance(0.5),
    isCarried: kind !== 'direct',
    shareMib,
    hostile,
    events,
  };
}

/** One or two, each with habits of its own; the honest are the more. */
function someHostile(random: Random, members: number): Record<number, readonly Habit[]> {
  const count = members > 5 && random.chance(0.5) ? 2 : 1;
  const who = random.some(
    Array.from({ length: members }, (_, at) => at),
    count,
  );
  return Object.fromEntries(who.map((at) => [at, random.some(HABITS, random.between(1, 3))]));
}

function allEdges(members: number): [number, number][] {
  return Array.from({ length: members }, (_, a) => a).flatMap((a) =>
    Array.from({ length: members - a - 1 }, (_, rest): [number, number] => [a, a + rest + 1]),
  );
}

/** A tree over these, and a few more ways. */
function someEdges(random: Random, among: readonly number[]): [number, number][] {
  const order = random.shuffled(among);
  const tree = order.slice(1).map((node, at) => ordered(node, order[random.int(at + 1)] as number));
  const all = among.flatMap((a) => among.filter((b) => b > a).map((b): [number, number] => [a, b]));
  return unique([...tree, ...random.some(all, random.int(among.length))]);
}

/** Those that are not honest meet everybody now and then. */
function withEverybody(
  edges: [number, number][],
  random: Random,
  members: number,
  isHonest: (at: number) => boolean,
): [number, number][] {
  const more = allEdges(members).filter(([a, b]) => !(isHonest(a) && isHonest(b)) && random.chance(0.7));
  return unique([...edges, ...more]);
}

/** One to another by either of two between them: `[from, one, other, to]`. */
type TwoWays = readonly [number, number, number, number];

function twoWays(edges: readonly (readonly [number, number])[]): TwoWays[] {
  const has = new Set(edges.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  const places = [...new Set(edges.flat())];
  const isWay = (from: number, by: number, to: number): boolean =>
    has.has(`${from} ${by}`) && has.has(`${by} ${to}`);
  return places.flatMap((from) =>
    places
      .filter((to) => to !== from)
      .flatMap((to) => {
        const between = places.filter((by) => isWay(from, by, to));
        return between.flatMap((one) =>
          between.filter((other) => other !== one).map((other): TwoWays => [from, one, other, to]),
        );
      }),
  );
}

/** The same message in two envelopes that both arrive, and nobody between them meets the other. */
function sealedAnewOnItsWay(
  [from, one, other, to]: TwoWays,
  id: number,
  what: 'change' | 'lose',
): MailEvent[] {
  const meet = (x: number, y: number): MailEvent[] => {
    const [a, b] = ordered(x, y);
    return [
      { kind: 'join', a, b },
      { kind: 'run', ms: 15 * SECOND_MS },
      { kind: 'part', a, b },
    ];
  };
  // Whose machine is lost has nothing left to seal.
  const who = what === 'change' ? from : to;
  return [
    { kind: 'write', id, from, to, ttlMs: WEEK_MS, bytes: 0 },
    ...meet(from, one),
    { kind: what, who },
    { kind: 'start', who },
    ...meet(from, other),
    ...meet(one, to),
    ...meet(other, to),
  ];
}

/** Whether these all hear of each other, by each other. */
function isConnected(edges: readonly (readonly [number, number])[], among: readonly number[]): boolean {
  const reached = new Set(among.slice(0, 1));
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const [a, b] of edges) {
      if (!among.includes(a) || !among.includes(b)) continue;
      if (reached.has(a)) reached.add(b);
      if (reached.has(b)) reached.add(a);
    }
  }
  return reached.size === among.length;
}

function ordered(a: number, b: number): [number, number] {
  return a < b ? [a, b] : [b, a];
}

function unique(edges: readonly [number, number][]): [number, number][] {
  return [...new Map(edges.map((edge) => [edge.join(), edge])).values()].sort(
    ([a, b], [c, d]) => a - c || b - d,
  );
}
