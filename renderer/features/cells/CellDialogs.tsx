import { useId } from 'react';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { cellReason } from '#shared/words/reasons/held-cell-words.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { HeldCellActions } from '../../components/cell/HeldCellActions.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { useSignWait } from '../../state/cell.ts';
import { useHeldCell, useLiveCell } from '../../state/held-cells.ts';
import { useNow } from '../../state/now.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Cells.module.css';

/** A kept cell that was chosen in the switcher: why it is kept, and what can be done with it. */
export function HeldCellDialog({ cell: id }: { readonly cell: string }) {
  const cell = useHeldCell(id);
  const nowMs = useNow();
  if (!cell) return null;
  return (
    <Dialog title={visibleLine(cell.name, 60)} onClose={closeOverlay}>
      <div className={styles.form}>
        <p className={styles.reason} dir="auto">
          {cellReason(cell, nowMs)}
        </p>
        <HeldCellActions cell={cell} onDone={closeOverlay} />
      </div>
    </Dialog>
  );
}

export function ForgetDialog({ cell: id }: { readonly cell: string }) {
  const cell = useHeldCell(id);
  const forget = useCall('cells.forget');
  if (!cell) return null;
  const name = visibleLine(cell.name, 60);
  const onForget = async () => {
    if (!(await forget.run({ cell: id }))) return;
    closeOverlay();
    showToast(t('cells.forget.done', { name }));
  };
  return (
    <Confirm
      title={t('cells.forget.of', { name })}
      text={t('cells.forget.text', { name })}
      act={t('cells.forget')}
      busy={forget.busy}
      wait={null}
      failure={failureInWords(forget.failure)}
      onAct={() => void onForget()}
    />
  );
}

/** Leaving is a right: it is asked once, and nothing about it is red. */
export function LeaveDialog() {
  const live = useLiveCell();
  const leave = useCall('cells.leave');
  const wait = useSignWait();
  if (!live) return null;
  const cell = visibleLine(live.name, 60);
  const onLeave = async () => {
    if (!(await leave.run({}))) return;
    closeOverlay();
    showToast(t('cells.leave.done', { cell }));
  };
  return (
    <Confirm
      title={t('cells.leave', { cell })}
      text={t('cells.leave.text', { cell })}
      act={t('cells.leave', { cell })}
      busy={leave.busy}
      wait={wait}
      failure={failureInWords(leave.failure)}
      onAct={() => void onLeave()}
    />
  );
}

function Confirm(props: {
  readonly title: string;
  readonly text: string;
  readonly act: string;
  readonly busy: boolean;
  readonly wait: string | null;
  readonly failure: string | null;
  readonly onAct: () => void;
}) {
  const { title, text, act, busy, wait, failure, onAct } = props;
  const id = useId();
  return (
    <Dialog title={title} onClose={closeOverlay}>
      <div className={styles.form}>
        <p id={id} className={styles.reason}>
          {text}
        </p>
        <FormError message={failure ?? wait} />
        <DialogActions>
          <Button variant="quiet" data-autofocus="" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button
            variant="primary"
            aria-describedby={id}
            busy={busy}
            disabled={wait !== null}
            onClick={onAct}
          >
            {act}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
