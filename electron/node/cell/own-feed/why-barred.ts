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
export function barredUntil(
  members: readonly Member[],
  { me, isKeyTold, answered }: { me: string; isKeyTold: boolean; answered: readonly string[] },
): Saying {
  // They do not answer who comes under a former key.
  if (isKeyTold) return says('error.barred.keyTold');
  if (members.length === 1) return says('error.barred.untilYouSay');
  const waiting = members.filter(({ scid }) => scid !== me && !answered.includes(scid));
  const names = waiting.map(({ alias }) => alias);
  if (names.length === 0) return says('error.barred.untilWhole');
  return says('error.barred.untilAnswered', { names: { names }, n: names.length });
}

/** Those of the members who say that the key was changed; they are some, and members. */
export function toldBy(members: readonly Member[], tellers: ReadonlySet<string>): Saying {
  const names = members.filter(({ scid }) => tellers.has(scid)).map(({ alias }) => alias);
  return says('error.barred.keyToldBy', { names: { names }, n: names.length });
}

/** Those of the members who say that they hold what is not here; without any, somebody does. */
export function doubtedBy(members: readonly Member[], claims: ReadonlySet<string>): Saying {
  const names = members.filter(({ scid }) => claims.has(scid)).map(({ alias }) => alias);
  return names.length === 0
    ? says('error.barred.doubtedBySomebody')
    : says('error.barred.doubted', { names: { names } });
}
