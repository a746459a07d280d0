import { t } from '#shared/words/translate.ts';
import { openOverlay } from '../../state/overlays.ts';
import { Button } from '../Button.tsx';

/** The ways into a cell. */
export function EnterActions() {
  return (
    <>
      <Button variant="primary" size="large" icon="people" onClick={() => openOverlay({ kind: 'join-cell' })}>
        {t('cell.join')}
      </Button>
      <Button size="large" icon="home" onClick={() => openOverlay({ kind: 'found-cell' })}>
        {t('cell.found')}
      </Button>
      <Button variant="quiet" size="large" onClick={() => openOverlay({ kind: 'recover' })}>
        {t('recovery.begin.title')}
      </Button>
    </>
  );
}
