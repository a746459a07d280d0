/** What members decide: plain proposals, members and rules, withdrawals, later attempts. */
import type { Draft, Templates } from './scenario-draft.ts';
import { weather } from './weather.ts';

export function plainLife(draft: Draft, proposals = draft.random.between(1, 3)): string[] {
  const keys: string[] = [];
  for (let i = 0; i < proposals; i += 1) {
    const key = draft.propose();
    draft.votes(key);
    keys.push(key);
  }
  return keys;
}

export const LIFE = {
  plain: (draft) => {
    plainLife(draft);
  },
  rough: (draft) => {
    plainLife(draft);
    weather(draft);
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
  attempts: (draft) => {
    const who = draft.who();
    const key = draft.propose({ who, atMs: draft.at(0, 0.2), deadlineMs: draft.random.pick([0, 200, 400]) });
    draft.votes(key, { turnout: draft.random.pick([0, 0.2, 0.4]) });
    for (const attempt of [2, 3])
      draft.add({ do: 'reopen', atMs: draft.at(0.1 * attempt), who, key, attempt });
    if (draft.random.chance(0.4)) {
      const again = draft.propose({ who, atMs: draft.at(0, 0.2), deadlineMs: 200 });
      draft.votes(again, { turnout: 1 });
      draft.add({ do: 'reopen', atMs: draft.at(0.3, 0.5), who, key: again, attempt: 2, anyway: true });
      draft.votes(again, { from: 0.5, turnout: 1 });
    }
    draft.votes(key, { from: 0.4, turnout: 0.7 });
    draft.votes(key, { from: 0.6, turnout: 0.5 });
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
} satisfies Templates;
