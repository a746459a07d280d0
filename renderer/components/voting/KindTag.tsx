import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { t } from '#shared/words/translate.ts';
import { Tag } from '../Tag.tsx';

/** Says of a ballot on members or rules what it is; of any other proposal nothing. */
export function KindTag({ kind }: Pick<ProposalSummary, 'kind'>) {
  return kind === 'proposal' ? null : <Tag>{t(`governance.kind.${kind}`)}</Tag>;
}
