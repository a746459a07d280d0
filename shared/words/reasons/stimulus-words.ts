import { EVERYONE, type Lived, type Noticed, UNKNOWN_PEER } from '../../contract/domain/agent.ts';
import { visibleLine } from '../format/peer-text.ts';
import { t } from '../translate.ts';

/** What an episode answered to: what was lived, or what a state file calls it; null for a stimulus by hand. */
export function livedInWords(
  { label, lived }: Pick<Noticed, 'label' | 'lived'>,
  max?: number,
): string | null {
  if (lived) return visibleLine(sentenceOf(lived), max);
  return label === null ? null : visibleLine(label, max);
}

/** The same where a stimulus by hand is named as well. */
export function noticedInWords(noticed: Noticed, max?: number): string {
  return livedInWords(noticed, max) ?? visibleLine(t('agent.lived.byHand', { type: noticed.type }), max);
}

function sentenceOf(lived: Lived): string {
  if (lived.kind === 'imported') return t('agent.lived.imported');
  return t(`agent.lived.${lived.kind}`, { subject: subjectInWords(lived.subject) });
}

/** A message to all is one to `everyone`, and who is no peer any more has no name: labels say so in English. */
export function subjectInWords(subject: string): string {
  if (subject === EVERYONE) return t('life.everyone');
  return subject === UNKNOWN_PEER ? t('common.unknownPeer') : subject;
}
