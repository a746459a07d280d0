import type { ProposalSummary, Seat } from '#shared/contract/domain/governance.ts';
import { nameList } from '#shared/words/format/names.ts';
import { choiceWord } from '#shared/words/reasons/choice-word.ts';
import { t } from '#shared/words/translate.ts';

type Seats = Pick<ProposalSummary, 'seats'>;

/** `you` first, then the others in the order of joining. */
function namesOf(seats: readonly Seat[]): string[] {
  return [...seats]
    .sort((a, b) => Number(b.me) - Number(a.me))
    .map(({ me, name }) => (me ? t('governance.you') : name));
}

/** For readers: `alice APPROVE, carol REJECT. Not yet: bob`. */
export function seatsLabel({ seats }: Seats): string {
  const voted = seats.filter(({ choice }) => choice !== null);
  const missing = seats.filter(({ choice }) => choice === null);
  const parts = [
    ...(voted.length > 0
      ? [
          voted
            .map(({ name, choice }) => `${nameList([name])} ${choice === null ? '' : choiceWord(choice)}`)
            .join(', '),
        ]
      : []),
    ...(missing.length > 0 ? [t('governance.seats.missing', { names: nameList(namesOf(missing)) })] : []),
  ];
  return parts.join('. ');
}

/** `carol and erin have voted; you, bob and dave have not` */
export function whoVoted({ seats }: Seats): string {
  const voted = seats.filter(({ choice }) => choice !== null);
  const missing = seats.filter(({ choice }) => choice === null);
  if (voted.length === 0) return t('governance.voted.none');
  if (missing.length === 0) return t('governance.voted.all');
  return t('governance.voted.some', {
    voted: nameList(namesOf(voted)),
    n: voted.length,
    me: voted[0]?.me === true && voted.length === 1 ? 'yes' : 'no',
    missing: nameList(namesOf(missing)),
  });
}

/** `2 in, from carol and erin. Missing: you, bob and dave.` */
export function votesIn({ seats }: Seats): string {
  const voted = seats.filter(({ choice }) => choice !== null);
  const missing = seats.filter(({ choice }) => choice === null);
  const first =
    voted.length === 0
      ? t('governance.in.none')
      : t('governance.in.some', { n: voted.length, names: nameList(namesOf(voted)) });
  return missing.length === 0
    ? first
    : `${first} ${t('governance.in.missing', { names: nameList(namesOf(missing)) })}`;
}
