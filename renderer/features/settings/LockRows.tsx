import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { FormError } from '../../components/Field.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { Switch } from '../../components/Switch.tsx';
import { useNode } from '../../state/context.tsx';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { SettingRow } from './SettingRow.tsx';
import styles from './Settings.module.css';

const MINUTES = [0, 5, 15, 60] as const;

/** When the app locks the key by itself; a node without a window does not know whether somebody is there. */
export function LockRows() {
  const settings = useNode((node) => node.settings);
  const update = useCall('settings.update');
  const wait = useWaitReason();
  return (
    <>
      <SettingRow title={t('settings.lockAfter')} text={t('settings.lockAfter.text')}>
        <Segmented
          label={t('settings.lockAfter')}
          value={String(settings.lockAfterMinutes)}
          disabled={wait !== null}
          options={MINUTES.map((minutes) => ({
            value: String(minutes),
            label:
              minutes === 0 ? t('settings.lockAfter.never') : t('settings.lockAfter.minutes', { n: minutes }),
          }))}
          onChange={(chosen) => {
            const lockAfterMinutes = MINUTES.find((minutes) => String(minutes) === chosen);
            if (lockAfterMinutes !== undefined) void update.run({ lockAfterMinutes });
          }}
        />
      </SettingRow>
      <SettingRow title={t('settings.lockOnSuspend')}>
        <Switch
          label={t('settings.lockOnSuspend')}
          checked={settings.lockOnSuspend}
          disabled={wait !== null || update.busy}
          onChange={(lockOnSuspend) => void update.run({ lockOnSuspend })}
        />
      </SettingRow>
      {update.failure ? (
        <div className={styles.row}>
          <FormError message={failureInWords(update.failure)} />
        </div>
      ) : null}
    </>
  );
}
