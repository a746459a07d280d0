import { join } from 'node:path';
import type { NativeImage, nativeImage } from 'electron';
import type { TrayIcon } from './tray-state.ts';

/** Drawn by scripts/package/draw-icons.ts; Electron finds the one for dense screens, `@2x`, beside each. */
export function trayImageFile(icon: TrayIcon, platform: NodeJS.Platform): string {
  // macOS paints a template in the colour of its menu bar, by its opaque parts alone.
  if (platform === 'darwin') return `${icon}Template.png`;
  return `${icon}-${platform === 'win32' ? 16 : 24}.png`;
}

export function trayImage(
  images: Pick<typeof nativeImage, 'createFromPath'>,
  folder: string,
  icon: TrayIcon,
  platform: NodeJS.Platform,
): NativeImage {
  return images.createFromPath(join(folder, trayImageFile(icon, platform)));
}
