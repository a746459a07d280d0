import type { FormEvent } from 'react';
import { failureInWords, sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import styles from '../../components/cell/Cell.module.css';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { useCell } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { useCall } from '../../state/use-call.ts';

/** Signs again after a restore although not all have answered. Says first what that may cost. */
export function ResumeDialog() {
  const barred = useCell()?.signingBarred ?? null;
  // Of a second copy nobody is asked anything.
  const waits = barred?.key !== 'error.twin.proved';
  const call = useCall('cell.resumeSigning');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await call.run({})) closeOverlay();
  };
  return (
    <Dialog
      title={t(waits ? 'cell.resume.title' : 'cell.resume.titleTwin')}
      width={480}
      onClose={closeOverlay}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.text}>{barred && sentence(barred)}</p>
        <p className={styles.text}>{t('cell.resume.text')}</p>
        <FormError message={failureInWords(call.failure)} />
        <DialogActions>
          <Button variant="quiet" data-autofocus="" onClick={closeOverlay}>
            {t('cell.resume.wait')}
          </Button>
          <Button type="submit" variant="danger-fill" busy={call.busy}>
            {t('cell.resume.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
