import { useRef, useState } from 'react';
import type { PolicyName, PolicySpec } from '#shared/contract/domain/policy.ts';
import { toFailure } from '#shared/contract/errors.ts';
import { readPolicyScript, SAMPLE_SCRIPT, writePolicyScript } from '#shared/contract/policy-file.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { Select } from '../../components/Select.tsx';
import { TextArea } from '../../components/TextArea.tsx';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Agent.module.css';
import { Trial, type TrialOf } from './Trial.tsx';

const NAMES = ['softmax', 'cautious', 'script'] as const satisfies readonly PolicyName[];
const SPANS = ['1', '7', '30'] as const;

/** How it chooses. Another way is tried against what is remembered before it is used. */
export function PolicyCard({ policy }: { readonly policy: PolicySpec }) {
  const [name, setName] = useState<PolicyName>(policy.name);
  const [text, setText] = useState(() =>
    writePolicyScript(policy.name === 'script' ? policy.script : SAMPLE_SCRIPT),
  );
  const [days, setDays] = useState<(typeof SPANS)[number]>('7');
  const [problem, setProblem] = useState<string | null>(null);
  const [trial, setTrial] = useState<TrialOf | null>(null);
  const trying = useCall('agent.tryPolicy');
  const using = useCall('agent.setPolicy');
  const wait = useWaitReason();

  /** How often something else was begun: what comes of the one before is of no use then. */
  const begun = useRef(0);

  const begin = () => {
    begun.current += 1;
    setTrial(null);
    setProblem(null);
  };
  const tryIt = async () => {
    begin();
    const own = begun.current;
    try {
      const spec: PolicySpec = name === 'script' ? readPolicyScript(text) : { name, version: 1 };
      const done = await trying.run({ policy: spec, days: Number(days) });
      if (done && own === begun.current) setTrial({ spec, days: Number(days), found: done.value });
    } catch (error) {
      setProblem(failureInWords(toFailure(error)));
    }
  };
  const use = async () => {
    if (trial && (await using.run({ policy: trial.spec }))) showToast(t('agent.policy.used'));
  };
  return (
    <Card title={t('agent.policy')} note={t('agent.policy.now', { name: t(`agent.policy.${policy.name}`) })}>
      <div className={styles.form}>
        <Segmented
          label={t('agent.policy')}
          value={name}
          options={NAMES.map((value) => ({ value, label: t(`agent.policy.short.${value}`) }))}
          onChange={(chosen) => {
            begin();
            setName(chosen);
          }}
        />
        <p className={styles.quiet}>{t(`agent.policy.text.${name}`)}</p>
        {name === 'script' ? (
          <div className={styles.script}>
            <TextArea
              label={t('agent.policy.script.label')}
              rows={12}
              spellCheck={false}
              value={text}
              onValue={(next) => {
                begin();
                setText(next);
              }}
              error={problem}
              hint={t('agent.policy.script.hint')}
            />
          </div>
        ) : null}
        <div className={styles.tryRow}>
          <Select
            label={t('agent.policy.span')}
            value={days}
            options={SPANS.map((value) => ({ value, label: t('agent.policy.days', { n: Number(value) }) }))}
            onChange={(chosen) => {
              begin();
              setDays(chosen);
            }}
          />
          <Button busy={trying.busy} disabled={wait !== null} onClick={() => void tryIt()}>
            {t('agent.policy.try')}
          </Button>
          <Button
            variant="primary"
            busy={using.busy}
            disabled={wait !== null || trial === null}
            onClick={() => void use()}
          >
            {t('agent.policy.use')}
          </Button>
        </div>
        {trial ? <Trial {...trial} /> : <p className={styles.quiet}>{t('agent.policy.tryFirst')}</p>}
        <FormError message={failureInWords(trying.failure ?? using.failure) ?? wait} />
      </div>
    </Card>
  );
}
