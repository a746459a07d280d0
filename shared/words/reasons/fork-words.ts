/** What people read of a fork that was proposed or is offered, in the window as at a terminal. */
import type { Carried, ForkOffer, ForkProposal } from '../../contract/domain/fork.ts';
import { count } from '../format/count.ts';
import { nameList } from '../format/names.ts';
import { visibleLine } from '../format/peer-text.ts';
import { dayAndTime } from '../format/times.ts';
import { sentence } from '../sayings.ts';
import { t } from '../translate.ts';

const NAME_SHOWN = 60;

/** `alice leaves for Maple Street 2 and asks bob and you along` */
export function forkTitle(fork: ForkProposal): string {
  const { founder, carried } = fork;
  const name = forkName(fork);
  const others = carried.members.filter(({ scid, me }) => scid !== founder.scid && !me);
  const names = others.map((one) => one.name);
  if (!founder.me)
    return t('forks.asks', { founder: visibleLine(founder.name, 40), name, names: withYou(names, fork) });
  return names.length === 0
    ? t('forks.asksNobody', { name })
    : t('forks.asksMine', { name, names: nameList(names) });
}

export function forkName({ name }: Pick<ForkProposal, 'name'>): string {
  return visibleLine(name, NAME_SHOWN);
}

function withYou(names: readonly string[], { carried }: ForkProposal): string {
  return nameList(carried.members.some(({ me }) => me) ? [...names, t('forks.you')] : names);
}

/** `Maple Street 2: bob and you have entered, dave has not answered.` */
export function forkAnswers(fork: ForkProposal): string {
  const name = forkName(fork);
  const my = fork.carried.members.find(({ me }) => me)?.name;
  if (fork.awaited.length === 0) return t('forks.answers.all', { name });
  return t('forks.answers', {
    name,
    entered: t('forks.entered', whoOf(fork.entered, my, t('forks.you.entered'))),
    awaited: t('forks.awaited', whoOf(fork.awaited, my, t('forks.you.awaited'))),
  });
}

/** Who they are, for a sentence whose verb depends on whether it is the reader. */
function whoOf(names: readonly string[], my: string | undefined, you: string) {
  const others = names.filter((name) => name !== my);
  const who = others.length === names.length ? 'others' : others.length === 0 ? 'me' : 'both';
  return { who, names: nameList(who === 'others' ? others : [...others, you]), n: others.length };
}

/** What the operator takes along of its tokens; empty when it is not listed. */
export function forkTakes({ members }: Carried): string {
  const mine = members.find(({ me }) => me);
  if (!mine) return '';
  const { balance: there, balanceHere: here } = mine;
  if (there === here) return t('forks.takes.all', { here });
  return there < here
    ? t('forks.takes', { there, here, late: here - there })
    : t('forks.takes.more', { there, here });
}

export function forkBehind({ behind: { receipts, mine } }: ForkProposal): string {
  return t('forks.behind', { n: receipts, count: count(receipts), mine });
}

/** What somebody who is asked should know besides: other clocks, two versions of one receipt, two counts. */
export function forkCautions(fork: ForkProposal): string[] {
  const { daysAhead, founder, forked, removed, carried } = fork;
  const name = visibleLine(founder.name, 40);
  const parent = visibleLine(fork.parent.name, NAME_SHOWN);
  return [
    ...(daysAhead === null
      ? []
      : [t(daysAhead > 0 ? 'forks.clock.ahead' : 'forks.clock.behind', { name, n: Math.abs(daysAhead) })]),
    ...(forked.length > 0 ? [t('forks.forked', { names: nameList(forked) })] : []),
    ...(removed.length > 0
      ? [t('forks.removed', { names: nameList(removed), n: removed.length, parent })]
      : []),
    ...carried.follows.map(followsLine),
  ];
}

/** `Of P-14 it follows: passed.` */
export function followsLine({ label, outcome }: Carried['follows'][number]): string {
  return t('forks.follows', { label: visibleLine(label, 60), outcome: outcomeWord(outcome) });
}

/** What a certificate came to: `passed`, `failed`. */
export function outcomeWord(outcome: string): string {
  return t('forks.outcome', { outcome });
}

/** How it stands: what is waited for, why it is over, or where the operator lives by now. */
export function forkStanding(fork: ForkProposal): string {
  const { state, over, waitsFor } = fork;
  const parent = visibleLine(fork.parent.name, NAME_SHOWN);
  switch (state) {
    case 'asked':
      return [forkAnswers(fork), ...(waitsFor ? [sentence(waitsFor)] : [])].join(' ');
    case 'entered':
      return forkAnswers(fork);
    case 'declined':
      return t('forks.declined', { parent });
    case 'over':
      return over ? t(`forks.over.${over.why}`, { name: visibleLine(over.by, 40) }) : t('forks.state.over');
    case 'crossed':
      return over ? t('forks.crossed', { name: visibleLine(over.by, 40) }) : t('forks.crossedPlain');
    case 'alive':
      return t('forks.alive', { parent });
  }
}

/** What waits for the operator's word: asked, alive against a withdrawal, or entered and waiting. */
export function waitsForMe({ state }: ForkProposal): boolean {
  return state === 'asked' || state === 'crossed';
}

/** `P-14 passed, and you voted REJECT. Take along who thinks as you do.` */
export function offerWords({ why, about, suggested }: ForkOffer): string {
  if (why === 'quorum') return t('forks.offer.quorum', { n: suggested.length });
  return t(`forks.offer.${why}`, { about: visibleLine(about, 60) });
}

export function offerUntil({ untilMs }: ForkOffer): string {
  return untilMs === null ? '' : t('forks.offer.until', { when: dayAndTime(untilMs) });
}
