import { useState } from 'react';
import type { BackupEvery } from '#shared/contract/domain/care.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { dayAndTime, dayHeading, until } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button, TextButton } from '../../../components/Button.tsx';
import { Card } from '../../../components/Card.tsx';
import { WorkLine } from '../../../components/care/WorkLine.tsx';
import { FormError } from '../../../components/Field.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { useNode } from '../../../state/context.tsx';
import { useNow } from '../../../state/now.ts';
import { useCall } from '../../../state/use-call.ts';
import { useWaitReason } from '../../../state/work-state.ts';
import { SettingRow } from '../SettingRow.tsx';
import styles from '../Settings.module.css';
import { BackupDialog } from './BackupDialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { PlanDialog } from './PlanDialog.tsx';

const EVERY = ['off', 'daily', 'weekly'] as const;

export function BackupCard() {
  const { last, plan, nextAtMs, failed, work } = useNode((node) => node.care);
  const nowMs = useNow(60_000);
  const wait = useWaitReason();
  const setPlan = useCall('care.plan');
  const [open, setOpen] = useState<'backup' | 'export' | Exclude<BackupEvery, 'off'> | null>(null);
  const choose = (every: BackupEvery) => {
    if (every === 'off') void setPlan.run({ ...plan, every });
    else setOpen(every);
  };
  return (
    <Card flush title={t('settings.backup')}>
      <div className={styles.row}>
        <div className={styles.rowText}>
          <p className={styles.rowTitle}>
            {last
              ? t('settings.backup.last', { day: dayHeading(last.atMs, nowMs), size: byteSize(last.bytes) })
              : t('settings.backup.none')}
          </p>
          <p className={styles.rowNote}>{last ? last.file : t('settings.backup.none.text')}</p>
        </div>
        <Button size="small" disabled={wait !== null} onClick={() => setOpen('backup')}>
          {t('settings.backup.now')}
        </Button>
      </div>
      {work && work.kind !== 'free' && work.kind !== 'verify' && open === null ? (
        <div className={styles.block}>
          <WorkLine work={work} />
        </div>
      ) : null}
      <SettingRow
        title={t('settings.backup.plan')}
        text={
          plan.every === 'off' ? (
            t('settings.backup.plan.text')
          ) : (
            <>
              {t('settings.backup.plan.on', {
                next: nextAtMs === null ? t('settings.backup.plan.locked') : until(nextAtMs, nowMs),
                folder: plan.folder,
                n: plan.keep,
              })}{' '}
              <TextButton onClick={() => plan.every !== 'off' && setOpen(plan.every)}>
                {t('settings.backup.plan.change')}
              </TextButton>
            </>
          )
        }
      >
        <Segmented
          label={t('settings.backup.plan')}
          value={plan.every}
          disabled={wait !== null || setPlan.busy}
          options={EVERY.map((value) => ({ value, label: t(`settings.backup.plan.${value}`) }))}
          onChange={choose}
        />
      </SettingRow>
      <SettingRow title={t('settings.export')} text={t('settings.export.text')}>
        <Button size="small" onClick={() => setOpen('export')}>
          {t('settings.export.open')}
        </Button>
      </SettingRow>
      {failed ? (
        <div className={styles.block}>
          <p className={styles.rowTitle}>{t('settings.backup.failed', { at: dayAndTime(failed.atMs) })}</p>
          <p className={styles.rowNote}>{failureInWords(failed)}</p>
        </div>
      ) : null}
      {setPlan.failure || wait ? (
        <div className={styles.block}>
          <FormError message={failureInWords(setPlan.failure) ?? wait} />
        </div>
      ) : null}
      {open === 'backup' ? <BackupDialog onClose={() => setOpen(null)} /> : null}
      {open === 'export' ? <ExportDialog onClose={() => setOpen(null)} /> : null}
      {open === 'daily' || open === 'weekly' ? (
        <PlanDialog every={open} onClose={() => setOpen(null)} />
      ) : null}
    </Card>
  );
}
