import { type FormEvent, useState } from 'react';
import { count } from '#shared/words/format/count.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { useNode } from '../../state/context.tsx';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Agent.module.css';
import { useStimulus } from './stimulus.ts';

export function RunCard() {
  const run = useNode((node) => node.agent.run);
  return <Card title={t('agent.run')}>{run ? <Running {...run} /> : <RunForm />}</Card>;
}

function Running({ done, total, perSecond }: { done: number; total: number; perSecond: number }) {
  const stop = useCall('agent.stopRun');
  const label = t('agent.run.progress', { done: count(done), total: count(total), rate: perSecond });
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
      <Button icon="stop" wide busy={stop.busy} onClick={() => void stop.run({})}>
        {t('agent.run.stop')}
      </Button>
      <FormError message={failureInWords(stop.failure)} />
    </div>
  );
}

function RunForm() {
  const stimulus = useStimulus();
  const start = useCall('agent.startRun');
  const wait = useWaitReason();
  const [cycles, setCycles] = useState('24');
  const [perSecond, setPerSecond] = useState('4');
  const [tried, setTried] = useState(false);
  const wantedCycles = Number(cycles);
  const wantedRate = Number(perSecond.replace(',', '.'));
  const cyclesWrong = !Number.isInteger(wantedCycles) || wantedCycles < 1 || wantedCycles > 10_000;
  const rateWrong = !(wantedRate >= 0.1 && wantedRate <= 50);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!cyclesWrong && !rateWrong) {
      void start.run({ stimuli: [stimulus], times: wantedCycles, perSecond: wantedRate });
    }
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.pair}>
        <Field
          label={t('agent.run.cycles')}
          inputMode="numeric"
          value={cycles}
          onValue={setCycles}
          error={tried && cyclesWrong ? t('agent.run.cyclesWrong') : null}
        />
        <Field
          label={t('agent.run.perSecond')}
          inputMode="decimal"
          value={perSecond}
          onValue={setPerSecond}
          error={tried && rateWrong ? t('agent.run.rateWrong') : null}
        />
      </div>
      <Button type="submit" wide busy={start.busy} disabled={wait !== null}>
        {t('agent.run.start')}
      </Button>
      <FormError message={failureInWords(start.failure) ?? wait} />
    </form>
  );
}
