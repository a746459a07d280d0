import { type FormEvent, useState } from 'react';
import { dayAndTime } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { FileField } from '../../components/care/FileField.tsx';
import { WorkLine } from '../../components/care/WorkLine.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { useNode } from '../../state/context.tsx';
import { useStepFocus } from '../../state/step-focus.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './FirstStart.module.css';
import { endFirstStart } from './first-start.ts';

/** All of an earlier home instead of a new one. */
export function RestoreStep({ onBack }: { readonly onBack: () => void }) {
  const { cutShort, work } = useNode((node) => node.care);
  const restore = useCall('care.restore');
  const [file, setFile] = useState(cutShort?.file ?? '');
  const [passphrase, setPassphrase] = useState('');
  const [tried, setTried] = useState(false);
  const form = useStepFocus<HTMLFormElement>('restore');
  const wrong = restore.failure?.code === 'wrong-passphrase';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (file === '' || passphrase === '' || restore.busy) return;
    if (await restore.run({ file, passphrase })) endFirstStart();
  };

  return (
    <form ref={form} className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <h1>{t('setup.restore.title')}</h1>
      <p className={styles.sub}>
        {cutShort
          ? t('setup.restore.cutShort', { from: dayAndTime(cutShort.madeAtMs) })
          : t('setup.restore.text')}
      </p>
      <div className={`${styles.card} ${styles.fields}`}>
        <FileField
          data-autofocus=""
          wanted="restore"
          label={t('setup.restore.file')}
          value={file}
          onValue={setFile}
          hint={t('setup.restore.fileHint')}
          error={tried && file === '' ? t('setup.restore.fileMissing') : null}
        />
        <Field
          type="password"
          label={t('setup.restore.passphrase')}
          hint={t('setup.restore.twoPassphrases')}
          autoComplete="current-password"
          value={passphrase}
          onValue={(value) => {
            setPassphrase(value);
            restore.clear();
          }}
          error={
            wrong
              ? failureInWords(restore.failure)
              : tried && passphrase === ''
                ? t('setup.restore.passphraseMissing')
                : null
          }
        />
        {restore.busy && work ? <WorkLine work={work} /> : null}
        <FormError message={wrong ? null : failureInWords(restore.failure)} />
      </div>
      <div className={styles.actions}>
        <span className={styles.backButton}>
          <Button variant="quiet" size="large" icon="back" disabled={restore.busy} onClick={onBack}>
            {t('common.back')}
          </Button>
        </span>
        <Button type="submit" variant="primary" size="large" busy={restore.busy}>
          {t('setup.restore.submit')}
        </Button>
      </div>
    </form>
  );
}
