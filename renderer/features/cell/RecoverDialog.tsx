import type { FormEvent } from 'react';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import styles from '../../components/cell/Cell.module.css';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { RecoverCode } from '../../components/recovery/RecoverCode.tsx';
import { useRecoverForm } from '../../components/recovery/recover-form.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { goTo } from '../../state/routes.ts';
import { useWaitReason } from '../../state/work-state.ts';

/** This computer asks to go on as a member that lost another one, or whose key was changed elsewhere. */
export function RecoverDialog() {
  const form = useRecoverForm();
  const wait = useWaitReason();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await form.submit())) return;
    closeOverlay();
    goTo('sync');
  };
  return (
    <Dialog title={t('recovery.begin.title')} width={520} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.text}>{t('recovery.begin.text')}</p>
        <RecoverCode form={form} />
        <FormError message={wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy} disabled={wait !== null}>
            {t('recovery.begin.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
