import type { Joining } from '#shared/contract/domain/cell.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { ago } from '#shared/words/format/times.ts';
import { joiningReason } from '#shared/words/reasons/join-reason.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { useNow } from '../../state/now.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { Button } from '../Button.tsx';
import { FormError } from '../Field.tsx';
import type { MarkShape } from '../StateMark.tsx';
import { type Step, StepLadder } from '../StepLadder.tsx';
import styles from './Cell.module.css';
import { Words } from './Words.tsx';

const STEPS = ['connecting', 'comparing', 'waiting', 'in'] as const;

function markAt(step: number, now: number, refused: boolean): MarkShape {
  if (step < now) return 'ok';
  if (step > now) return 'to-come';
  return refused ? 'stop' : 'current';
}

/** In the cell already, while its receipts are on their way: there are no words to compare any more. */
function isAdmitted({ state, words }: Joining): boolean {
  return state === 'waiting' && words === null;
}

function stepOf(joining: Joining): (typeof STEPS)[number] {
  if (isAdmitted(joining)) return 'in';
  if (joining.state !== 'refused') return joining.state;
  return joining.words ? 'waiting' : 'connecting';
}

export function joiningSteps(joining: Joining): Step[] {
  const refused = joining.state === 'refused';
  const now = STEPS.indexOf(stepOf(joining));
  return STEPS.map((id, index) => ({
    id,
    mark: markAt(index, now, refused),
    title: t(`cell.joining.step.${id}`),
    ...(index === now ? { detail: joiningReason(joining) } : {}),
  }));
}

export function inviterName(joining: Joining): string {
  return joining.inviter === null ? t('cell.joining.inviter') : visibleLine(joining.inviter, 40);
}

/** The joiner's side: from the first call, over six words on both screens, to admission or its refusal. */
export function JoinProgress({ joining }: { readonly joining: Joining }) {
  const nowMs = useNow(60_000);
  const { state, words } = joining;
  return (
    <section className={styles.progress} aria-label={t('cell.joining')}>
      <StepLadder label={t('cell.joining.steps')} steps={joiningSteps(joining)} />
      {words && state === 'comparing' ? <Compare joining={joining} words={words} /> : null}
      {words && state === 'waiting' ? <Words words={words} label={t('cell.joining.words')} /> : null}
      <p className={styles.note}>{t('cell.joining.since', { ago: ago(joining.sinceMs, nowMs) })}</p>
      {isAdmitted(joining) ? null : <End refused={state === 'refused'} />}
    </section>
  );
}

function Compare({ joining, words }: { readonly joining: Joining; readonly words: readonly string[] }) {
  const confirm = useCall('cell.confirmWords');
  const wait = useWaitReason();
  const answer = (same: boolean) => void confirm.run({ same });
  return (
    <div className={styles.compare}>
      <h2 tabIndex={-1} data-autofocus="">
        {t('cell.joining.compare')}
      </h2>
      <p className={styles.text}>{t('cell.joining.compareText', { inviter: inviterName(joining) })}</p>
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

function End({ refused }: { readonly refused: boolean }) {
  const cancel = useCall('cell.cancelJoin');
  const wait = useWaitReason();
  return (
    <div className={styles.buttons}>
      <Button
        variant={refused ? 'default' : 'quiet'}
        busy={cancel.busy}
        disabled={wait !== null}
        {...(refused ? { 'data-autofocus': '' } : {})}
        onClick={() => void cancel.run({})}
      >
        {t(refused ? 'cell.joining.again' : 'cell.joining.cancel')}
      </Button>
      <FormError message={failureInWords(cancel.failure) ?? wait} />
    </div>
  );
}
