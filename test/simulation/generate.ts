/** Scenarios from seeds: a plain life of a cell, what goes wrong around it, and what the template adds. */
import type { Choice } from '#shared/closing/bodies.ts';
import { Random } from './random.ts';
import {
  type CrashPoint,
  type Mischief,
  NAMES,
  type ProposedChange,
  type Scenario,
  type SimEvent,
  STRANGER,
} from './scenario.ts';

const KINDS = [
  ['plain', 10],
  ['rough', 18],
  ['split brain', 14],
  ['three ways', 6],
  ['alone for long', 6],
  ['six', 8],
  ['restored', 10],
  ['old home', 6],
  ['removed', 8],
  ['withdrawn', 7],
  ['opened twice', 7],
  ['attempts', 7],
  ['forgers', 14],
  ['twins', 14],
  ['bad coordinators', 8],
  ['rules', 4],
  ['pairs', 4],
  ['cuts', 10],
  ['locks', 8],
  ['forgotten', 7],
  ['generations', 6],
] as const;
type Kind = (typeof KINDS)[number][0];

/** Scenario being written. */
class Draft {
  readonly random: Random;
  readonly kind: Kind;
  readonly events: SimEvent[] = [];
  readonly names: readonly string[];
  chaosMs: number;
  f: number | null = null;
  absent: string[] = [];
  proposals = 0;

