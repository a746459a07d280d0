import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { useDashboard } from '../../state/context.tsx';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './PeerDialogs.module.css';

/** Asks once: what is deleted here cannot be brought back. */
export function DeleteConversation(props: {
  readonly thread: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const { thread, name, onClose } = props;
  const isEveryone = thread === 'broadcast';
  const dashboard = useDashboard();
  const remove = useCall('messages.deleteAll');
  const wait = useWaitReason();
  const run = async () => {
    if (!(await remove.run({ thread }))) return;
    onClose();
    showToast(t('messages.toast.deleted'));
    await dashboard.forgetMessages(thread);
  };
  return (
    <Dialog
      title={isEveryone ? t('messages.deleteAll.titleEveryone') : t('messages.deleteAll.title', { name })}
      width={440}
      onClose={onClose}
    >
      <p className={styles.text}>
        {isEveryone ? t('messages.deleteAll.textEveryone') : t('messages.deleteAll.text', { name })}
      </p>
      <FormError message={failureInWords(remove.failure) ?? wait} />
      <DialogActions>
        <Button variant="quiet" data-autofocus="" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button variant="danger-fill" busy={remove.busy} disabled={wait !== null} onClick={() => void run()}>
          {t('messages.deleteAll.submit')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
