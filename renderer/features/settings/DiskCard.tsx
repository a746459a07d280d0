import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Card } from '../../components/Card.tsx';
import { useNode } from '../../state/context.tsx';
import styles from './Settings.module.css';

/** What to do about a full disk, for as long as it is one. */
export function DiskCard() {
  const problem = useNode((node) => node.problem);
  if (problem?.code !== 'store-full') return null;
  return (
    <Card title={t('settings.disk')}>
      <div className={styles.form} tabIndex={-1} data-arrival="disk">
        <p className={styles.rowTitle}>{failureInWords(problem)}</p>
        <p className={styles.rowNote}>{t('settings.disk.text')}</p>
      </div>
    </Card>
  );
}
