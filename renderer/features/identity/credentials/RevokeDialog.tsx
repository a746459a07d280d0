import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { FormError } from '../../../components/Field.tsx';
import { useNode } from '../../../state/context.tsx';
import { closeOverlay } from '../../../state/overlays.ts';
import { useCall } from '../../../state/use-call.ts';
import styles from './Credentials.module.css';

export function RevokeDialog({ id }: { readonly id: string }) {
  const credential = useNode((node) => node.credentials.issued.find((one) => one.id === id));
  const call = useCall('credentials.revoke');
  if (!credential) return null;
  const { title, subject } = credential;
  const revoke = async () => {
    if (await call.run({ id })) closeOverlay();
  };
  return (
    <Dialog title={t('credentials.revoke.title')} onClose={closeOverlay}>
      <p className={styles.text}>
        {t('credentials.revoke.text', {
          title: visibleLine(title, 60),
          name: visibleLine(subject.name ?? subject.did, 40),
        })}
      </p>
      <FormError message={failureInWords(call.failure)} />
      <DialogActions>
        <Button variant="quiet" onClick={closeOverlay}>
          {t('common.cancel')}
        </Button>
        <Button variant="danger" busy={call.busy} onClick={() => void revoke()}>
          {t('credentials.revoke')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
