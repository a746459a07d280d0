import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { Slider } from '../../components/Slider.tsx';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Agent.module.css';
import { setStimulus, useStimulus } from './stimulus.ts';

export function TryStimulus() {
  const stimulus = useStimulus();
  const cycle = useCall('agent.cycle');
  const wait = useWaitReason();
  return (
    <Card title={t('agent.try')}>
      <div className={styles.form}>
        <Segmented
          label={t('agent.try.kind')}
          value={stimulus.type}
          options={[
            { value: 'visual', label: t('agent.try.visual') },
            { value: 'auditory', label: t('agent.try.auditory') },
          ]}
          onChange={(type) => setStimulus({ type })}
        />
        <Slider
          label={t('agent.try.intensity')}
          value={stimulus.intensity}
          onChange={(intensity) => setStimulus({ intensity })}
        />
        <Slider
          label={t('agent.try.novelty')}
          value={stimulus.novelty}
          onChange={(novelty) => setStimulus({ novelty })}
        />
        <Button
          icon="play"
          wide
          busy={cycle.busy}
          disabled={wait !== null}
          onClick={() => void cycle.run({ ...stimulus })}
        >
          {t('agent.try.run')}
        </Button>
        <FormError message={failureInWords(cycle.failure) ?? wait} />
      </div>
    </Card>
  );
}
