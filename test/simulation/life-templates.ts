/** What members decide: plain proposals, members and rules, withdrawals, later attempts. */
import type { ProposedChange } from './scenario.ts';
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
  // Drafted in one epoch, opened in another: who decides was said by the draft.
  'drafted before': (draft) => {
    const { random, names } = draft;
    const drafts = ['D1', 'D2'].map((key) => ({ key, who: draft.who() }));
    for (const { key, who } of drafts) draft.add({ do: 'draft', atMs: 0, who, key });
    const gone = names.length > 2 && random.chance(0.5) ? draft.who() : null;
    const change: ProposedChange = gone ? { type: 'remove', name: gone } : { type: 'admit', name: 'irene' };
    const changing = draft.propose({ atMs: 60, change, deadlineMs: 300 });
    for (const who of names) draft.add({ do: 'vote', atMs: 70, who, key: changing, choice: 'APPROVE' });
    draft.add({ do: 'join', atMs: 0, who: 'irene' });
    for (const { key, who } of drafts) {
      draft.open(key, who, draft.at(0.4, 0.7));
      draft.votes(key, { from: 0.4, names: [...names, 'irene'] });
    }
  },
  // The cell asks for more equivocators than it can bear; as many are away as may be.
  'large f': (draft) => {
    const { random } = draft;
    draft.f = random.pick([1, 2, 3, 5]);
    plainLife(draft, 2);
    draft.absent = random.some(draft.names, draft.n - draft.q);
  },
} satisfies Templates;
