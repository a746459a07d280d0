import { type FormEvent, useState } from 'react';
import type { BackupEvery } from '#shared/contract/domain/care.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { FileField } from '../../../components/care/FileField.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { FormError } from '../../../components/Field.tsx';
import { NewPassphraseFields } from '../../../components/NewPassphraseFields.tsx';
import { passphraseError } from '../../../components/passphrase.ts';
import { Select } from '../../../components/Select.tsx';
import { useNode } from '../../../state/context.tsx';
import { useCall } from '../../../state/use-call.ts';
import { useWaitReason } from '../../../state/work-state.ts';
import styles from '../Settings.module.css';

const KEEP = ['3', '7', '14', '30'] as const;
type Keep = (typeof KEEP)[number];

/** Backups that are made by themselves. The passphrase is asked for once: where there is one, it may be left as it is. */
export function PlanDialog(props: {
  readonly every: Exclude<BackupEvery, 'off'>;
  readonly onClose: () => void;
}) {
  const { every, onClose } = props;
  const plan = useNode((node) => node.care.plan);
  const hasPassphrase = useNode((node) => node.me?.keyProtection === 'passphrase');
  const set = useCall('care.plan');
  const wait = useWaitReason();
  const [folder, setFolder] = useState(plan.folder);
  const [keep, setKeep] = useState<Keep>(KEEP.find((value) => Number(value) === plan.keep) ?? '7');
  const [passphrase, setPassphrase] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const hasOne = plan.every !== 'off';
  const isLeft = hasOne && passphrase === '' && repeat === '';
  const errors = isLeft ? { passphrase: null, repeat: null } : passphraseError(passphrase, repeat);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (errors.passphrase || errors.repeat || folder === '' || set.busy) return;
    const wish = { every, folder, keep: Number(keep) };
    if (await set.run(isLeft ? wish : { ...wish, passphrase })) onClose();
  };

  return (
    <Dialog title={t(`settings.backup.plan.title.${every}`)} width={480} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.rowNote}>{t('settings.backup.plan.about')}</p>
        {hasPassphrase ? <p className={styles.rowNote}>{t('settings.backup.twoPassphrases')}</p> : null}
        <FileField
          wanted="folder"
          label={t('settings.backup.folder')}
          value={folder}
          onValue={setFolder}
          error={tried && folder === '' ? t('settings.backup.folder.missing') : null}
        />
        <Select
          label={t('settings.backup.keep')}
          value={keep}
          options={KEEP.map((value) => ({ value, label: t('settings.backup.keep.n', { n: Number(value) }) }))}
          onChange={setKeep}
        />
        <NewPassphraseFields
          labels={{ once: t('settings.backup.passphrase'), again: t('settings.backup.repeat') }}
          hint={t(hasOne ? 'settings.backup.passphrase.left' : 'settings.backup.passphrase.planHint')}
          passphrase={passphrase}
          onPassphrase={setPassphrase}
          repeat={repeat}
          onRepeat={setRepeat}
          errors={tried ? errors : null}
        />
        <FormError message={failureInWords(set.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={set.busy} disabled={wait !== null}>
            {t('settings.backup.plan.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
