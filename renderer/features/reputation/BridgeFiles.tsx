import { type FormEvent, useEffect, useState } from 'react';
import type { StatementFile } from '#shared/contract/domain/bridge.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { shortDate } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { TextArea } from '../../components/TextArea.tsx';
import { useSignWait } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Bridges.module.css';

/** What this cell says to another one, to be handed over. */
export function StatementDialog({ cell }: { readonly cell: string }) {
  const [said, setSaid] = useState<StatementFile | null>(null);
  const { run, failure } = useCall('bridges.statement');
  useEffect(() => {
    void run({ cell }).then((answer) => setSaid(answer?.value ?? null));
  }, [run, cell]);
  return (
    <Dialog title={t('bridges.hand')} onClose={closeOverlay}>
      <div className={styles.form}>
        {said ? (
          <p className={styles.text}>
            {t('bridges.hand.text', { ...said, name: visibleLine(said.name), day: shortDate(said.dayMs) })}
          </p>
        ) : null}
        <FormError message={failureInWords(failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.close')}
          </Button>
          {said ? <CopyButton variant="primary" text={said.text} label={t('bridges.hand.copy')} /> : null}
        </DialogActions>
      </div>
    </Dialog>
  );
}

/** Takes over what another cell says. */
export function ImportDialog() {
  const [text, setText] = useState('');
  const call = useCall('bridges.import');
  const wait = useSignWait();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const taken = await call.run({ text });
    if (!taken) return;
    const { name, dayMs, rows } = taken.value;
    closeOverlay();
    showToast(t('bridges.import.done', { name: visibleLine(name), day: shortDate(dayMs), rows }));
  };
  return (
    <Dialog title={t('bridges.bringIn')} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <p className={styles.text}>{t('bridges.import.text')}</p>
        <TextArea label={t('bridges.import.label')} rows={6} value={text} onValue={setText} />
        <FormError message={failureInWords(call.failure) ?? wait} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            busy={call.busy}
            disabled={wait !== null || text.trim() === ''}
          >
            {t('bridges.bringIn')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
