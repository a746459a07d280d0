import { type FormEvent, useState } from 'react';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { NewPassphraseFields } from '../../components/NewPassphraseFields.tsx';
import { passphraseError } from '../../components/passphrase.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Settings.module.css';

/** Gives the key another passphrase, or, if the keychain opens it, its first. */
export function PassphraseDialog(props: { readonly isFirst: boolean; readonly onClose: () => void }) {
  const { isFirst, onClose } = props;
  const change = useCall('key.changePassphrase');
  const set = useCall('key.setPassphrase');
  const wait = useWaitReason();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const errors = passphraseError(next, repeat);
  const failure = change.failure ?? set.failure;
  const wrong = !isFirst && failure?.code === 'wrong-passphrase';
  const what = isFirst ? 'settings.key.set' : 'settings.key.change';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (errors.passphrase || errors.repeat || (!isFirst && current === '')) return;
    const done = isFirst ? await set.run({ next }) : await change.run({ current, next });
    if (!done) return;
    showToast(t(isFirst ? 'settings.key.setDone' : 'settings.key.changed'));
    onClose();
  };

  return (
    <Dialog title={t(what)} width={440} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.rowNote}>{t(`${what}.text`)}</p>
        {isFirst ? null : (
          <Field
            type="password"
            label={t('settings.key.current')}
            data-autofocus=""
            autoComplete="current-password"
            value={current}
            onValue={(value) => {
              setCurrent(value);
              change.clear();
            }}
            error={
              wrong ? t('unlock.wrong') : tried && current === '' ? t('settings.key.currentMissing') : null
            }
          />
        )}
        <NewPassphraseFields
          labels={{ once: t('settings.key.next'), again: t('settings.key.repeat') }}
          hint={t('setup.protect.hint')}
          passphrase={next}
          onPassphrase={setNext}
          repeat={repeat}
          onRepeat={setRepeat}
          errors={tried ? errors : null}
          isLater={!isFirst}
        />
        <FormError message={wrong ? null : (failureInWords(failure) ?? wait)} />
        <DialogActions>
          <Button variant="quiet" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={change.busy || set.busy} disabled={wait !== null}>
            {t(isFirst ? 'settings.key.set' : 'settings.key.change.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
