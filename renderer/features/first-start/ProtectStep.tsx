import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { t } from '#shared/i18n/translate.ts';
import { useCall } from '../../app/use-call.ts';
import { Button } from '../../components/Button.tsx';
import { classes } from '../../components/class-names.ts';
import { Field, FormError } from '../../components/Field.tsx';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { Tag } from '../../components/Tag.tsx';
import styles from './FirstStart.module.css';
import { passphraseError } from './passphrase.ts';

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
  const errors = passphraseError(passphrase, repeat);
  const wrong = protection === 'passphrase' && (errors.passphrase !== null || errors.repeat !== null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong || create.busy) return;
    void create.run({
      name,
      protection: protection === 'passphrase' ? { kind: 'passphrase', passphrase } : { kind: 'keychain' },
    });
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <h1>{t('setup.protect.title')}</h1>
      <p className={styles.sub}>{t('setup.protect.text')}</p>
      <fieldset className={styles.choices}>
        <legend className="visuallyHidden">{t('setup.step.protect')}</legend>
        <Choice
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
          icon="key"
          value="passphrase"
          title={t('setup.protect.passphrase')}
          tag={null}
          text={t('setup.protect.passphraseText')}
          disabled={false}
          chosen={protection === 'passphrase'}
          onChoose={onProtection}
        >
          <Field
            large
            type="password"
            label={t('setup.protect.enter')}
            autoComplete="new-password"
            value={passphrase}
            onValue={setPassphrase}
            hint={t('setup.protect.hint')}
            error={tried ? errors.passphrase : null}
          />
          <Field
            large
            type="password"
            label={t('setup.protect.repeat')}
            autoComplete="new-password"
            value={repeat}
            onValue={setRepeat}
            error={tried ? errors.repeat : null}
          />
          <p className={styles.warning}>{t('setup.protect.warning')}</p>
        </Choice>
      </fieldset>
      <FormError message={create.failure?.message} />
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

function Choice(props: {
  readonly icon: IconName;
  readonly value: Protection;
  readonly title: string;
  readonly tag: string | null;
  readonly text: string;
  readonly disabled: boolean;
  readonly chosen: boolean;
  readonly onChoose: (value: Protection) => void;
  readonly children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className={classes(styles.choice, props.chosen && styles.chosen, props.disabled && styles.off)}>
      <span className={styles.choiceIcon}>
        <Icon name={props.icon} size={17} />
      </span>
      <div className={styles.choiceText}>
        <label htmlFor={id}>
          <span className={styles.choiceTitle}>{props.title}</span>
          {props.tag ? <Tag tone="accent">{props.tag}</Tag> : null}
        </label>
        <p id={`${id}-text`}>{props.text}</p>
        {props.chosen && props.children ? <div className={styles.fields}>{props.children}</div> : null}
      </div>
      <input
        id={id}
        type="radio"
        name="protection"
        value={props.value}
        checked={props.chosen}
        disabled={props.disabled}
        aria-describedby={`${id}-text`}
        onChange={() => props.onChoose(props.value)}
      />
    </div>
  );
}
