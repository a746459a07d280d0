/** A scenario that is being written: who is there, and what happens when. */
import type { Choice } from '#shared/protocol/closing/bodies.ts';
import { Random } from './random.ts';
import { NAMES, type ProposedChange, type Scenario, type SimEvent } from './scenario.ts';

/** Templates, each with how often it is taken. */
const KINDS = [
  ['plain', 10],
  ['rough', 18],
  ['split brain', 14],
  ['three ways', 6],
  ['alone for long', 6],
  ['six', 8],
  ['restored', 10],
  ['old home', 9],
  ['removed', 8],
  ['withdrawn', 9],
  ['opened twice', 9],
  ['attempts', 7],
  ['forgers', 14],
  ['twins', 14],
  ['bad coordinators', 12],
  ['rules', 4],
  ['pairs', 4],
  ['cuts', 10],
  ['locks', 8],
  ['forgotten', 7],
  ['generations', 6],
  ['omitting', 6],
  ['round by round', 8],
  ['tokens', 14],
  ['worst rules', 10],
  ['drafted before', 8],
  ['large f', 6],
  ['opened for two', 10],
  ['unremovable', 7],
  ['early end', 6],
  ['lost later', 7],
  ['rival names', 6],
  ['junk', 7],
  ['branch ends', 8],
] as const;

/** Of every so many seeds one is of a cell whose members change keys. */
const KEYS_EACH = 4;
const KEY_KINDS = [
  ['rotations', 12],
  ['away for long', 8],
  ['stolen keys', 14],
  ['race', 14],
  ['copy without keys', 8],
  ['leak', 10],
  ['lost machine', 14],
  ['old backup', 12],
  ['changes at once', 10],
] as const;
export type Kind = (typeof KINDS | typeof KEY_KINDS)[number][0];

/** How many members there are, where it matters. */
const SIZES: Partial<Record<Kind, readonly number[]>> = {
  six: [6],
  pairs: [2],
  'alone for long': [4, 4, 5, 6],
  'three ways': [3, 5, 6, 7],
  removed: [3, 4, 4, 5, 6],
  locks: [3, 3, 4, 5],
  forgotten: [3, 3, 4, 5],
  generations: [3, 3, 4, 5],
  omitting: [3, 4, 4, 5, 6, 7],
  'round by round': [4, 4, 5, 6, 7],
  'drafted before': [2, 3, 3, 4, 4, 5, 6],
  'large f': [3, 3, 4, 5, 6],
  'opened for two': [4, 4, 4, 5, 6, 7],
  unremovable: [3, 4, 4, 5, 6],
  'early end': [2, 3, 4, 4, 5],
  'lost later': [4],
  'rival names': [1, 2, 3, 4, 5, 6],
  'branch ends': [4, 4, 5, 6, 7],
  tokens: [2, 3, 3, 4, 4, 5],
  'away for long': [3, 4, 4, 5, 6, 7],
  'stolen keys': [2, 3, 3, 4, 4, 4, 5, 6],
  race: [2, 3, 3, 4, 4, 4, 5, 6],
  'copy without keys': [3, 3, 4, 4, 5],
  leak: [3, 4, 4, 5],
  'lost machine': [3, 3, 4, 4, 5, 6, 7],
  'old backup': [1, 2, 3, 3, 4, 4, 5],
  'changes at once': [2, 3, 4, 4, 5, 6],
};
const USUAL = [1, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 6, 6, 7, 7];

function isOfKeys(seed: number): boolean {
  return seed % KEYS_EACH === KEYS_EACH - 1;
}

/** Some of the templates. */
export type Templates = Partial<Readonly<Record<Kind, (draft: Draft) => void>>>;

/** What templates write into; all its chance comes from the seed. */
export class Draft {
  readonly seed: number;
  readonly random: Random;
  readonly kind: Kind;
  readonly events: SimEvent[] = [];
  readonly names: readonly string[];
  chaosMs: number;
  f: number | null = null;
  floors: Scenario['floors'];
  absent: string[] = [];
  proposals = 0;

