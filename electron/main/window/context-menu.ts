import { type BrowserWindow, Menu } from 'electron';
import { contextTemplate } from './context-template.ts';

export function showContextMenus(window: BrowserWindow): void {
  const { webContents } = window;
  webContents.on('context-menu', (_event, clicked) => {
    const items = contextTemplate(clicked, (word) => webContents.replaceMisspelling(word));
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
  });
}
