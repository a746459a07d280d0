import type { MenuItemConstructorOptions } from 'electron';
import { t } from '#shared/words/translate.ts';
import { itemOf, SEPARATOR } from './menu-item.ts';

type Item = MenuItemConstructorOptions;

/**
 * What stands in the menu bar, with the keys that every program has. Elsewhere than on macOS the bar shows while Alt is
 * held; its keys work always. None of them is one of the dashboard's own.
 */
export function menuTemplate(platform: NodeJS.Platform, quit: () => void): Item[] {
  const mac = platform === 'darwin';
  return [
    ...(mac ? [appMenu(quit)] : []),
    fileMenu(platform, quit),
    editMenu(mac),
    viewMenu(mac),
    windowMenu(mac),
  ];
}

function appMenu(quit: () => void): Item {
  const submenu = [
    itemOf('about'),
    SEPARATOR,
    itemOf('services'),
    SEPARATOR,
    itemOf('hide'),
    itemOf('hideOthers'),
    itemOf('unhide'),
    SEPARATOR,
    quitItem(t('menu.quitApp'), 'Cmd+Q', quit),
  ];
  return { role: 'appMenu', submenu };
}

/** Electron's own role ends the app without a question about what waits. */
function quitItem(label: string, accelerator: string, quit: () => void): Item {
  return { id: 'quit', label, accelerator, click: () => quit() };
}

function fileMenu(platform: NodeJS.Platform, quit: () => void): Item {
  const mac = platform === 'darwin';
  const close = itemOf('close', {
    accelerator: 'CmdOrCtrl+W',
    ...(mac ? { label: t('menu.closeWindow') } : {}),
  });
  const label = t(platform === 'win32' ? 'menu.exit' : 'menu.quit');
  // On macOS it stands in the app's own menu.
  const ending = mac ? [] : [SEPARATOR, quitItem(label, 'Ctrl+Q', quit)];
  return { label: t('menu.file'), submenu: [close, ...ending] };
}

function editMenu(mac: boolean): Item {
  const common = [itemOf('undo'), itemOf('redo'), SEPARATOR, itemOf('cut'), itemOf('copy'), itemOf('paste')];
  const substitutions = [
    itemOf('showSubstitutions'),
    SEPARATOR,
    itemOf('toggleSmartQuotes'),
    itemOf('toggleSmartDashes'),
    itemOf('toggleTextReplacement'),
  ];
  const onMac = [
    itemOf('pasteAndMatchStyle'),
    itemOf('delete'),
    itemOf('selectAll'),
    SEPARATOR,
    { label: t('menu.substitutions'), submenu: substitutions },
    { label: t('menu.speech'), submenu: [itemOf('startSpeaking'), itemOf('stopSpeaking')] },
  ];
  const elsewhere = [itemOf('delete'), SEPARATOR, itemOf('selectAll')];
  return { role: 'editMenu', label: t('menu.edit'), submenu: [...common, ...(mac ? onMac : elsewhere)] };
}

function viewMenu(mac: boolean): Item {
  return {
    label: t('menu.view'),
    submenu: [
      itemOf('resetZoom', { accelerator: 'CmdOrCtrl+0' }),
      itemOf('zoomIn', { accelerator: 'CmdOrCtrl+Plus' }),
      // The same key without Shift, and those of the number pad; one line in the menu is enough.
      itemOf('zoomIn', { accelerator: 'CmdOrCtrl+=', visible: false }),
      itemOf('zoomIn', { accelerator: 'CmdOrCtrl+numadd', visible: false }),
      itemOf('zoomOut', { accelerator: 'CmdOrCtrl+-' }),
      itemOf('zoomOut', { accelerator: 'CmdOrCtrl+numsub', visible: false }),
      itemOf('resetZoom', { accelerator: 'CmdOrCtrl+num0', visible: false }),
      SEPARATOR,
      itemOf('togglefullscreen', { accelerator: mac ? 'Ctrl+Cmd+F' : 'F11' }),
    ],
  };
}

function windowMenu(mac: boolean): Item {
  const last = mac ? [SEPARATOR, itemOf('front')] : [itemOf('close')];
  return {
    role: 'windowMenu',
    label: t('menu.window'),
    submenu: [itemOf('minimize'), itemOf('zoom'), ...last],
  };
}
