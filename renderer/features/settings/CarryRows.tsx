import { byteSize } from '#shared/words/format/bytes.ts';
import { carriesInWords } from '#shared/words/reasons/carried-words.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { FormError } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import { Switch } from '../../components/Switch.tsx';
import { useNode } from '../../state/context.tsx';
import { useCall } from '../../state/use-call.ts';
import { useCarried } from '../../state/use-carried.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { SettingRow } from './SettingRow.tsx';
import styles from './Settings.module.css';

/** MiB that can be chosen here; a program may have chosen others. */
const SHARES = [4, 16, 64, 256] as const;

/** Whether mail of members for members is kept here, how much of it, and what who keeps it learns. */
export function CarryRows() {
  const on = useNode((node) => node.settings.carryForOthers);
  const mib = useNode((node) => node.settings.carryMib);
  const update = useCall('settings.update');
  const carried = useCarried();
  const wait = useWaitReason();
  return (
    <>
      <SettingRow
        title={t('settings.carry')}
        text={
          <>
            {t('settings.carry.text')} {carried ? `${carriesInWords(carried)}.` : null}
          </>
        }
      >
        <Switch
          label={t('settings.carry')}
          checked={on}
          disabled={wait !== null || update.busy}
          onChange={(next) => void update.run({ carryForOthers: next })}
        />
      </SettingRow>
      {on ? (
        <SettingRow title={t('settings.carry.share')} text={t('settings.carry.shareText')}>
          <Select
            filter
            label={t('settings.carry.share')}
            value={String(mib)}
            options={[...new Set<number>([...SHARES, mib])]
              .sort((a, b) => a - b)
              .map((n) => ({ value: String(n), label: byteSize(n * 1024 * 1024) }))}
            onChange={(next) => void update.run({ carryMib: Number(next) })}
          />
        </SettingRow>
      ) : null}
      <div className={styles.row}>
        <p className={styles.rowNote}>{t('settings.carry.learn')}</p>
        <FormError message={failureInWords(update.failure)} />
      </div>
    </>
  );
}
