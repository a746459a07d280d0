import { visibleLine } from '#shared/format/peer-text.ts';
import { t } from '#shared/i18n/translate.ts';
import { useCell } from '../../app/cell.ts';
import { closeOverlay } from '../../app/overlays.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Neighbours } from './Neighbours.tsx';

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
