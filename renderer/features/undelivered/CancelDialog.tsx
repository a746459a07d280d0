import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import styles from './Undelivered.module.css';

/** Asked before what is chosen, or all, is given up at once. */
export function CancelDialog(props: {
  readonly count: number;
  readonly onClose: () => void;
  readonly onCancelMessages: () => void;
}) {
  const n = props.count;
  return (
    <Dialog title={t('undelivered.confirm.title', { n })} onClose={props.onClose}>
      <p className={styles.confirm}>{t('undelivered.confirm.text', { n })}</p>
      <DialogActions>
        <Button variant="quiet" data-autofocus="" onClick={props.onClose}>
          {t('undelivered.confirm.keep')}
        </Button>
        <Button
          variant="danger-fill"
          onClick={() => {
            props.onClose();
            props.onCancelMessages();
          }}
        >
          {t('undelivered.confirm.submit', { n })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
