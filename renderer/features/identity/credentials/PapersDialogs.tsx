import { type FormEvent, useState } from 'react';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog, DialogActions } from '../../../components/Dialog.tsx';
import { FormError } from '../../../components/Field.tsx';
import { useNode } from '../../../state/context.tsx';
import { closeOverlay } from '../../../state/overlays.ts';
import { showToast } from '../../../state/toasts.ts';
import { useCall } from '../../../state/use-call.ts';
import styles from './Credentials.module.css';
import { HandOver } from './HandOver.tsx';
import { PapersField } from './PapersField.tsx';

/** A holder who is no member asks a member, and takes what it hands back. `id` null: somebody's first papers. */
export function NewPapersDialog({ id }: { readonly id: string | null }) {
  const credential = useNode((node) => node.credentials.held.find((one) => one.id === id));
  const [ask, setAsk] = useState<string | null>(null);
  const [text, setText] = useState('');
  const asking = useCall('credentials.askPapers');
  const take = useCall('credentials.takePapers');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const taken = await take.run({ text });
    if (!taken) return;
    closeOverlay();
    showToast(t('credentials.papers.taken', { until: fullDate(taken.value.untilMs) }));
  };
  const begin = async (of: string) => setAsk((await asking.run({ id: of }))?.value.text ?? null);
  return (
    <Dialog
      title={t(id === null ? 'credentials.papers.first' : 'credentials.papers.new')}
      width={520}
      onClose={closeOverlay}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <p className={styles.text}>
          {t(id === null ? 'credentials.papers.firstText' : 'credentials.papers.newText')}
        </p>
        {id === null ? null : (
          <span className={styles.row}>
            {ask === null ? (
              <Button size="small" busy={asking.busy} onClick={() => void begin(id)}>
                {t('credentials.papers.ask')}
              </Button>
            ) : (
              <HandOver
                text={ask}
                name={t('credentials.papers.askName', { title: visibleLine(credential?.title ?? '', 60) })}
                label={t('credentials.papers.copyAsk')}
              />
            )}
          </span>
        )}
        <PapersField label={t('credentials.papers.got')} value={text} onValue={setText} />
        <FormError message={failureInWords(take.failure ?? asking.failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={take.busy} disabled={text.trim() === ''}>
            {t('credentials.papers.take')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** A member makes papers for a holder outside: by what that one handed over, or of a credential that it issued itself. */
export function MakePapersDialog({ id }: { readonly id: string | null }) {
  const [text, setText] = useState('');
  const [made, setMade] = useState<{ readonly text: string; readonly untilMs: number } | null>(null);
  const answer = useCall('credentials.papers');
  const handOver = useCall('credentials.handOver');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = id === null ? await answer.run({ text }) : await handOver.run({ id });
    setMade(done?.value ?? null);
  };
  return (
    <Dialog title={t('credentials.papers.make')} width={520} onClose={closeOverlay}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <p className={styles.text}>
          {made
            ? t('credentials.papers.made', { until: fullDate(made.untilMs) })
            : t(id === null ? 'credentials.papers.makeText' : 'credentials.papers.handOverText')}
        </p>
        {id === null && !made ? (
          <PapersField label={t('credentials.papers.asked')} value={text} onValue={setText} />
        ) : null}
        <FormError message={failureInWords(answer.failure ?? handOver.failure)} />
        <DialogActions>
          <Button variant="quiet" onClick={closeOverlay}>
            {t(made ? 'common.close' : 'common.cancel')}
          </Button>
          {made ? (
            <HandOver
              text={made.text}
              name={t('credentials.papers.name')}
              label={t('credentials.papers.copy')}
            />
          ) : (
            <Button
              type="submit"
              variant="primary"
              busy={answer.busy || handOver.busy}
              disabled={id === null && text.trim() === ''}
            >
              {t('credentials.papers.makeNow')}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}
