import { useEffect, useState } from 'react';
import type { FullCheck } from '#shared/contract/domain/doctor.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { useNode } from '../../state/context.tsx';
import { useCall } from '../../state/use-call.ts';
import styles from './Doctor.module.css';

const LOOK_AGAIN_MS = 400;

/** The check that takes long, and what became of a damaged database, to be said that it was read. */
export function DatabaseCard({ onChange }: { readonly onChange: () => void }) {
  const [check, setCheck] = useState<FullCheck | null>(null);
  const { run, failure } = useCall('doctor.fullCheck');
  const seen = useCall('doctor.damageSeen');
  const isDamaged = useNode((node) => node.problem?.isPast === true && node.problem.code === 'store-corrupt');
  const isRunning = check?.state === 'running';

  const act = async (what: 'start' | 'look' | 'cancel') => {
    const answer = await run({ act: what });
    if (answer) setCheck(answer.value);
  };
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => {
      void run({ act: 'look' }).then((answer) => answer && setCheck(answer.value));
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isRunning, run]);

  return (
    <Card flush title={t('doctor.whole')}>
      <div className={styles.block}>
        <p className={styles.note}>{t('doctor.whole.text')}</p>
        {check && check.state !== 'none' ? (
          <p role="status" className={styles.text}>
            {t('doctor.whole.state', { ...check, n: check.findings })}
          </p>
        ) : null}
        {isRunning ? (
          <Button size="small" onClick={() => void act('cancel')}>
            {t('common.cancel')}
          </Button>
        ) : (
          <Button size="small" onClick={() => void act('start')}>
            {t('doctor.whole.start')}
          </Button>
        )}
        {isDamaged ? (
          <Button size="small" busy={seen.busy} onClick={() => void seen.run({}).then(onChange)}>
            {t('doctor.whole.seen')}
          </Button>
        ) : null}
        <FormError message={failureInWords(failure) ?? failureInWords(seen.failure)} />
      </div>
    </Card>
  );
}
