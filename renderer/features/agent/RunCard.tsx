import { count } from '#shared/words/format/count.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { useNode } from '../../state/context.tsx';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Agent.module.css';
import { RunForm } from './RunForm.tsx';

/** Practice: one stimulus many times, or a list of them, at a rate. */
export function RunCard() {
  const run = useNode((node) => node.agent.run);
  return <Card title={t('agent.run')}>{run ? <Running {...run} /> : <RunForm />}</Card>;
}

function Running(props: { done: number; total: number; perSecond: number; paused: boolean }) {
  const { done, total, perSecond, paused } = props;
  const stop = useCall('agent.stopRun');
  const pause = useCall('agent.pauseRun');
  const step = useCall('agent.stepRun');
  const reset = useCall('agent.resetRun');
  const wait = useWaitReason();
  const label = t(paused ? 'agent.run.held' : 'agent.run.progress', {
    done: count(done),
    total: count(total),
    rate: perSecond,
  });
  const failure = stop.failure ?? pause.failure ?? step.failure ?? reset.failure;
  return (
    <div className={styles.form}>
      <p className={styles.progressText}>{label}</p>
      <span
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className={styles.progress}
      >
        <span style={{ inlineSize: `${total > 0 ? (done / total) * 100 : 0}%` }} />
      </span>
      <div className={styles.buttons}>
        <Button
          size="small"
          icon={paused ? 'play' : 'minus'}
          busy={pause.busy}
          disabled={wait !== null}
          onClick={() => void pause.run({ paused: !paused })}
        >
          {t(paused ? 'agent.run.goOn' : 'agent.run.pause')}
        </Button>
        <Button
          size="small"
          icon="forward"
          busy={step.busy}
          disabled={wait !== null}
          onClick={() => void step.run({})}
        >
          {t('agent.run.step')}
        </Button>
        <Button
          size="small"
          icon="back"
          busy={reset.busy}
          disabled={wait !== null}
          onClick={() => void reset.run({})}
        >
          {t('agent.run.reset')}
        </Button>
        <Button
          size="small"
          icon="stop"
          busy={stop.busy}
          disabled={wait !== null}
          onClick={() => void stop.run({})}
        >
          {t('agent.run.stop')}
        </Button>
      </div>
      <FormError message={failureInWords(failure) ?? wait} />
    </div>
  );
}
