import type { AutoCode, ProposalDetail, ProposalSummary, Titled } from '../../contract/domain/governance.ts';
import { visibleLine } from '../format/peer-text.ts';
import { t } from '../translate.ts';

/** What a proposal is called on one line: as it was written, or in the reader's language if a node wrote it. */
export function proposalTitle(
  titled: Titled & Partial<Pick<ProposalSummary, 'rekey'>>,
  max?: number,
): string {
  const { title, auto, rekey } = titled;
  if (auto?.code === 'rekey' && rekey)
    return visibleLine(t(`recovery.rekey.title.${rekey.by}`, auto.params), max);
  return visibleLine(auto ? t(`governance.auto.${auto.code}`, auto.params) : title, max);
}

/** What of the titles that nodes write stands in each, in the reader's language: to find them by what is seen. */
export function autoWords(): Record<AutoCode, string> {
  const words = (code: AutoCode): string => visibleLine(t(`governance.auto.${code}`, { name: '' }));
  return {
    admit: words('admit'),
    remove: words('remove'),
    rules: words('rules'),
    restore: words('restore'),
    rekey: words('rekey'),
    bridge: words('bridge'),
    unbridge: words('unbridge'),
    leavers: words('leavers'),
  };
}

/** Its text, likewise. Where somebody wrote it, it may hold anything. */
export function proposalText({ text, textAuto }: Pick<ProposalDetail, 'text' | 'textAuto'>): string {
  if (textAuto?.code === 'admit') return t('governance.auto.admit.text', textAuto.params);
  if (textAuto?.code === 'restore') return t('governance.auto.restore.text', textAuto.params);
  return text;
}
