/** Who does not hear whom, and for how long. */
import { plainLife } from './life-templates.ts';
import type { CrashPoint } from './scenario.ts';
import type { Draft, Templates } from './scenario-draft.ts';

export const SEPARATION = {
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
} satisfies Templates;

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
