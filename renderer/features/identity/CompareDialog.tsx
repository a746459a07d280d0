import { useEffect, useState } from 'react';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Words } from '../../components/cell/Words.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { useCell } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Identity.module.css';

/** The words that both members' screens must show, and what this operator remembers of it. */
export function CompareDialog({ scid }: { readonly scid: string }) {
  const member = useCell()?.members.find((one) => one.scid === scid && !one.me);
  const [words, setWords] = useState<readonly string[] | null>(null);
  const { run, failure } = useCall('cell.compareWords');
  const note = useCall('cell.noteCompared');
  useEffect(() => {
    void run({ scid }).then((answer) => setWords(answer?.value.words ?? null));
  }, [run, scid]);
  if (!member) return null;
  const name = visibleLine(member.name, 40);
  const answer = async (same: boolean) => {
    if (!(await note.run({ scid, same }))) return;
    closeOverlay();
    showToast(t(same ? 'identity.compare.noted' : 'identity.compare.forgotten', { name }));
  };
  return (
    <Dialog title={t('identity.compare.title', { name })} width={560} onClose={closeOverlay}>
      <div className={styles.compare}>
        <p className={styles.quiet}>{t('identity.compare.text', { name })}</p>
        {words ? <Words large words={words} label={t('identity.compare.words', { name })} /> : null}
        <FormError message={failureInWords(note.failure ?? failure)} />
        <DialogActions>
          <Button variant="danger" disabled={!words || note.busy} onClick={() => void answer(false)}>
            {t('identity.compare.differ')}
          </Button>
          <Button
            variant="primary"
            icon="check"
            busy={note.busy}
            disabled={!words}
            onClick={() => void answer(true)}
          >
            {t('identity.compare.same')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
