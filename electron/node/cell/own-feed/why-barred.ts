/** What an operator is told of a home that signs nothing. */
import type { Member } from '#shared/protocol/closing/epoch.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { Barred, BarredBy } from '../../store/safety-state.ts';

export const WHY_BARRED: Readonly<Record<Exclude<BarredBy, 'restored'>, Saying>> = {
  older: says('error.barred.older'),
  shown: says('error.barred.older'),
  damaged: says('error.barred.damaged'),
  unmarked: says('error.barred.unmarked'),
  unreadable: says('error.barred.unreadable'),
};

export function whyBarred({ why, fromMs }: Barred): Saying {
  if (why !== 'restored') return WHY_BARRED[why];
  return says('error.barred.restored', { from: { atMs: fromMs ?? 0 } });
}

/** What ends that, among these members, of whom oneself is one. */
export function barredUntil(members: readonly Member[], me: string, answered: readonly string[]): Saying {
  if (members.length === 1) return says('error.barred.untilYouSay');
  const waiting = members.filter(({ scid }) => scid !== me && !answered.includes(scid));
  const names = waiting.map(({ alias }) => alias);
  if (names.length === 0) return says('error.barred.untilWhole');
  return says('error.barred.untilAnswered', { names: { names }, n: names.length });
}
