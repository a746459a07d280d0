import { type FormEvent, useRef, useState } from 'react';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { FormError } from '../../components/Field.tsx';
import { NewPassphraseFields } from '../../components/NewPassphraseFields.tsx';
import { passphraseError } from '../../components/passphrase.ts';
import { useStepFocus } from '../../state/step-focus.ts';
import { useCall } from '../../state/use-call.ts';
import { Choice } from './Choice.tsx';
import styles from './FirstStart.module.css';

export type Protection = 'passphrase' | 'keychain';

export function ProtectStep(props: {
  readonly name: string;
  readonly keychain: boolean;
  readonly protection: Protection;
  readonly onProtection: (protection: Protection) => void;
  readonly onBack: () => void;
}) {
  const { name, keychain, protection, onProtection, onBack } = props;
  const create = useCall('setup.create');
  const [passphrase, setPassphrase] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const form = useStepFocus<HTMLFormElement>('protect');
  const again = useRef<HTMLInputElement>(null);
  const errors = passphraseError(passphrase, repeat);
  const wrong = protection === 'passphrase' && (errors.passphrase !== null || errors.repeat !== null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Enter in the first field goes on to the second: that is no mistake yet.
    const onlyOnce = protection === 'passphrase' && errors.passphrase === null && repeat === '';
    const goesOn = onlyOnce && document.activeElement !== again.current;
    setTried(!goesOn);
    if (goesOn) return again.current?.focus();
    if (wrong || create.busy) return;
    void create.run({
      name,
      protection: protection === 'passphrase' ? { kind: 'passphrase', passphrase } : { kind: 'keychain' },
    });
  };

  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate>
      <h1>{t('setup.protect.title')}</h1>
      <p className={styles.sub}>{t('setup.protect.text')}</p>
      <fieldset className={styles.choices}>
        <legend className="visuallyHidden">{t('setup.step.protect')}</legend>
        <Choice
          group="protection"
          icon="lock"
          value="keychain"
          title={t('setup.protect.keychain')}
          tag={keychain ? t('setup.protect.keychainTag') : null}
          text={t(keychain ? 'setup.protect.keychainText' : 'setup.protect.keychainNone')}
          disabled={!keychain}
          chosen={protection === 'keychain'}
          onChoose={onProtection}
        />
        <Choice
          group="protection"
          icon="key"
          value="passphrase"
          title={t('setup.protect.passphrase')}
          text={t('setup.protect.passphraseText')}
          chosen={protection === 'passphrase'}
          onChoose={onProtection}
        >
          <NewPassphraseFields
            labels={{ once: t('setup.protect.enter'), again: t('setup.protect.repeat') }}
            hint={t('setup.protect.hint')}
            passphrase={passphrase}
            onPassphrase={setPassphrase}
            repeat={repeat}
            onRepeat={setRepeat}
            large
            errors={tried ? errors : null}
            againRef={again}
          />
          <p className={styles.warning}>{t('setup.protect.warning')}</p>
        </Choice>
      </fieldset>
      <FormError message={failureInWords(create.failure)} />
      <div className={styles.actions}>
        <span className={styles.backButton}>
          <Button variant="quiet" size="large" icon="back" disabled={create.busy} onClick={onBack}>
            {t('common.back')}
          </Button>
        </span>
        {protection === 'passphrase' ? <span className={styles.note}>{t('setup.protect.note')}</span> : null}
        <Button type="submit" variant="primary" size="large" busy={create.busy}>
          {t('setup.protect.submit')}
        </Button>
      </div>
    </form>
  );
}
