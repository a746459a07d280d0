import type { MenuItemConstructorOptions } from 'electron';
import { t } from '#shared/words/translate.ts';

type Item = MenuItemConstructorOptions;

/**
 * What stands in the menu bar, with the keys that every program has. Elsewhere than on macOS the bar shows while Alt is
 * held; its keys work always. None of them is one of the dashboard's own.
 */
export function menuTemplate(platform: NodeJS.Platform): Item[] {
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } satisfies Item] : []),
    {
      label: t('shell.menu.file'),
      submenu: [
        { role: 'close', accelerator: 'CmdOrCtrl+W' },
        // On macOS it stands in the app's own menu.
        ...(mac ? [] : ([{ type: 'separator' }, { role: 'quit', accelerator: 'Ctrl+Q' }] satisfies Item[])),
      ],
    },
    { role: 'editMenu' },
    {
      label: t('shell.menu.view'),
      submenu: [
        { role: 'resetZoom', accelerator: 'CmdOrCtrl+0' },
        { role: 'zoomIn', accelerator: 'CmdOrCtrl+Plus' },
        // The same key without Shift, and those of the number pad; one line in the menu is enough.
        { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false },
        { role: 'zoomIn', accelerator: 'CmdOrCtrl+numadd', visible: false },
        { role: 'zoomOut', accelerator: 'CmdOrCtrl+-' },
        { role: 'zoomOut', accelerator: 'CmdOrCtrl+numsub', visible: false },
        { role: 'resetZoom', accelerator: 'CmdOrCtrl+num0', visible: false },
        { type: 'separator' },
        { role: 'togglefullscreen', accelerator: mac ? 'Ctrl+Cmd+F' : 'F11' },
      ],
    },
    { role: 'windowMenu' },
  ];
}
