/** Pictures of a window, for people to look at: none unless GHOSTSTACK_PICTURES names a folder. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { callBridge } from './electron-bridge.ts';

const FOLDER = process.env.GHOSTSTACK_PICTURES;
const WIDTHS = [1440, 1100, 900] as const;
const HEIGHT = 900;

/** In every width, light and dark, English and German; what is open stays open, and the window is as it was after it. */
export async function picturesOf(page: Page, name: string): Promise<void> {
  if (!FOLDER) return;
  mkdirSync(FOLDER, { recursive: true });
  for (const language of ['en', 'de'] as const) {
    await callBridge(page, 'settings.update', { language });
    await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
    for (const theme of ['light', 'dark'] as const) {
      await callBridge(page, 'settings.update', { theme });
      await page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        await page.screenshot({ path: join(FOLDER, `${name}-${width}-${theme}-${language}.png`) });
      }
    }
  }
  await callBridge(page, 'settings.update', { language: 'system', theme: 'system' });
  await page.locator('html[lang=en]').waitFor({ state: 'attached' });
  await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
}
