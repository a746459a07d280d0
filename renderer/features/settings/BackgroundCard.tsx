import { useEffect, useState } from 'react';
import type { Background } from '#shared/contract/domain/background.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { Switch } from '../../components/Switch.tsx';
import { useDashboard, useNode } from '../../state/context.tsx';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { SettingRow } from './SettingRow.tsx';
import styles from './Settings.module.css';

/** What the app does without its window. Only a window shows it: a browser's node has no such app. */
export function BackgroundCard() {
  const keepRunning = useNode((node) => node.settings.keepRunning);
  const update = useCall('settings.update');
  const change = useCall('window.startAtLogin');
  const wait = useWaitReason();
  const [background, setBackground] = useBackground();
  const start = async (on: boolean): Promise<void> => {
    const answer = await change.run({ on });
    if (answer) setBackground(answer.value);
  };
  // A demo has no say about this computer, and gets no answer.
  if (!background) return null;
  const failure = failureInWords(update.failure) ?? failureInWords(change.failure);
  return (
    <Card flush title={t('settings.background')}>
      <SettingRow
        title={t('settings.keepRunning')}
        text={t(background.hasTray ? 'settings.keepRunning.tray' : 'settings.keepRunning.noTray')}
      >
        <Switch
          label={t('settings.keepRunning')}
          checked={keepRunning}
          disabled={wait !== null || update.busy}
          onChange={(next) => void update.run({ keepRunning: next })}
        />
      </SettingRow>
      <SettingRow title={t('settings.login')} text={loginText(background)}>
        <Switch
          label={t('settings.login')}
          checked={background.startsAtLogin === 'yes' || background.startsAtLogin === 'other'}
          disabled={background.startsAtLogin === 'cannot' || change.busy}
          onChange={(next) => void start(next)}
        />
      </SettingRow>
      {failure === null ? null : (
        <div className={styles.row}>
          <FormError message={failure} />
        </div>
      )}
    </Card>
  );
}

/** As it is on this computer now: asked again whenever the window is looked at, as other programs change it, too. */
function useBackground() {
  const dashboard = useDashboard();
  const [background, setBackground] = useState<Background | null>(null);
  useEffect(() => {
    const look = async (): Promise<void> => {
      const answer = await dashboard.call('window.background', {});
      if (answer.ok) setBackground(answer.value);
    };
    const again = () => void look();
    again();
    window.addEventListener('focus', again);
    return () => window.removeEventListener('focus', again);
  }, [dashboard]);
  return [background, setBackground] as const;
}

function loginText({ startsAtLogin, command }: Background): string {
  if (startsAtLogin === 'cannot') return t('settings.login.cannot');
  if (startsAtLogin === 'other')
    return t('settings.login.other', { command: visibleLine(command ?? '', 200) });
  return t('settings.login.text');
}
