import type { MenuItemConstructorOptions } from 'electron';
import { t } from '#shared/words/translate.ts';
import { SEPARATOR } from '../lifecycle/menu-item.ts';
import type { TrayState } from './tray-state.ts';

type Item = MenuItemConstructorOptions;

/** What a click in the tray's menu does. */
export interface TrayActions {
  /** Shows the window, and in it the page that the part after `#` names. */
  readonly open: (hash: string) => void;
  readonly openDemo: () => void;
  readonly setOnline: (online: boolean) => void;
  readonly syncNow: () => void;
  readonly setBraked: (braked: boolean) => void;
  readonly lock: () => void;
  readonly quit: () => void;
}

/** Why the icon is as it is, what waits, and what can be done without the window. */
export function trayMenu(state: TrayState, actions: TrayActions): Item[] {
  const { sentence, votes, forks, messages, isDemo, isRunning, isOnline, isBraked, protection } = state;
  const waits: Item[] = [
    ...(votes > 0
      ? [{ label: t('tray.votes', { n: votes }), click: () => actions.open('#/governance') }]
      : []),
    ...(forks > 0
      ? [{ label: t('tray.forks', { n: forks }), click: () => actions.open('#/settings/cells') }]
      : []),
    ...(messages > 0
      ? [{ label: t('tray.messages', { n: messages }), click: () => actions.open('#/undelivered') }]
      : []),
  ];
  return [
    { label: sentence, enabled: false },
    ...(isDemo ? [{ label: t('tray.demo'), click: () => actions.openDemo() }] : []),
    ...waits,
    SEPARATOR,
    { label: t('tray.open'), click: () => actions.open('') },
    {
      label: t(isOnline ? 'shell.palette.goOffline' : 'shell.palette.goOnline'),
      enabled: isRunning,
      click: () => actions.setOnline(!isOnline),
    },
    { label: t('shell.palette.syncNow'), enabled: isRunning && isOnline, click: () => actions.syncNow() },
    {
      label: t(isBraked ? 'agent.brake.release' : 'agent.brake.stop'),
      enabled: isRunning,
      click: () => actions.setBraked(!isBraked),
    },
    lockItem(protection, actions),
    SEPARATOR,
    { label: t('menu.quitApp'), click: () => actions.quit() },
  ];
}

/** A key that only the keychain or a file keeps opens by itself at each start: Settings says so, and what helps. */
function lockItem(protection: TrayState['protection'], { lock, open }: TrayActions): Item {
  const label = t('settings.key.lock');
  if (protection === 'passphrase') return { label, click: () => lock() };
  return { label, enabled: protection !== null, click: () => open('#/settings') };
}
