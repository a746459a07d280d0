// Draws resources/icons again: node scripts/package/draw-icons.ts. The drawings are kept in the repository, because
// packaging needs them and drawing needs a browser.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchChromium } from '../../test/support/chromium.ts';

const FOLDER = resolve(import.meta.dirname, '../../resources/icons');
/** The sizes of the hicolor theme; macOS and Windows take theirs from the largest ones. */
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;

/** The brand mark of the dashboard on its ground. In small sizes its lines are heavier, and it fills its square. */
function drawing(size: number): string {
  const margin = size >= 64 ? 2 : 0;
  const stroke = size <= 24 ? 2.4 : size <= 48 ? 2 : 1.6;
  const side = 28 + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="${-margin} ${-margin} ${side} ${side}">`,
    '<title>GhostStack</title>',
    '<rect width="28" height="28" rx="7" fill="#1B1C1F"/>',
    `<g fill="none" stroke="#fff" stroke-width="${stroke}" stroke-linejoin="round" stroke-linecap="round">`,
    '<path d="M14 7.2 20.6 10.6 14 14 7.4 10.6Z"/>',
    '<path d="M7.4 14 14 17.4 20.6 14"/>',
    '<path d="M7.4 17.4 14 20.8 20.6 17.4"/>',
    '</g></svg>\n',
  ].join('');
}

mkdirSync(FOLDER, { recursive: true });
writeFileSync(join(FOLDER, 'icon.svg'), drawing(512));

const browser = await launchChromium();
try {
  const page = await browser.newPage();
  for (const size of SIZES) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawing(size)}`);
    await page.screenshot({ path: join(FOLDER, `${size}x${size}.png`), omitBackground: true });
  }
} finally {
  await browser.close();
}
