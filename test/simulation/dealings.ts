import { NAMES } from './scenario.ts';
import type { Draft } from './scenario-draft.ts';

/** Members endorse each other, take it back, and pass tokens on, mostly all that they have. */
export function dealings(draft: Draft, count: number): void {
  for (let i = count; i > 0; i -= 1) deal(draft, draft.who(), 0);
}

export function deal(draft: Draft, who: string, from: number): void {
  const { random } = draft;
  const whom = random.pick(random.chance(0.9) ? draft.names : NAMES);
  const atMs = draft.at(from);
  if (random.chance(0.4))
    draft.add({ do: 'endorse', atMs, who, whom, strength: random.pick([0, 300, 700, 1000]) });
  else draft.add({ do: 'transfer', atMs, who, whom, amount: random.pick([5, 60, 150, 1000]) });
}
