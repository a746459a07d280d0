import { type FormEvent, useState } from 'react';
import { RECOVERY_WORDS } from '#shared/contract/domain/recovery-words.ts';
import { quorumSizesOf } from '#shared/protocol/closing/epoch.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { Dialog, DialogActions } from '../../components/Dialog.tsx';
import { FormError } from '../../components/Field.tsx';
import { useWordsEntry, WordsEntry } from '../../components/recovery/WordsEntry.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useCell, useSignWait } from '../../state/cell.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './ChangeKey.module.css';

type By = 'device' | 'words';
const WAYS: readonly By[] = ['device', 'words'];

/** Another key, made by this computer or by the words. Says first what each helps against, and what not. */
export function ChangeKeyDialog() {
  const cell = useCell();
  const call = useCall('identity.changeKey');
  const wait = useSignWait();
  const [by, setBy] = useState<By>('device');
  const [newWords, setNewWords] = useState(false);
  const [tried, setTried] = useState(false);
  const words = useWordsEntry(call.failure, call.clear);
  if (!cell) return null;
  const { n, q } = quorumSizesOf(cell.members.length, cell.rules);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wait || call.busy || (by === 'words' && words.count < RECOVERY_WORDS)) return;
    const given = by === 'words' ? { words: words.text, newWords } : {};
    if (await call.run(given)) closeOverlay();
  };
  return (
    <Dialog title={t('recovery.change.title')} width={620} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <Segmented
          label={t('recovery.change.way')}
          value={by}
          options={WAYS.map((value) => ({ value, label: t(`recovery.change.by.${value}`) }))}
          onChange={setBy}
        />
        <dl className={styles.helps}>
          <div>
            <dt>{t('recovery.change.helps')}</dt>
            <dd>{t(`recovery.change.helps.${by}`)}</dd>
          </div>
          <div>
            <dt>{t('recovery.change.helpsNot')}</dt>
            <dd>{t(`recovery.change.helpsNot.${by}`)}</dd>
          </div>
        </dl>
        {by === 'words' ? (
          <>
            <WordsEntry entry={words} tried={tried} />
            <Checkbox label={t('recovery.change.newWords')} checked={newWords} onChange={setNewWords} />
          </>
        ) : null}
        <p className={styles.note}>{t('recovery.change.vote', { n, q })}</p>
        <FormError message={words.isToBlame ? null : (failureInWords(call.failure) ?? wait)} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" icon="key" busy={call.busy} disabled={wait !== null}>
            {t('recovery.change.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
