import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { Neighbours } from '../../components/cell/Neighbours.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { useCell } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';

export function InviteDialog() {
  const cell = useCell();
  if (!cell) return null;
  return (
    <Dialog
      title={t('cell.invite.title', { cell: visibleLine(cell.name, 60) })}
      width={620}
      onClose={closeOverlay}
    >
      <Neighbours cell={cell} />
    </Dialog>
  );
}
