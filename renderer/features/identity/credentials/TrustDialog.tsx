import { type FormEvent, useState } from 'react';
import type { StandingView } from '#shared/contract/domain/credential.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Words } from '../../../components/cell/Words.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { FormError } from '../../../components/Field.tsx';
import { closeOverlay } from '../../../state/overlays.ts';
import { showToast } from '../../../state/toasts.ts';
import { useCall } from '../../../state/use-call.ts';
import styles from './Credentials.module.css';
import { PapersField } from './PapersField.tsx';

/** Takes the word of another cell, whose six words are compared with a member of it. */
export function TrustDialog() {
  const [text, setText] = useState('');
  const [said, setSaid] = useState<StandingView | null>(null);
  const read = useCall('credentials.readStanding');
  const accept = useCall('credentials.acceptStanding');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!said) {
      setSaid((await read.run({ text }))?.value ?? null);
      return;
    }
    const taken = await accept.run({ text, words: said.words.join(' ') });
    if (!taken) return;
    closeOverlay();
    showToast(t('credentials.trust.done', { name: visibleLine(said.name, 60) }));
  };
  return (
    <Dialog title={t('credentials.trust')} width={520} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        {said ? (
          <>
            <p className={styles.text}>
              {t('credentials.trust.compare', {
                name: visibleLine(said.name, 60),
                q: said.q,
                n: said.members,
                day: fullDate(said.dayMs),
              })}
            </p>
            <Words large words={said.words} label={t('credentials.trust.words')} />
          </>
        ) : (
          <>
            <p className={styles.text}>{t('credentials.trust.text')}</p>
            <PapersField label={t('credentials.trust.papers')} value={text} onValue={setText} />
          </>
        )}
        <FormError message={failureInWords(accept.failure ?? read.failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={said ? () => setSaid(null) : closeOverlay}>
            {t(said ? 'bridges.differ' : 'common.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            busy={read.busy || accept.busy}
            disabled={!said && text.trim() === ''}
          >
            {t(said ? 'bridges.same' : 'credentials.trust.read')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
