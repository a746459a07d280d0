import { type FormEvent, useEffect, useRef, useState } from 'react';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { BrandMark } from '../../components/BrandMark.tsx';
import { Button } from '../../components/Button.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { NodeBanner, useDocumentTitle } from '../../components/Page.tsx';
import { useNode } from '../../state/context.tsx';
import { useCall } from '../../state/use-call.ts';
import styles from './Unlock.module.css';

export function Unlock() {
  const me = useNode((node) => node.me);
  const unlock = useCall('key.unlock');
  const [passphrase, setPassphrase] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useDocumentTitle(t('unlock.title'));
  useEffect(() => field.current?.focus(), []);
  const wrong = unlock.failure?.code === 'wrong-passphrase';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (passphrase === '' || unlock.busy) return;
    if (!(await unlock.run({ passphrase }))) field.current?.select();
  };

  return (
    <main className={styles.page}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <BrandMark size={40} />
        <h1>{t('unlock.title')}</h1>
        <p className={styles.text}>
          {me ? t('unlock.text', { name: visibleLine(me.name) }) : t('unlock.textNoName')}
        </p>
        <NodeBanner />
        <Field
          ref={field}
          large
          type="password"
          label={t('unlock.label')}
          autoComplete="current-password"
          value={passphrase}
          onValue={(value) => {
            setPassphrase(value);
            unlock.clear();
          }}
          error={wrong ? t('unlock.wrong') : null}
        />
        <FormError message={wrong ? null : failureInWords(unlock.failure)} />
        <Button type="submit" variant="primary" size="large" wide busy={unlock.busy}>
          {t('unlock.submit')}
        </Button>
        <p className={styles.note}>{t('unlock.kept')}</p>
      </form>
    </main>
  );
}
