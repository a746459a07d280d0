import type { ProposalSummary } from '#shared/domain/governance.ts';
import { t } from '#shared/i18n/translate.ts';
import { Tag } from '../../components/Tag.tsx';

/** Says of a ballot on members or rules what it is; of any other proposal nothing. */
export function KindTag({ kind }: Pick<ProposalSummary, 'kind'>) {
  return kind === 'proposal' ? null : <Tag>{t(`governance.kind.${kind}`)}</Tag>;
}
