import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { goTo } from '../../state/routes.ts';
import { SettingRow } from './SettingRow.tsx';

/** The way to where everything is looked at. */
export function WrongCard() {
  return (
    <Card flush title={t('settings.wrong')}>
      <SettingRow title={t('settings.wrong.look')} text={t('settings.wrong.text')}>
        <Button size="small" onClick={() => goTo('settings', 'wrong')}>
          {t('settings.wrong.open')}
        </Button>
      </SettingRow>
    </Card>
  );
}