  constructor(seed: number) {
    this.random = new Random(seed, 'scenario');
    this.kind = this.random.weighted(KINDS);
    const sizes: Partial<Record<Kind, readonly number[]>> = {
      six: [6],
      pairs: [2],
      'alone for long': [4, 4, 5, 6],
      'three ways': [3, 5, 6, 7],
      removed: [3, 4, 4, 5, 6],
      locks: [3, 3, 4, 5],
      forgotten: [3, 3, 4, 5],
      generations: [3, 3, 4, 5],
    };
    const usual = [1, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 6, 6, 7, 7];
    this.names = NAMES.slice(0, this.random.pick(sizes[this.kind] ?? usual));
    this.chaosMs = this.random.between(1500, 6000);
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

export function generate(seed: number): Scenario {
  const draft = new Draft(seed);
  TEMPLATES[draft.kind](draft);
  const { random, kind, events, names, chaosMs } = draft;
  if (!['plain', 'locks', 'forgotten', 'generations'].includes(kind)) weather(draft, kind !== 'split brain');
  // Sometimes just enough of them ever come back.
  if (random.chance(0.15)) draft.absent.push(...random.some(names, random.int(draft.n - draft.q + 1)));
  return {
    seed,
    kind,
    size: draft.n,
    f: draft.f,
    events: [...events].sort((a, b) => a.atMs - b.atMs),
    finaleAtMs: chaosMs,
    absent: [...new Set(draft.absent)],
  };
}

/** What goes wrong around all of it. */
function weather(draft: Draft, withSplits = true): void {
  const { random } = draft;
  const ids = draft.names.flatMap((name) => [name, `${name}*`, `${name}**`]);
  if (withSplits && random.chance(0.7)) {
    draft.add({
      do: 'weather',
      atMs: draft.at(0, 0.2),
      drop: random.pick([0, 0.05, 0.2, 0.5]),
      duplicate: random.pick([0, 0.1, 0.5]),
      delayMs: random.pick([10, 40, 200, 800]),
    });
  }
  for (let splits = withSplits ? random.int(3) : 0; splits > 0 && draft.n > 1; splits -= 1) {
    const fromMs = draft.at(0, 0.8);
    draft.split(
      draft.randomGroups([...ids, STRANGER, ...NAMES.slice(draft.n)], random.between(2, 3)),
      fromMs,
      fromMs + random.between(200, 2500),
    );
  }
  for (let cuts = random.int(3); cuts > 0; cuts -= 1) {
    draft.add({
      do: 'cut',
      atMs: draft.at(),
      from: random.pick(ids),
      to: random.pick(ids),
      forMs: random.between(100, 2000),
    });
  }
  for (let crashes = random.int(3); crashes > 0; crashes -= 1) {
    draft.add({ do: 'crash', atMs: draft.at(), who: draft.who(), forMs: random.between(10, 2000) });
  }
  for (let crashes = random.int(5); crashes > 0; crashes -= 1) {
    draft.add({
      do: 'crash-at-write',
      atMs: draft.at(0, 0.6),
      who: draft.who(),
      write: random.between(1, 8),
      point: random.pick<CrashPoint>(['before-store', 'after-store', 'after-send']),
      forMs: random.between(1, 1500),
    });
  }
  for (let steps = random.chance(0.4) ? random.between(1, 3) : 0; steps > 0; steps -= 1) {
    const hours = random.pick([-5, -1, 1, 7]);
    draft.add({ do: 'clock', atMs: draft.at(), who: draft.who(), byMs: hours * 3_600_000 });
  }
  if (random.chance(0.15))
    draft.add({ do: 'withhold', atMs: draft.at(), who: draft.who(), forMs: random.between(200, 3000) });
  if (random.chance(0.1)) strangers(draft);
}

function strangers(draft: Draft): void {
  draft.add({ do: 'join', atMs: 0, who: STRANGER });
  for (const what of ['vote', 'close', 'sign', 'vote', 'sign', 'confirm'] as const) {
    draft.add({
      do: 'mischief',
      atMs: draft.at(0.1),
      who: STRANGER,
      what,
      salt: draft.random.int(1_000_000),
    });
  }
}

function plainLife(draft: Draft, proposals = draft.random.between(1, 3)): string[] {
  const keys: string[] = [];
  for (let i = 0; i < proposals; i += 1) {
    const key = draft.propose();
    draft.votes(key);
    keys.push(key);
  }
  return keys;
}

/** Two sides that both believe to be enough, with so many members on both sides at once. */
function splitBrain(draft: Draft, both: number): void {
  const { random, names } = draft;
  const shared = random.some(names, Math.min(both, draft.n));
  const rest = random.shuffled(names.filter((name) => !shared.includes(name)));
  const half = Math.floor(rest.length / 2);
  const left = [...shared, ...rest.slice(0, half)];
  const right = [...shared.map((name) => `${name}*`), ...rest.slice(half)];
  for (const name of shared) draft.twin(name, 60);
  const deadlineMs = random.pick([500, 800]);
  const key = draft.propose({ atMs: 0, deadlineMs });
  // Before the closes, or in their midst.
  const splitMs = random.pick([100, 200, 400, deadlineMs + 50 + random.int(60)]);
  draft.split([left, right], splitMs, draft.chaosMs - 100);
  for (const [names, choice] of [
    [left, 'APPROVE'],
    [right, 'REJECT'],
  ] as const) {
    for (const who of names) {
      if (random.chance(0.8))
        draft.add({ do: 'vote', atMs: splitMs + random.int(deadlineMs), who, key, choice });
    }
  }
}

const TEMPLATES: Readonly<Record<Kind, (draft: Draft) => void>> = {
  plain: (draft) => {
    plainLife(draft);
  },
  rough: (draft) => {
    plainLife(draft);
    weather(draft);
  },
  'split brain': (draft) => {
    const needed = 2 * draft.q - draft.n;
    splitBrain(draft, draft.random.pick([0, needed - 1, needed - 1, needed, needed]));
  },
  'three ways': (draft) => {
    const [key] = plainLife(draft, 1);
    const fromMs = draft.at(0, 0.3);
    draft.split(draft.randomGroups(draft.names, 3), fromMs, draft.at(0.6));
    if (key) draft.votes(key, { from: 0.3 });
  },
  'alone for long': (draft) => {
    const { random, names } = draft;
    const [alone, ...others] = random.shuffled(names);
    const key = draft.propose({ atMs: 0, who: alone as string, deadlineMs: 200 });
    draft.votes(key, { turnout: 1 });
    // One member holds enough closes and goes through its rounds alone; the others begin much later.
    const outMs = random.between(250, 700);
    for (const who of others) draft.add({ do: 'crash', atMs: outMs, who, forMs: draft.chaosMs * 4 });
    draft.add({ do: 'clock', atMs: outMs + 10, who: alone as string, byMs: random.pick([0, 3_600_000]) });
    draft.add({ do: 'heal', atMs: draft.chaosMs * 4 - 200 });
    draft.chaosMs *= 4;
    // It is needed: only so many of the others come back.
    draft.absent = random.some(others, draft.n - draft.q);
  },
  six: (draft) => {
    const [first, second] = draft.random.some(draft.names, 2);
    for (const [who, name] of [
      [first, 'grace'],
      [second, 'henry'],
      [draft.who(), 'irene'],
    ] as const) {
      const key = draft.propose({
        atMs: draft.at(0, 0.2),
        who: who as string,
        change: { type: 'admit', name },
      });
      draft.votes(key, { choice: 'APPROVE' });
      if (draft.random.chance(0.5))
        draft.add({ do: 'reopen', atMs: draft.at(0.3), who: who as string, key, attempt: 2 });
      draft.add({ do: 'join', atMs: draft.at(), who: name });
    }
    const key = draft.propose({ atMs: draft.at(0.6, 0.8) });
    draft.votes(key, { names: [...draft.names, 'grace', 'henry', 'irene'], from: 0.7 });
    if (draft.random.chance(0.3)) draft.twin(draft.who());
  },
  restored: (draft) => {
    plainLife(draft);
    for (const who of draft.random.some(draft.names, draft.random.chance(0.3) ? 2 : 1)) {
      const backupMs = draft.at(0, 0.6);
      draft.add({ do: 'backup', atMs: backupMs, who });
      draft.add({
        do: 'restore',
        atMs: backupMs + draft.random.between(10, 2500),
        who,
        override: draft.random.chance(0.6),
      });
    }
    draft.votes(draft.propose({ atMs: draft.at(0.6, 0.9) }), { from: 0.6 });
  },
  'old home': (draft) => {
    plainLife(draft);
    const who = draft.who();
    const backupMs = draft.at(0, 0.4);
    const restoreMs = backupMs + draft.random.between(10, 1000);
    draft.add({ do: 'backup', atMs: backupMs, who });
    draft.add({ do: 'restore', atMs: restoreMs, who, override: draft.random.chance(0.8) });
    draft.add({ do: 'old-home', atMs: restoreMs + draft.random.between(0, 1500), who });
    const key = draft.propose({ atMs: draft.at(0.5, 0.9) });
    draft.votes(key, { from: 0.5, names: [...draft.names, `${who}**`] });
  },
  removed: (draft) => {
    const { random } = draft;
    plainLife(draft, 1);
    const [gone, proposer] = random.some(draft.names, 2) as [string, string];
    const key = draft.propose({
      who: proposer,
      atMs: draft.at(0, 0.3),
      change: { type: 'remove', name: gone },
    });
    draft.votes(key, { choice: 'APPROVE' });
    // It goes on writing, knowing of it or not.
    for (let i = 0; i < 2; i += 1)
      draft.votes(draft.propose({ who: gone, atMs: draft.at(0.2, 0.9) }), { from: 0.3 });
    if (random.chance(0.5)) {
      draft.add({ do: 'stale-open', atMs: draft.at(0.4), who: gone, key: 'S1' });
      draft.votes('S1', { from: 0.4, turnout: 0.5 });
    }
    if (random.chance(0.4)) {
      const back = draft.propose({
        who: proposer,
        atMs: draft.at(0.5, 0.8),
        change: { type: 'admit', name: gone },
      });
      draft.votes(back, { from: 0.5, choice: 'APPROVE' });
    }
    if (random.chance(0.3)) draft.twin(gone);
  },
  withdrawn: (draft) => {
    const who = draft.who();
    const key = draft.propose({ who, atMs: draft.at(0, 0.3) });
    draft.votes(key, { turnout: draft.random.pick([0, 0.2, 0.6, 0.9]) });
    draft.add({ do: 'withdraw', atMs: draft.at(0, draft.random.pick([0.1, 0.7])), who, key });
    plainLife(draft, 1);
  },
  'opened twice': (draft) => {
    const who = draft.who();
    const key = draft.propose({ who, atMs: 10, deadlineMs: draft.random.pick([200, 600, 1500]) });
    draft.votes(key);
    for (let i = 0; i < 2; i += 1) {
      draft.add({
        do: 'mischief',
        atMs: draft.at(0, 0.4),
        who,
        what: 'open',
        salt: draft.random.int(1_000_000),
      });
    }
    draft.add({ do: 'reopen', atMs: draft.at(0.4, 0.6), who, key, attempt: 2 });
    draft.votes(key, { from: 0.6, turnout: 0.95 });
  },
  attempts: (draft) => {
    const who = draft.who();
    const key = draft.propose({ who, atMs: draft.at(0, 0.2), deadlineMs: draft.random.pick([0, 200, 400]) });
    draft.votes(key, { turnout: draft.random.pick([0, 0.2, 0.4]) });
    for (const attempt of [2, 3])
      draft.add({ do: 'reopen', atMs: draft.at(0.1 * attempt), who, key, attempt });
    draft.votes(key, { from: 0.4, turnout: 0.7 });
    draft.votes(key, { from: 0.6, turnout: 0.5 });
  },
  forgers: (draft) => {
    const { random } = draft;
    plainLife(draft);
    for (const who of random.some(draft.names, forgerCount(draft))) {
      for (let i = random.between(3, 14); i > 0; i -= 1) {
        const what = random.weighted<Mischief>([
          ['vote', 3],
          ['close', 4],
          ['sign', 5],
          ['confirm', 4],
          ['spread', 4],
          ['restored', 1],
          ['open', 1],
        ]);
        draft.add({ do: 'mischief', atMs: draft.at(0.05), who, what, salt: random.int(1_000_000) });
      }
    }
  },
  twins: (draft) => {
    const { random } = draft;
    const keys = plainLife(draft);
    for (const who of random.some(draft.names, forgerCount(draft))) {
      draft.twin(who);
      for (const key of keys) draft.votes(key, { names: [`${who}*`], turnout: 1 });
      if (random.chance(0.5))
        draft.add({ do: 'omit', atMs: draft.at(0, 0.5), who: `${who}*`, victim: draft.who() });
      for (let i = random.int(6); i > 0; i -= 1) {
        draft.add({
          do: 'mischief',
          atMs: draft.at(0.05),
          who,
          what: random.pick<Mischief>(['sign', 'confirm', 'spread', 'close']),
          salt: random.int(1_000_000),
        });
      }
    }
  },
  'bad coordinators': (draft) => {
    const { random } = draft;
    plainLife(draft);
    for (const who of random.some(draft.names, Math.max(1, draft.mostF))) {
      const habit = random.pick(['omit', 'mute', 'far']);
      if (habit === 'omit') draft.add({ do: 'omit', atMs: 0, who, victim: draft.who() });
      else if (habit === 'mute') draft.add({ do: 'mute', atMs: 0, who });
      else {
        const rounds = random.pick([1, draft.n, 2 * draft.n, 40, 1_000_000, 1_000_000]);
        draft.add({ do: 'far', atMs: 0, who, rounds });
      }
    }
  },
  rules: (draft) => {
    const key = draft.propose({
      atMs: draft.at(0, 0.3),
      change: { type: 'rules', f: draft.random.pick([0, null, 1]) },
    });
    draft.votes(key, { choice: 'APPROVE' });
    draft.votes(draft.propose({ atMs: draft.at(0.3, 0.8) }), { from: 0.4 });
    if (draft.random.chance(0.3)) draft.twin(draft.who());
    if (draft.random.chance(0.3)) draft.f = 0;
  },
  cuts: (draft) => {
    const { random } = draft;
    const [key] = [draft.propose({ atMs: 0, deadlineMs: random.pick([100, 300]) })];
    draft.votes(key, { turnout: 0.5 });
    const ids = [...draft.names];
    if (draft.mostF > 0 && random.chance(0.4)) {
      const who = draft.who();
      draft.twin(who, 50);
      ids.push(`${who}*`);
    }
    // Each hears some of the others for some of the time.
    for (let cuts = random.between(5, 15) * draft.n; cuts > 0; cuts -= 1) {
      draft.add({
        do: 'cut',
        atMs: draft.at(0.02, 1),
        from: random.pick(ids),
        to: random.pick(ids),
        forMs: random.between(50, 900),
      });
    }
  },
  // One who knows the closes but hears of nothing signed proposes its own set to those who have confirmed another.
  locks: (draft) => {
    const { random } = draft;
    const [unaware, crashing, ...others] = random.shuffled(draft.names) as [string, string, ...string[]];
    draft.propose({ atMs: 0, deadlineMs: 100, who: crashing });
    const heardMs = random.between(300, 900);
    const hearsMs = heardMs + random.between(50, 600);
    const deafMs = random.between(172, 200);
    for (const who of [crashing, ...others]) {
      draft.add({ do: 'cut', atMs: 0, from: unaware, to: who, forMs: heardMs });
      draft.add({ do: 'cut', atMs: deafMs, from: who, to: unaware, forMs: hearsMs - deafMs });
    }
    const point = random.pick<CrashPoint>(['after-store', 'after-store', 'before-store', 'after-send']);
    const write = random.between(2, 4);
    draft.add({ do: 'crash-at-write', atMs: 0, who: crashing, write, point, forMs: draft.chaosMs });
  },
  // Just enough to decide are restored from before they decided, and meet those who were not there.
  forgotten: (draft) => {
    const { random } = draft;
    const { forgetful, keepers, others } = halves(draft);
    draft.propose({ atMs: 0, deadlineMs: 100, who: random.pick([...keepers, ...forgetful]) });
    for (const who of forgetful) draft.add({ do: 'backup', atMs: random.between(60, 110), who });
    const lostMs = random.between(400, 1200);
    draft.add({ do: 'split', atMs: 120, groups: [[...keepers, ...forgetful], others] });
    for (const who of keepers) draft.add({ do: 'crash', atMs: lostMs, who, forMs: draft.chaosMs });
    for (const who of forgetful)
      draft.add({ do: 'restore', atMs: lostMs + 1, who, override: random.chance(0.9) });
    draft.add({ do: 'heal', atMs: lostMs + 50 });
  },
  // Lost homes are found again, and decide together with one half what the restored ones decide with the other.
  generations: (draft) => {
    const { random } = draft;
    const { forgetful, keepers, others } = halves(draft);
    for (const who of forgetful) {
      draft.add({ do: 'backup', atMs: 0, who }, { do: 'restore', atMs: 10, who, override: true });
      draft.add({ do: 'old-home', atMs: random.between(20, 100), who });
    }
    draft.propose({ atMs: 400, deadlineMs: 300, who: random.pick(keepers) });
    const old = forgetful.map((who) => `${who}**`);
    const splitMs = random.between(500, 900);
    draft.split(
      [
        [...keepers, ...forgetful],
        [...others, ...old],
      ],
      splitMs,
      draft.chaosMs + 1000,
    );
    draft.chaosMs += 1500;
  },
  pairs: (draft) => {
    plainLife(draft, 2);
    const who = draft.who();
    const backupMs = draft.at(0, 0.6);
    draft.add({ do: 'backup', atMs: backupMs, who });
    draft.add({ do: 'restore', atMs: backupMs + draft.random.between(10, 2500), who, override: true });
  },
};

/** Mostly at most f; sometimes as many as it takes to fork the cell. */
function forgerCount(draft: Draft): number {
  const { random, mostF } = draft;
  if (random.chance(0.2)) return random.between(1, Math.min(draft.n, 2 * draft.q - draft.n + 1));
  return mostF === 0 ? 0 : random.between(1, mostF);
}

/** 2q - n members with whom either half of the others is enough. */
function halves(draft: Draft): { forgetful: string[]; keepers: string[]; others: string[] } {
  const needed = 2 * draft.q - draft.n;
  const names = draft.random.shuffled(draft.names);
  const rest = names.slice(needed);
  const half = Math.ceil(rest.length / 2);
  return { forgetful: names.slice(0, needed), keepers: rest.slice(0, half), others: rest.slice(half) };
}
