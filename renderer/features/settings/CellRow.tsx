import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { useHeldCells } from '../../state/held-cells.ts';
import { goTo } from '../../state/routes.ts';
import { SettingRow } from './SettingRow.tsx';

/** Which cell one lives in, how many are kept, and the way to all that concerns them as wholes. */
export function CellRow() {
  const cells = useHeldCells();
  const live = cells.find(({ isLive }) => isLive);
  if (!live) return null;
  return (
    <Card flush title={t('cells.title')}>
      <SettingRow
        title={t('cells.answer.live', { cell: visibleLine(live.name, 60) })}
        text={cells.length === 1 ? t('cells.answer.only') : t('cells.answer.kept', { n: cells.length - 1 })}
      >
        <Button onClick={() => goTo('settings', 'cells')}>{t('cells.open')}</Button>
      </SettingRow>
    </Card>
  );
}
