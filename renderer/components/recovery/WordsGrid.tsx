import { useEffect, useState } from 'react';
import { t } from '#shared/words/translate.ts';
import { Button } from '../Button.tsx';
import styles from './Recovery.module.css';

/**
 * The 24 words, numbered as they are written down. Nothing of them can be selected or copied, and they leave the page
 * as soon as the operator looks at another window, until a click brings them back.
 */
export function WordsGrid({ words }: { readonly words: readonly string[] }) {
  const [covered, setCovered] = useState(false);
  useEffect(() => {
    const cover = () => setCovered(true);
    const hide = () => document.hidden && cover();
    window.addEventListener('blur', cover);
    document.addEventListener('visibilitychange', hide);
    return () => {
      window.removeEventListener('blur', cover);
      document.removeEventListener('visibilitychange', hide);
    };
  }, []);
  if (covered) {
    return (
      <div className={styles.cover}>
        <p>{t('recovery.words.covered')}</p>
        <Button icon="eye" data-autofocus="" onClick={() => setCovered(false)}>
          {t('recovery.words.uncover')}
        </Button>
      </div>
    );
  }
  return (
    <ol
      className={styles.grid}
      aria-label={t('recovery.words.list')}
      lang="en"
      translate="no"
      onCopy={(event) => event.preventDefault()}
      onContextMenu={(event) => event.preventDefault()}
    >
      {words.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice, its place is its identity
        <li key={index}>{word}</li>
      ))}
    </ol>
  );
}
