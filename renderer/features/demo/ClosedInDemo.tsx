import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import styles from '../../components/cell/Cell.module.css';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { closeOverlay, type Overlay } from '../../state/overlays.ts';
import { useCall } from '../../state/use-call.ts';

/** What would lead out of a cell to try, or others into it. */
const CLOSED: ReadonlySet<Overlay['kind']> = new Set([
  'add-peer',
  'edit-peer',
  'remove-peer',
  'found-cell',
  'join-cell',
  'invite',
  'address',
  'fork',
  'leave-cell',
]);

export function isClosedInDemo({ kind }: Overlay): boolean {
  return CLOSED.has(kind);
}

/** In place of a dialog that a demo has no use for. */
export function ClosedInDemo() {
  const end = useCall('demo.end');
  return (
    <Dialog title={t('demo.closed.title')} onClose={closeOverlay}>
      <div className={styles.form}>
        <p className={styles.text}>{t('demo.closed.text')}</p>
        <DialogActions>
          <Button variant="quiet" data-autofocus="" onClick={closeOverlay}>
            {t('common.back')}
          </Button>
          <Button variant="primary" busy={end.busy} onClick={() => void end.run({})}>
            {t('demo.found')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
