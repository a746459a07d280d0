import { Menu } from 'electron';
import { menuTemplate } from './menu-template.ts';

export function setApplicationMenu(platform: NodeJS.Platform): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform)));
}
