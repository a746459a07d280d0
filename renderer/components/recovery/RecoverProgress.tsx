import { type FormEvent, useState } from 'react';
import type { Recovering } from '#shared/contract/domain/recovery.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { ago } from '#shared/words/format/times.ts';
import { recoveringReason } from '#shared/words/reasons/recover-reason.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useNow } from '../../state/now.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { Button } from '../Button.tsx';
import styles from '../cell/Cell.module.css';
import { Words } from '../cell/Words.tsx';
import { FormError } from '../Field.tsx';
import type { MarkShape } from '../StateMark.tsx';
import { StepLadder } from '../StepLadder.tsx';
import { useWordsEntry, WordsEntry } from './WordsEntry.tsx';

const STEPS = ['connecting', 'words', 'comparing', 'waiting'] as const;

function markAt(step: number, now: number, refused: boolean): MarkShape {
  if (step < now) return 'ok';
  if (step > now) return 'to-come';
  return refused ? 'stop' : 'current';
}

/** Where it stands; what was refused stands where it got to. */
function stepOf({ state, words, name }: Recovering): (typeof STEPS)[number] {
  if (state !== 'refused') return state;
  return words ? 'waiting' : name === null ? 'connecting' : 'comparing';
}

/** The new machine's side: from the first call, over the 24 words and six on both screens, to the votes. */
export function RecoverProgress({ recovering }: { readonly recovering: Recovering }) {
  const nowMs = useNow(60_000);
  const { state, words } = recovering;
  const isRefused = state === 'refused';
  const now = STEPS.indexOf(stepOf(recovering));
  return (
    <section className={styles.progress} aria-label={t('recovery.progress')}>
      <StepLadder
        label={t('recovery.progress.steps')}
        steps={STEPS.map((id, index) => ({
          id,
          mark: markAt(index, now, isRefused),
          title: t(`recovery.progress.step.${id}`),
          ...(index === now ? { detail: recoveringReason(recovering, nowMs) } : {}),
        }))}
      />
      {state === 'words' ? <GiveWords /> : null}
      {words && state === 'comparing' ? <Compare recovering={recovering} words={words} /> : null}
      {words && state === 'waiting' ? <Words words={words} label={t('cell.joining.words')} /> : null}
      <p className={styles.note}>{t('cell.joining.since', { ago: ago(recovering.sinceMs, nowMs) })}</p>
      <End isRefused={isRefused} />
    </section>
  );
}

function GiveWords() {
  const give = useCall('recovery.giveWords');
  const wait = useWaitReason();
  const entry = useWordsEntry(give.failure, give.clear);
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wait || give.busy || entry.count < entry.typed.length) return;
    void give.run({ text: entry.text });
  };
  return (
    <form className={styles.compare} onSubmit={submit} noValidate>
      <h2>{t('recovery.progress.type')}</h2>
      <p className={styles.text}>{t('recovery.progress.typeText')}</p>
      <WordsEntry entry={entry} tried={tried} />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" size="large" busy={give.busy} disabled={wait !== null}>
          {t('recovery.progress.give')}
        </Button>
      </div>
      <FormError message={entry.isToBlame ? null : (failureInWords(give.failure) ?? wait)} />
    </form>
  );
}

function Compare(props: { readonly recovering: Recovering; readonly words: readonly string[] }) {
  const { recovering, words } = props;
  const confirm = useCall('recovery.confirmWords');
  const wait = useWaitReason();
  const inviter = visibleLine(recovering.inviter ?? '', 40);
  const answer = (same: boolean) => void confirm.run({ same });
  return (
    <div className={styles.compare}>
      <h2 tabIndex={-1} data-autofocus="">
        {t('cell.joining.compare')}
      </h2>
      <p className={styles.text}>{t('recovery.progress.compareText', { inviter })}</p>
      <Words large words={words} label={t('cell.joining.words')} />
      <div className={styles.buttons}>
        <Button
          variant="primary"
          size="large"
          icon="check"
          busy={confirm.busy}
          disabled={wait !== null}
          onClick={() => answer(true)}
        >
          {t('cell.joining.same')}
        </Button>
        <Button
          variant="danger"
          size="large"
          disabled={wait !== null || confirm.busy}
          onClick={() => answer(false)}
        >
          {t('cell.joining.differ')}
        </Button>
      </div>
      <FormError message={failureInWords(confirm.failure) ?? wait} />
    </div>
  );
}

function End({ isRefused }: { readonly isRefused: boolean }) {
  const cancel = useCall('recovery.cancel');
  const wait = useWaitReason();
  return (
    <div className={styles.buttons}>
      <Button
        variant={isRefused ? 'default' : 'quiet'}
        busy={cancel.busy}
        disabled={wait !== null}
        {...(isRefused ? { 'data-autofocus': '' } : {})}
        onClick={() => void cancel.run({})}
      >
        {t(isRefused ? 'recovery.progress.again' : 'recovery.progress.cancel')}
      </Button>
      <FormError message={failureInWords(cancel.failure) ?? wait} />
    </div>
  );
}
