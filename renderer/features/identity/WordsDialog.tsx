import { t } from '#shared/words/translate.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { WritingWords } from '../../components/recovery/WritingWords.tsx';
import { closeOverlay } from '../../state/overlays.ts';
import { showToast } from '../../state/toasts.ts';

export function WordsDialog() {
  const later = () => {
    closeOverlay();
    showToast(t('recovery.words.laterDone'));
  };
  return (
    <Dialog title={t('recovery.words.title')} width={620} onClose={closeOverlay}>
      <WritingWords onLater={later} onDone={closeOverlay} />
    </Dialog>
  );
}
