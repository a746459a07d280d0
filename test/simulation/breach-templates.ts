/** Members who break the rules. */
import { TURN_MS } from './genesis.ts';
import { plainLife } from './life-templates.ts';
import type { Mischief } from './scenario.ts';
import type { Draft, Templates } from './scenario-draft.ts';

export const BREACH = {
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
  forgers: (draft) => {
    const { random } = draft;
    plainLife(draft);
    // Some go on when all are connected.
    const until = random.pick([1, 1, 1.5, 2]);
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
        draft.add({ do: 'mischief', atMs: draft.at(0.05, until), who, what, salt: random.int(1_000_000) });
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
  // Whoever coordinates leaves out somebody's close each time.
  omitting: (draft) => {
    const { random } = draft;
    for (let i = random.between(3, 5); i > 0; i -= 1) draft.votes(draft.propose(), { turnout: 1 });
    for (const who of random.some(draft.names, Math.max(1, draft.mostF))) {
      for (const victim of random.some(draft.names, random.between(1, 2)))
        if (victim !== who) draft.add({ do: 'omit', atMs: 0, who, victim });
    }
  },
  // In every round another branch comes to light, for one member at first.
  'round by round': (draft) => {
    const { random } = draft;
    const deadlineMs = random.pick([100, 300]);
    draft.votes(draft.propose({ atMs: 0, deadlineMs }), { turnout: 0.9 });
    const forgers = random.some(draft.names, random.between(1, draft.mostF));
    let atMs = deadlineMs + 60;
    if (random.chance(0.3)) draft.chaosMs = atMs + random.between(200, 1500);
    for (let round = 0; round < 8; round += 1) {
      for (const who of forgers) {
        const what = random.pick<Mischief>(['close', 'close', 'sign', 'confirm', 'spread']);
        const salt = random.int(1_000_000);
        draft.add({ do: 'mischief', atMs: atMs + random.int(60), who, what, salt, toOne: true });
      }
      atMs += TURN_MS * Math.min(8, 1 + round);
    }
  },
} satisfies Templates;

/** Mostly at most f; sometimes as many as it takes to fork the cell. */
function forgerCount(draft: Draft): number {
  const { random, mostF } = draft;
  if (random.chance(0.2)) return random.between(1, Math.min(draft.n, 2 * draft.q - draft.n + 1));
  return mostF === 0 ? 0 : random.between(1, mostF);
}
