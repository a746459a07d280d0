import { MEMBERS_MAX, MEMBERS_MIN } from '#shared/protocol/limits.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { useCell } from '../../state/cell.ts';
import { Tag } from '../Tag.tsx';

/** Fewer than three members, or no seat left; what that means is its title. */
export function SizeTag() {
  const cell = useCell();
  if (!cell) return null;
  const n = cell.members.length;
  if (n < MEMBERS_MIN) {
    return (
      <span title={t('cell.smallText')}>
        <Tag>{t('cell.small')}</Tag>
      </span>
    );
  }
  if (n < MEMBERS_MAX) return null;
  return (
    <span title={t('cell.fullText', { cell: visibleLine(cell.name, 60) })}>
      <Tag>{t('cell.full')}</Tag>
    </span>
  );
}
