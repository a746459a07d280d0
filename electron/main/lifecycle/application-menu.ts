import { Menu } from 'electron';
import { menuTemplate } from './menu-template.ts';

export function setApplicationMenu(platform: NodeJS.Platform, quit: () => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, quit)));
}
