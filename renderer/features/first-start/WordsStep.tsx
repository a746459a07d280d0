import { t } from '#shared/words/translate.ts';
import { WritingWords } from '../../components/recovery/WritingWords.tsx';
import styles from './FirstStart.module.css';

/** The last step: the 24 words are written down, or put off by somebody who has read what is at stake. */
export function WordsStep({ onEnd }: { readonly onEnd: () => void }) {
  return (
    <div className={styles.form}>
      <h1 tabIndex={-1}>{t('recovery.words.title')}</h1>
      <p className={styles.sub}>{t('recovery.need.detail')}</p>
      <div className={styles.card}>
        <WritingWords onLater={onEnd} onDone={onEnd} />
      </div>
    </div>
  );
}
