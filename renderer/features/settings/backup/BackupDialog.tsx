import { type FormEvent, useState } from 'react';
import { byteSize } from '#shared/words/format/bytes.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { FileField } from '../../../components/care/FileField.tsx';
import { WorkLine } from '../../../components/care/WorkLine.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { FormError } from '../../../components/Field.tsx';
import { NewPassphraseFields } from '../../../components/NewPassphraseFields.tsx';
import { passphraseError } from '../../../components/passphrase.ts';
import { useNode } from '../../../state/context.tsx';
import { showToast } from '../../../state/toasts.ts';
import { useCall } from '../../../state/use-call.ts';
import { useWaitReason } from '../../../state/work-state.ts';
import styles from '../Settings.module.css';

/** One backup, now: where to, and what opens it. */
export function BackupDialog({ onClose }: { readonly onClose: () => void }) {
  const { suggested, work } = useNode((node) => node.care);
  const hasPassphrase = useNode((node) => node.me?.keyProtection === 'passphrase');
  const backup = useCall('care.backup');
  const wait = useWaitReason();
  const [file, setFile] = useState(suggested);
  const [passphrase, setPassphrase] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const errors = passphraseError(passphrase, repeat);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (errors.passphrase || errors.repeat || file === '' || backup.busy) return;
    const made = await backup.run({ file, passphrase });
    if (!made) return;
    showToast(t('settings.backup.done', { size: byteSize(made.value.bytes) }));
    onClose();
  };

  return (
    <Dialog title={t('settings.backup.now.title')} width={480} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.rowNote}>{t('settings.backup.now.text')}</p>
        {hasPassphrase ? <p className={styles.rowNote}>{t('settings.backup.twoPassphrases')}</p> : null}
        <FileField
          wanted="backup"
          label={t('settings.backup.file')}
          value={file}
          onValue={setFile}
          error={tried && file === '' ? t('settings.backup.file.missing') : null}
        />
        <NewPassphraseFields
          labels={{ once: t('settings.backup.passphrase'), again: t('settings.backup.repeat') }}
          hint={t('settings.backup.passphrase.hint')}
          passphrase={passphrase}
          onPassphrase={setPassphrase}
          repeat={repeat}
          onRepeat={setRepeat}
          errors={tried ? errors : null}
        />
        {backup.busy && work ? <WorkLine work={work} /> : null}
        <FormError message={failureInWords(backup.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={onClose}>
            {t(backup.busy ? 'settings.backup.hide' : 'common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={backup.busy} disabled={wait !== null}>
            {t('settings.backup.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
