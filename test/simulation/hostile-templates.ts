/** A member who does what the rules leave it, against the others. */
import { dealings } from './dealings.ts';
import { plainLife } from './life-templates.ts';
import { type ProposedChange, type SimEvent, STRANGER } from './scenario.ts';
import type { Draft, Templates } from './scenario-draft.ts';

type Within = Extract<SimEvent, { do: 'worst-open' }>['within'];

export const HOSTILE = {
  // Everybody has made up its mind before it comes, and closes as soon as it does.
  'worst rules': (draft) => {
    const { random } = draft;
    const [worst, ...others] = random.shuffled(draft.names) as [string, ...string[]];
    plainLife(draft, 1);
    for (let i = random.between(2, 5); i > 0; i -= 1) {
      const key = `W${i}`;
      const atMs = draft.at(0.05, 0.8);
      for (const who of others) {
        if (!random.chance(0.8)) continue;
        const choice = random.pick(['REJECT', 'REJECT', 'ABSTAIN', 'APPROVE'] as const);
        draft.add({ do: 'vote', atMs: 0, who, key, choice });
      }
      const change = random.chance(0.4) ? null : worstChange(draft, others);
      const within = random.pick<Within>([
        'cell',
        'cell',
        'body',
        'quorum',
        'threshold',
        'deadlineMs',
        'graceMs',
      ]);
      draft.add({ do: 'worst-open', atMs, who: worst, key, change, within });
    }
  },
  // Two who come under one name, and whoever invited them opens again until it is decided.
  'rival names': (draft) => {
    const { random } = draft;
    const newcomers = random.some(['grace', 'henry', 'irene'] as const, random.between(2, 3));
    for (const name of newcomers) {
      const who = draft.who();
      const change = { type: 'admit', name, alias: 'frankie' } as const;
      const key = draft.propose({ atMs: draft.at(0, 0.3), who, change });
      draft.votes(key, { choice: 'APPROVE', turnout: 0.95 });
      draft.add(
        { do: 'follow', atMs: draft.at(0, 0.3), who, key },
        { do: 'join', atMs: draft.at(), who: name },
      );
      draft.votes(key, { from: 0.3, choice: 'APPROVE', turnout: 0.7 });
    }
    draft.votes(draft.propose({ atMs: draft.at(0.5, 0.8) }), {
      from: 0.5,
      names: [...draft.names, ...newcomers],
    });
  },
  // What cannot count must not keep anybody from what does.
  junk: (draft) => {
    const { random } = draft;
    plainLife(draft, 2);
    dealings(draft, random.between(3, 8));
    const who = random.chance(0.3) ? STRANGER : draft.who();
    if (who === STRANGER) draft.add({ do: 'join', atMs: 0, who });
    for (let i = random.between(4, 10); i > 0; i -= 1) {
      const [victim] = random.some(
        draft.names.filter((name) => name !== who),
        1,
      );
      if (!victim) return;
      const salt = random.int(1_000_000);
      draft.add({ do: 'foreign', atMs: draft.at(), who, victim, salt });
      if (random.chance(0.4))
        draft.add({ do: 'flood', atMs: draft.at(), who, victim, count: random.between(20, 250), salt });
    }
  },
  // Many ends of one feed, each of which another member has seen first.
  'branch ends': (draft) => {
    const { random } = draft;
    for (const who of random.some(draft.names, random.between(1, draft.mostF))) {
      for (let i = random.between(2, 5); i > 0; i -= 1)
        draft.add({
          do: 'mischief',
          atMs: draft.at(0, 0.9),
          who,
          what: 'branches',
          salt: random.int(1_000_000),
        });
    }
    plainLife(draft, 3);
    dealings(draft, random.between(4, 10));
  },
} satisfies Templates;

function worstChange(draft: Draft, others: readonly string[]): ProposedChange {
  const { random } = draft;
  const [victim] = random.some(others, 1);
  const gone: readonly ProposedChange[] = victim ? [{ type: 'remove', name: victim }] : [];
  return random.pick<ProposedChange>([
    ...gone,
    ...gone,
    ...gone,
    { type: 'admit', name: 'irene' },
    { type: 'rules', f: 0 },
  ]);
}
