import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useNow } from '../../state/now.ts';
import { openOverlay } from '../../state/overlays.ts';
import { ALL_RECEIPTS, goTo } from '../../state/routes.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { Button } from '../Button.tsx';
import { FormError } from '../Field.tsx';
import styles from './Cell.module.css';

/** What can be done with a cell of this home as a whole: live there, read it, stop keeping in touch with it. */
export function HeldCellActions({
  cell,
  onDone = () => undefined,
}: {
  readonly cell: HeldCell;
  readonly onDone?: () => void;
}) {
  const nowMs = useNow();
  const use = useCall('cells.use');
  const wait = useWaitReason();
  const name = visibleLine(cell.name, 60);
  const isSilent = cell.keptUntilMs !== null && cell.keptUntilMs <= nowMs;
  const onUse = async () => {
    if (!(await use.run({ cell: cell.id }))) return;
    showToast(t('cells.used', { name }));
    onDone();
  };
  return (
    <>
      <div className={styles.buttons}>
        {cell.use === null ? null : (
          <Button size="small" busy={use.busy} disabled={wait !== null} onClick={() => void onUse()}>
            {t(`cells.use.${cell.use}`, { name })}
          </Button>
        )}
        <Button
          size="small"
          onClick={() => {
            onDone();
            if (cell.isLive) goTo('chain');
            else goTo('chain', ALL_RECEIPTS, cell.id);
          }}
        >
          {t('cells.read')}
        </Button>
        {cell.isLive || isSilent ? null : (
          <Button
            size="small"
            variant="quiet"
            disabled={wait !== null}
            onClick={() => openOverlay({ kind: 'forget-cell', cell: cell.id })}
          >
            {t('cells.forget')}
          </Button>
        )}
      </div>
      <FormError message={failureInWords(use.failure)} />
    </>
  );
}
