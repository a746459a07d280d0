import type { Care } from '#shared/contract/domain/care.ts';
import { t } from '#shared/words/translate.ts';
import { useCall } from '../../state/use-call.ts';
import { Button } from '../Button.tsx';
import styles from './WorkLine.module.css';

/** How far long work is, and the way out of it. */
export function WorkLine({ work }: { readonly work: NonNullable<Care['work']> }) {
  const cancel = useCall('care.cancel');
  const label = t(`settings.backup.work.${work.stage}`);
  return (
    <div className={styles.work}>
      <div className={styles.text}>
        <p aria-live="polite">{label}</p>
        <progress aria-label={label} max={Math.max(1, work.total)} value={work.done} />
      </div>
      <Button size="small" busy={cancel.busy} onClick={() => void cancel.run({})}>
        {t('common.cancel')}
      </Button>
    </div>
  );
}