  constructor(seed: number) {
    this.seed = seed;
    this.random = new Random(seed, 'scenario');
    this.kind = isOfKeys(seed) ? this.random.weighted<Kind>(KEY_KINDS) : this.random.weighted<Kind>(KINDS);
    this.names = NAMES.slice(0, this.random.pick(SIZES[this.kind] ?? USUAL));
    this.chaosMs = this.random.between(1500, 6000);
    this.floors = this.random.chance(0.25) ? 'usual' : 'low';
  }

  /** Up to three further templates for as many members, in a fifth of the runs. */
  others(): Kind[] {
    const { random, n, kind } = this;
    if (!random.chance(0.2)) return [];
    const kinds: readonly (readonly [Kind, number])[] = isOfKeys(this.seed)
      ? [...KINDS, ...KEY_KINDS]
      : KINDS;
    const fitting = kinds.filter(([other]) => other !== kind && (SIZES[other] ?? USUAL).includes(n));
    const others = Array.from({ length: random.between(1, 3) }, () => random.weighted(fitting));
    return [...new Set(others)];
  }

  get n(): number {
    return this.names.length;
  }

  get mostF(): number {
    return Math.floor((this.n - 1) / 3);
  }

  get q(): number {
    return Math.floor((this.n + this.mostF) / 2) + 1;
  }

  at(from = 0, to = 1): number {
    return Math.round(this.chaosMs * (from + (to - from) * this.random.next()));
  }

  who(): string {
    return this.random.pick(this.names);
  }

  add(...events: SimEvent[]): void {
    this.events.push(...events);
  }

  propose(
    options: { atMs?: number; who?: string; change?: ProposedChange; deadlineMs?: number } = {},
  ): string {
    const { random } = this;
    const key = `P${++this.proposals}`;
    const atMs = options.atMs ?? this.at(0, 0.5);
    this.add({
      do: 'propose',
      atMs,
      who: options.who ?? this.who(),
      key,
      deadlineMs: options.deadlineMs ?? random.pick([0, 200, 500, 500, 1000, 1500, 2500]),
      quorum: random.chance(0.25) ? random.between(1, this.n) : null,
      threshold: random.pick([
        [1, 2],
        [1, 2],
        [1, 2],
        [2, 3],
        [0, 1],
      ] as const),
      change: options.change ?? null,
    });
    return key;
  }

  /** Opens what was drafted, if it is that member's. */
  open(key: string, who: string, atMs: number): void {
    const { random } = this;
    const deadlineMs = random.pick([0, 200, 500, 1000]);
    this.add({ do: 'propose', atMs, who, key, deadlineMs, quorum: null, threshold: [1, 2], change: null });
  }

  /** Most members vote some time after; some change their mind, some close by hand. */
  votes(
    key: string,
    options: { from?: number; turnout?: number; names?: readonly string[]; choice?: Choice } = {},
  ): void {
    const { random } = this;
    for (const who of options.names ?? this.names) {
      if (!random.chance(options.turnout ?? 0.85)) continue;
      for (let votes = random.chance(0.2) ? 2 : 1; votes > 0; votes -= 1) {
        const choice =
          options.choice ??
          random.weighted<Choice>([
            ['APPROVE', 5],
            ['REJECT', 3],
            ['ABSTAIN', 1],
          ]);
        this.add({ do: 'vote', atMs: this.#voteAtMs(key, options.from), who, key, choice });
      }
      if (random.chance(0.1)) this.add({ do: 'close', atMs: this.at(0.2), who, key });
    }
  }

  /** Mostly while the ballot is open. */
  #voteAtMs(key: string, from?: number): number {
    const proposed = this.events.find((event) => event.do === 'propose' && event.key === key);
    if (from !== undefined || proposed?.do !== 'propose' || this.random.chance(0.2))
      return this.at(from ?? 0, 0.9);
    return proposed.atMs + this.random.int(proposed.deadlineMs + 100);
  }

  twin(who: string, atMs = this.at(0, 0.3)): void {
    this.add({ do: 'twin', atMs, who });
  }

  split(groups: readonly (readonly string[])[], fromMs: number, toMs: number): void {
    this.add({ do: 'split', atMs: fromMs, groups }, { do: 'heal', atMs: toMs });
  }

  randomGroups(ids: readonly string[], count: number): string[][] {
    const groups: string[][] = Array.from({ length: count }, () => []);
    for (const id of ids) this.random.pick(groups).push(id);
    return groups.filter((group) => group.length > 0);
  }
}
