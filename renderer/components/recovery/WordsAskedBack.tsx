import { type FormEvent, useState } from 'react';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useCall } from '../../state/use-call.ts';
import { Button } from '../Button.tsx';
import { Field, FormError } from '../Field.tsx';
import styles from './Recovery.module.css';
import { SECRET_FIELD } from './secret-field.ts';

interface WordsAskedBackProps {
  readonly asked: readonly number[];
  readonly onBack: () => void;
  /** They were right: this computer has forgotten all of them. */
  readonly onForgotten: () => void;
}

/** Three of the words, as they stand on the paper. The node says which of them are others. */
export function WordsAskedBack({ asked, onBack, onForgotten }: WordsAskedBackProps) {
  const check = useCall('words.check');
  const [typed, setTyped] = useState<readonly string[]>(asked.map(() => ''));
  const [wrong, setWrong] = useState<readonly number[]>([]);
  const [tried, setTried] = useState(false);
  const isMissing = (index: number): boolean => typed[index]?.trim() === '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (asked.some((_, index) => isMissing(index)) || check.busy) return;
    const answers = asked.map((place, index) => ({ place, word: typed[index] ?? '' }));
    const answer = await check.run({ answers });
    if (!answer) return;
    setWrong(answer.value.wrong);
    if (answer.value.wrong.length === 0) onForgotten();
  };
  const type = (index: number) => (word: string) => {
    setTyped(typed.map((old, at) => (at === index ? word : old)));
    setWrong(wrong.filter((place) => place !== asked[index]));
  };
  return (
    <form className={styles.step} onSubmit={(event) => void submit(event)} noValidate>
      <p className={styles.text}>{t('recovery.words.askedText')}</p>
      <div className={styles.asked}>
        {asked.map((place, index) => (
          <Field
            key={place}
            {...SECRET_FIELD}
            {...(index === 0 ? { 'data-autofocus': '' } : {})}
            label={t('recovery.words.place', { n: place })}
            value={typed[index] ?? ''}
            onValue={type(index)}
            error={
              wrong.includes(place)
                ? t('recovery.words.wrong', { n: place })
                : tried && isMissing(index)
                  ? t('recovery.words.missing', { n: place })
                  : null
            }
          />
        ))}
      </div>
      <FormError message={failureInWords(check.failure)} />
      <div className={styles.actions}>
        <Button variant="quiet" icon="back" disabled={check.busy} onClick={onBack}>
          {t('recovery.words.back')}
        </Button>
        <Button type="submit" variant="primary" busy={check.busy}>
          {t('recovery.words.check')}
        </Button>
      </div>
    </form>
  );
}
