/** Endorsements and tokens, by members who keep to the rules and by those who spend twice. */
import { deal, dealings } from './dealings.ts';
import { plainLife } from './life-templates.ts';
import type { Draft, Templates } from './scenario-draft.ts';

export const TRUST = {
  tokens: (draft) => {
    const { random, mostF } = draft;
    plainLife(draft);
    dealings(draft, random.between(6, 16));
    if (random.chance(0.5)) {
      const who = draft.who();
      draft.add({
        do: 'overdraw',
        atMs: draft.at(0.1),
        who,
        whom: draft.who(),
        amount: random.between(200, 400),
      });
    }
    if (random.chance(0.6)) {
      for (const who of random.some(draft.names, random.between(1, Math.max(1, mostF))))
        spendTwice(draft, who);
    }
    if (random.chance(0.3)) {
      const [gone, proposer] = random.some(draft.names, 2) as [string, string];
      if (!proposer) return;
      const key = draft.propose({
        who: proposer,
        atMs: draft.at(0, 0.3),
        change: { type: 'remove', name: gone },
      });
      draft.votes(key, { choice: 'APPROVE' });
      for (let i = 0; i < 3; i += 1) deal(draft, gone, 0.3);
    }
    if (random.chance(0.3)) {
      const who = draft.who();
      const backupMs = draft.at(0, 0.4);
      draft.add({ do: 'backup', atMs: backupMs, who });
      draft.add({
        do: 'restore',
        atMs: backupMs + random.between(100, 2000),
        who,
        override: random.chance(0.7),
      });
    }
  },
} satisfies Templates;

function spendTwice(draft: Draft, who: string): void {
  const { random } = draft;
  for (let i = random.between(1, 4); i > 0; i -= 1) {
    const salt = random.int(1_000_000);
    draft.add({ do: 'mischief', atMs: draft.at(0.1), who, what: 'transfer', salt });
  }
}
