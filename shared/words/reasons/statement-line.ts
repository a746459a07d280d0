import type { StatementLine } from '../../contract/domain/trust.ts';
import { visibleLine } from '../format/peer-text.ts';
import { t } from '../translate.ts';
import { proposalTitle } from './proposal-title.ts';

type LineFacts = Pick<StatementLine, 'kind' | 'other' | 'note' | 'proposal'>;

/** What a change of a balance came from, in a few words. */
export function statementLine({ kind, other, note, proposal }: LineFacts): string {
  const label = visibleLine(proposal?.label ?? '', 40);
  switch (kind) {
    case 'joined':
      return t('statement.joined');
    case 'proposed':
      return t('statement.proposed', { label, title: proposal ? proposalTitle(proposal, 80) : '' });
    case 'voted':
      return t('statement.voted', { label });
    case 'sent':
    case 'received': {
      const name = visibleLine(other ?? '');
      if (note === null) return t(`statement.${kind}`, { name });
      return t(`statement.${kind}With`, { name, note: visibleLine(note) });
    }
  }
}
