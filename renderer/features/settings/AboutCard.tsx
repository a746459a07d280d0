import { useState } from 'react';
import { VERSION } from '#shared/contract/version.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { RawText } from '../../components/RawText.tsx';
import { useNode } from '../../state/context.tsx';
import styles from './Settings.module.css';

export function AboutCard() {
  const instance = useNode((node) => node.instance);
  const createdAtMs = useNode((node) => node.me?.createdAtMs ?? null);
  const [notices, setNotices] = useState<string | null>(null);
  const show = async () => setNotices((await import('./notices.ts')).NOTICES);
  return (
    <Card title={t('settings.about')}>
      <dl className={styles.factsPlain}>
        <div>
          <dt>{t('settings.about.version')}</dt>
          <dd>{VERSION}</dd>
        </div>
        <div>
          <dt>{t('settings.about.newer')}</dt>
          <dd>{t('settings.about.newerValue')}</dd>
        </div>
        <div>
          <dt>{t('settings.about.node')}</dt>
          <dd className={styles.mono} title={createdAtMs === null ? undefined : fullDate(createdAtMs)}>
            {instance.slice(0, 8)}
          </dd>
        </div>
        <div>
          <dt>{t('settings.about.licence')}</dt>
          <dd>{t('settings.about.licenceValue')}</dd>
        </div>
        <div>
          <dt>{t('settings.about.fonts')}</dt>
          <dd>{t('settings.about.fontsValue')}</dd>
        </div>
        <div>
          <dt>{t('settings.about.libraries')}</dt>
          <dd>
            <Button size="small" onClick={() => void show()}>
              {t('settings.about.showNotices')}
            </Button>
          </dd>
        </div>
      </dl>
      {notices === null ? null : (
        <Dialog title={t('settings.about.notices')} width={720} onClose={() => setNotices(null)}>
          <RawText
            text={notices}
            label={t('settings.about.notices')}
            copyLabel={t('settings.about.copyNotices')}
          />
        </Dialog>
      )}
    </Card>
  );
}
