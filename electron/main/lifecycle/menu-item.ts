import type { MenuItemConstructorOptions } from 'electron';
import { t } from '#shared/words/translate.ts';

type Role = Extract<NonNullable<MenuItemConstructorOptions['role']>, string>;

/** The roles of which menus are made here. */
const LABELS = {
  close: 'menu.close',
  undo: 'menu.undo',
  redo: 'menu.redo',
  cut: 'menu.cut',
  copy: 'menu.copy',
  paste: 'menu.paste',
  pasteAndMatchStyle: 'menu.pasteAndMatchStyle',
  delete: 'menu.delete',
  selectAll: 'menu.selectAll',
  showSubstitutions: 'menu.showSubstitutions',
  toggleSmartQuotes: 'menu.toggleSmartQuotes',
  toggleSmartDashes: 'menu.toggleSmartDashes',
  toggleTextReplacement: 'menu.toggleTextReplacement',
  startSpeaking: 'menu.startSpeaking',
  stopSpeaking: 'menu.stopSpeaking',
  resetZoom: 'menu.resetZoom',
  zoomIn: 'menu.zoomIn',
  zoomOut: 'menu.zoomOut',
  togglefullscreen: 'menu.togglefullscreen',
  minimize: 'menu.minimize',
  zoom: 'menu.zoom',
  front: 'menu.front',
  about: 'menu.about',
  services: 'menu.services',
  hide: 'menu.hide',
  hideOthers: 'menu.hideOthers',
  unhide: 'menu.unhide',
} as const satisfies Partial<Record<Role, string>>;

export const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/** A line of a menu that does what Electron has a role for, in the language spoken now: Electron itself has English only. */
export function itemOf(
  role: keyof typeof LABELS,
  more: MenuItemConstructorOptions = {},
): MenuItemConstructorOptions {
  return { role, label: t(LABELS[role]), ...more };
}
