import { type FormEvent, useState } from 'react';
import { fullDate } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { passphraseError } from '../../components/passphrase.ts';
import { useNode } from '../../state/context.tsx';
import { isInBrowser } from '../../state/electron-carrier.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Settings.module.css';

export function KeyCard() {
  const me = useNode((node) => node.me);
  const [changing, setChanging] = useState(false);
  const lock = useCall('key.lock');
  if (!me) return null;
  const isPassphrase = me.keyProtection === 'passphrase';
  return (
    <Card flush title={t('settings.key')} note={t('settings.key.since', { date: fullDate(me.createdAtMs) })}>
      <div className={styles.row}>
        <div className={styles.rowText}>
          <p className={styles.rowTitle}>{t('settings.key.protection')}</p>
          <p className={styles.rowNote}>{t(`settings.key.${me.keyProtection}`)}</p>
        </div>
        {isPassphrase ? (
          <Button size="small" onClick={() => setChanging(true)}>
            {t('settings.key.change')}
          </Button>
        ) : null}
      </div>
      {isPassphrase || isInBrowser() ? (
        <div className={styles.row}>
          <div className={styles.rowText}>
            <p className={styles.rowTitle}>{t('settings.key.lock')}</p>
            <p className={styles.rowNote}>
              {t(isPassphrase ? 'settings.key.lock.node' : 'settings.key.lock.sessions')}
            </p>
            <FormError message={failureInWords(lock.failure)} />
          </div>
          <Button size="small" busy={lock.busy} onClick={() => void lock.run({})}>
            {t('settings.key.lock')}
          </Button>
        </div>
      ) : null}
      {changing ? <ChangePassphrase onClose={() => setChanging(false)} /> : null}
    </Card>
  );
}

function ChangePassphrase({ onClose }: { readonly onClose: () => void }) {
  const change = useCall('key.changePassphrase');
  const wait = useWaitReason();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const errors = passphraseError(next, repeat);
  const wrong = change.failure?.code === 'wrong-passphrase';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (errors.passphrase || errors.repeat || current === '') return;
    if (!(await change.run({ current, next }))) return;
    showToast(t('settings.key.changed'));
    onClose();
  };

  return (
    <Dialog title={t('settings.key.change')} width={440} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.rowNote}>{t('settings.key.change.text')}</p>
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
        <Field
          type="password"
          label={t('settings.key.next')}
          autoComplete="new-password"
          value={next}
          onValue={setNext}
          hint={t('setup.protect.hint')}
          error={tried ? errors.passphrase : null}
        />
        <Field
          type="password"
          label={t('settings.key.repeat')}
          autoComplete="new-password"
          value={repeat}
          onValue={setRepeat}
          error={tried ? errors.repeat : null}
        />
        <FormError message={wrong ? null : (failureInWords(change.failure) ?? wait)} />
        <DialogActions>
          <Button variant="quiet" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={change.busy} disabled={wait !== null}>
            {t('settings.key.change.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
