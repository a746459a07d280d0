import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { FormError } from '../../components/Field.tsx';
import { isInBrowser } from '../../state/electron-carrier.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './FirstStart.module.css';

/** Before anything is asked: a cell to try, which leaves nothing behind. The app has one; a browser's node has not. */
export function TryAlone() {
  const start = useCall('demo.start');
  if (isInBrowser()) return null;
  return (
    <section className={styles.offer} aria-label={t('demo.offer.start')}>
      <div>
        <h2>{t('demo.offer.title')}</h2>
        <p>{t('demo.offer.text')}</p>
        <FormError message={failureInWords(start.failure)} />
      </div>
      <Button icon="play" size="large" busy={start.busy} onClick={() => void start.run({})}>
        {t('demo.offer.start')}
      </Button>
    </section>
  );
}
