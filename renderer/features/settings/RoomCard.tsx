import { byteSize } from '#shared/words/format/bytes.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { WorkLine } from '../../components/care/WorkLine.tsx';
import { FormError } from '../../components/Field.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useNode } from '../../state/context.tsx';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { SettingRow } from './SettingRow.tsx';
import styles from './Settings.module.css';

const KEEP = ['ever', 'year', 'quarter'] as const;
/** Less is not worth a click. */
const SHOWN_BYTES = 64 * 1024;

/** How long messages stay, and the room that deleted ones have left. */
export function RoomCard() {
  const keep = useNode((node) => node.settings.keepMessages);
  const freeBytes = useNode((node) => node.care.freeBytes);
  const work = useNode((node) => node.care.work);
  const update = useCall('settings.update');
  const free = useCall('care.free');
  const wait = useWaitReason();
  const size = byteSize(freeBytes);
  const failure = failureInWords(update.failure) ?? failureInWords(free.failure);
  const run = async () => {
    if (await free.run({})) showToast(t('settings.free.done', { size }));
  };
  return (
    <Card flush title={t('settings.care')}>
      <SettingRow title={t('settings.keep')} text={t('settings.keep.text')}>
        <Segmented
          label={t('settings.keep')}
          value={keep}
          disabled={wait !== null}
          options={KEEP.map((value) => ({ value, label: t(`settings.keep.${value}`) }))}
          onChange={(keepMessages) => void update.run({ keepMessages })}
        />
      </SettingRow>
      {freeBytes >= SHOWN_BYTES && work?.kind !== 'free' ? (
        <SettingRow title={t('settings.free.title')} text={t('settings.free.text')}>
          <Button size="small" busy={free.busy} disabled={wait !== null} onClick={() => void run()}>
            {t('settings.free', { size })}
          </Button>
        </SettingRow>
      ) : null}
      {work?.kind === 'free' ? (
        <div className={styles.block}>
          <WorkLine work={work} />
        </div>
      ) : null}
      {failure ? (
        <div className={styles.block}>
          <FormError message={failure} />
        </div>
      ) : null}
    </Card>
  );
}
