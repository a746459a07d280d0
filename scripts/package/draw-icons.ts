// Draws resources/icons again: node scripts/package/draw-icons.ts. The drawings are kept in the repository, because
// packaging needs them and drawing needs a browser.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchChromium } from '../../test/support/chromium.ts';

const FOLDER = resolve(import.meta.dirname, '../../resources/icons');
/** The sizes of the hicolor theme; macOS and Windows take theirs from the largest ones. */
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;

const MARK = [
  '<path d="M14 7.2 20.6 10.6 14 14 7.4 10.6Z"/>',
  '<path d="M7.4 14 14 17.4 20.6 14"/>',
  '<path d="M7.4 17.4 14 20.8 20.6 17.4"/>',
].join('');

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
    MARK,
    '</g></svg>\n',
  ].join('');
}

/** The dashboard's state marks, as large as a tray has room for: each a shape of its own, in a square of 16. */
const STATES = {
  ok: '<circle cx="8" cy="8" r="7.4" class="fill"/><path class="cut" d="m4.6 8.3 2.3 2.3 4.5-4.9"/>',
  moving:
    '<circle cx="8" cy="8" r="7.4" class="fill"/><path class="cut" d="M5.4 11.6V5M3.4 7 5.4 4.9 7.4 7M10.6 4.4V11M8.6 9l2 2.1 2-2.1"/>',
  waiting: '<circle cx="8" cy="8" r="5.9" class="ring"/><path class="hand" d="M8 4.9V8l2.2 1.5"/>',
  stop: '<path class="fill" d="M4.9.6h6.2l4.3 4.3v6.2l-4.3 4.3H4.9L.6 11.1V4.9z"/><path class="cut" d="m5.3 5.3 5.4 5.4M10.7 5.3l-5.4 5.4"/>',
} as const;
type State = keyof typeof STATES;

/** The app's icon, and over a corner of it the state's mark with room around, so that both can be told apart. */
function trayDrawing(state: State, size: number, isTemplate: boolean): string {
  const [ground, line] = isTemplate ? ['none', '#000'] : ['#1B1C1F', '#fff'];
  const fill = { ok: '#2E9E5B', moving: '#4C7DF0', waiting: '#fff', stop: '#E0483E' }[state];
  const mark = isTemplate ? '#000' : fill;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 28 28">`,
    `<style>.fill{fill:${mark}}.ring{fill:none;stroke:${mark};stroke-width:2.4}.cut,.hand{fill:none;stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}.cut{stroke:#fff}.hand{stroke:${mark}}</style>`,
    // What is black in a mask is left out: around the mark, and in a template what is drawn into it.
    '<mask id="rest"><rect width="28" height="28" fill="#fff"/><circle cx="20" cy="20" r="9.6" fill="#000"/></mask>',
    `<g mask="url(#rest)"><rect width="28" height="28" rx="7" fill="${ground}"/>`,
    `<g fill="none" stroke="${line}" stroke-width="2.2" stroke-linejoin="round" stroke-linecap="round" transform="translate(-6.5 -7) scale(1.25)">${MARK}</g></g>`,
    state === 'waiting' && !isTemplate ? '<circle cx="20" cy="20" r="8.4" fill="#1B1C1F"/>' : '',
    isTemplate ? cutOut(state) : `<g transform="translate(12 12)">${STATES[state]}</g>`,
    '</svg>\n',
  ].join('');
}

function cutOut(state: State): string {
  const [, shape = '', lines = ''] = /^(<[^>]*>)(.*)$/.exec(STATES[state]) ?? [];
  if (!lines.includes('"cut"')) return `<g transform="translate(12 12)">${STATES[state]}</g>`;
  const cut = lines.replace(
    'class="cut"',
    'stroke="#000" fill="none" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"',
  );
  return `<mask id="cut"><rect width="28" height="28" fill="#fff"/><g transform="translate(12 12)">${cut}</g></mask><g mask="url(#cut)"><g transform="translate(12 12)">${shape}</g></g>`;
}

/** Windows shows 16 pixels, the panels of Linux 22 or 24, macOS 16 of a template; `@2x` is for dense screens. */
const TRAY_FILES = [
  { name: (state: State) => `${state}-16`, size: 16, isTemplate: false },
  { name: (state: State) => `${state}-24`, size: 24, isTemplate: false },
  { name: (state: State) => `${state}Template`, size: 16, isTemplate: true },
] as const;

mkdirSync(join(FOLDER, 'tray'), { recursive: true });
writeFileSync(join(FOLDER, 'icon.svg'), drawing(512));

const browser = await launchChromium();
try {
  const page = await browser.newPage();
  const draw = async (svg: string, size: number, file: string): Promise<void> => {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
    await page.screenshot({ path: join(FOLDER, file), omitBackground: true });
  };
  for (const size of SIZES) await draw(drawing(size), size, `${size}x${size}.png`);
  for (const state of Object.keys(STATES) as State[]) {
    for (const { name, size, isTemplate } of TRAY_FILES) {
      await draw(trayDrawing(state, size, isTemplate), size, `tray/${name(state)}.png`);
      await draw(trayDrawing(state, 2 * size, isTemplate), 2 * size, `tray/${name(state)}@2x.png`);
    }
  }
} finally {
  await browser.close();
}
