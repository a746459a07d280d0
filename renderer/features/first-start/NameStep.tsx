import { type FormEvent, useState } from 'react';
import { NAME_MAX } from '#shared/protocol/limits.ts';
import { nameError } from '#shared/protocol/names/name-rule.ts';
import { t } from '#shared/words/translate.ts';
import { Button, TextButton } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { useStepFocus } from '../../state/step-focus.ts';
import styles from './FirstStart.module.css';
import { TryAlone } from './TryAlone.tsx';

export function NameStep(props: {
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onNext: () => void;
  readonly onRestore: () => void;
}) {
  const { name, onName, onNext, onRestore } = props;
  const [tried, setTried] = useState(false);
  const form = useStepFocus<HTMLFormElement>('name');
  const trimmed = name.normalize('NFC').trim();
  const error =
    trimmed === ''
      ? t('setup.name.missing')
      : trimmed.length > NAME_MAX
        ? t('setup.name.long', { n: trimmed.length })
        : nameError(trimmed) === null
          ? null
          : t('setup.name.wrong');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (error) return;
    onName(trimmed);
    onNext();
  };

  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate>
      <TryAlone />
      <h1>{t('setup.name.title')}</h1>
      <p className={styles.sub}>{t('setup.name.text')}</p>
      <div className={styles.card}>
        <Field
          data-autofocus=""
          large
          dir="auto"
          label={t('setup.name.label')}
          autoComplete="off"
          value={name}
          onValue={onName}
          error={tried ? error : null}
        />
      </div>
      <div className={styles.actions}>
        <TextButton onClick={onRestore}>{t('setup.restore.link')}</TextButton>
        <Button type="submit" variant="primary" size="large">
          {t('setup.continue')}
        </Button>
      </div>
    </form>
  );
}
