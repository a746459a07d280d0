import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { RECOVERY_WORDS } from '#shared/contract/domain/recovery-words.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { classes } from '../class-names.ts';
import { FormError } from '../Field.tsx';
import styles from './Recovery.module.css';
import { SECRET_FIELD } from './secret-field.ts';

const NONE: readonly string[] = Array.from({ length: RECOVERY_WORDS }, () => '');

/** The words in a text that was pasted: numbers, commas and whatever else stands between them are no words. */
export function wordsInText(text: string): string[] {
  return text.normalize('NFKD').match(/\p{L}+/gu) ?? [];
}

export interface WordsTyped {
  readonly typed: readonly string[];
  readonly setTyped: (typed: readonly string[]) => void;
  readonly text: string;
  readonly count: number;
  /** What the node says is wrong with them, and with which one. */
  readonly error: string | null;
  readonly unknown: number | null;
  readonly isToBlame: boolean;
}

/** @param failure of the call that they were given to */
export function useWordsEntry(failure: Failure | null, clear: () => void): WordsTyped {
  const [typed, set] = useState(NONE);
  const key = failure?.says?.key ?? '';
  const isToBlame = key.startsWith('error.words.') || key.startsWith('error.recovery.words');
  const number = key === 'error.words.unknown' ? Number(failure?.says?.params.number) : null;
  return {
    typed,
    setTyped: (next) => {
      set(next);
      clear();
    },
    text: typed.join(' '),
    count: typed.filter((word) => word.trim() !== '').length,
    error: isToBlame ? (failureInWords(failure) ?? null) : null,
    unknown: number,
    isToBlame,
  };
}

/** 24 numbered fields: typed one after another with the space bar between, or all pasted into any of them. */
export function WordsEntry({ entry, tried }: { readonly entry: WordsTyped; readonly tried: boolean }) {
  const { typed, setTyped, count, error, unknown } = entry;
  const place = useRef<HTMLFieldSetElement>(null);
  const focus = (at: number) => place.current?.querySelectorAll('input')[at]?.focus();
  const fill = (from: number, words: readonly string[]) => {
    const next = typed.map((old, at) => words[at - from] ?? old);
    setTyped(next);
    focus(Math.min(from + words.length, RECOVERY_WORDS) - 1);
  };
  const paste = (at: number) => (event: ClipboardEvent) => {
    const words = wordsInText(event.clipboardData.getData('text'));
    if (words.length < 2) return;
    event.preventDefault();
    // A whole set is one, wherever it was pasted.
    fill(words.length >= RECOVERY_WORDS ? 0 : at, words);
  };
  const press = (at: number) => (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === ' ') {
      event.preventDefault();
      if (event.currentTarget.value !== '') focus(at + 1);
    } else if (event.key === 'Backspace' && event.currentTarget.value === '' && at > 0) {
      event.preventDefault();
      focus(at - 1);
    }
  };
  const message =
    error ??
    (tried && count < RECOVERY_WORDS ? t('recovery.entry.missing', { n: RECOVERY_WORDS - count }) : null);
  return (
    <fieldset ref={place} className={styles.entry} lang="en">
      <legend>{t('recovery.entry.legend')}</legend>
      <div className={styles.entryGrid}>
        {typed.map((word, at) => (
          <label
            // biome-ignore lint/suspicious/noArrayIndexKey: its place is its identity
            key={at}
            className={classes(
              styles.entryWord,
              (unknown === at + 1 || (message !== null && word.trim() === '')) && styles.entryWrong,
            )}
          >
            <span aria-hidden="true">{at + 1}</span>
            <input
              {...SECRET_FIELD}
              {...(at === 0 ? { 'data-autofocus': '' } : {})}
              aria-label={t('recovery.words.place', { n: at + 1 })}
              aria-invalid={unknown === at + 1 ? true : undefined}
              value={word}
              onPaste={paste(at)}
              onKeyDown={press(at)}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setTyped(typed.map((old, index) => (index === at ? value : old)));
              }}
            />
          </label>
        ))}
      </div>
      <FormError message={message} />
      <p className={styles.note}>{t('recovery.entry.hint')}</p>
    </fieldset>
  );
}
