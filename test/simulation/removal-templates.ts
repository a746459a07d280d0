/** Members whom the others want to remove, and what keeps them from it. */
import { dealings } from './dealings.ts';
import { plainLife } from './life-templates.ts';
import type { Draft, Templates } from './scenario-draft.ts';

export const REMOVAL = {
  // It opens something else in every epoch, the first to be ripe.
  unremovable: (draft) => {
    const { random } = draft;
    const [worst, proposer] = random.some(draft.names, 2) as [string, string];
    draft.floors = 'usual';
    draft.add({ do: 'crowd', atMs: random.int(150), who: worst, times: 8 });
    followedRemoval(draft, proposer, worst, random.int(300));
  },
  // What the removed has done since an end that others know to be old would be taken back.
  'early end': (draft) => {
    const { random } = draft;
    const [proposer, victim] = random.some(draft.names, 2) as [string, string];
    dealings(draft, 6);
    plainLife(draft, 1);
    draft.add({ do: 'early-end', atMs: draft.at(0.4, 0.7), who: proposer, victim, key: 'E1' });
    for (const who of draft.names)
      if (who !== victim) draft.add({ do: 'support', atMs: 0, who, key: 'E1', choice: 'APPROVE' });
  },
  // One was restored long ago, and another is lost now: with a machine more than that there is no quorum.
  'lost later': (draft) => {
    const { random } = draft;
    const [restored, lost, proposer] = random.some(draft.names, 3) as [string, string, string];
    draft.chaosMs = random.between(4000, 6000);
    draft.add({ do: 'backup', atMs: 0, who: restored });
    draft.add({ do: 'restore', atMs: 50, who: restored, override: random.chance(0.5), elsewhere: true });
    const lostMs = random.between(2000, 3000);
    draft.add({ do: 'crash', atMs: lostMs, who: lost, forMs: 3_600_000 });
    draft.absent = [lost];
    followedRemoval(draft, proposer, lost, lostMs + random.int(500));
  },
} satisfies Templates;

/** Proposed again for as long as something else is decided in its place, and approved by all others. */
function followedRemoval(draft: Draft, who: string, name: string, atMs: number): void {
  const key = draft.propose({ who, atMs, deadlineMs: 200, change: { type: 'remove', name } });
  draft.add({ do: 'follow', atMs: atMs + 1, who, key });
  for (const supporter of draft.names)
    if (supporter !== name) draft.add({ do: 'support', atMs: 0, who: supporter, key, choice: 'APPROVE' });
}
