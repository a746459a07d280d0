import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import styles from '../../components/cell/Cell.module.css';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import recovery from '../../components/recovery/Recovery.module.css';
import { closeOverlay } from '../../state/overlays.ts';

const STEPS = ['call', 'code', 'home', 'words'] as const;

/**
 * What somebody does whose key was changed by somebody else. It is done in a new home: the keys of this one are known
 * to whoever copied it, and a recovery dials with a key that nobody knows yet.
 */
export function OldKeyDialog() {
  return (
    <Dialog title={t('recovery.oldKey.title')} width={560} onClose={closeOverlay}>
      <div className={styles.form}>
        <p className={styles.text}>{t('recovery.oldKey.whose')}</p>
        <ol className={recovery.todo}>
          {STEPS.map((step) => (
            <li key={step}>{t(`recovery.oldKey.step.${step}`)}</li>
          ))}
        </ol>
        <DialogActions>
          <Button variant="primary" data-autofocus="" onClick={closeOverlay}>
            {t('common.close')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
