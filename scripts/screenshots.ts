// npm run screenshots [-- FOLDER [--language de] [--width 1100]]: pictures of the dashboards of real members, those that
// changed. Without a folder they go into docs/screenshots, in English as everything there.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LANGUAGES } from '../shared/words/language.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { Street } from '../test/support/street/street.ts';
import { sendFiles } from '../test/support/street/street-files.ts';
import { ensureBuilt } from './build.ts';
import { SHOTS, type Shot } from './screenshots/shots.ts';
import { takePicture } from './screenshots/take.ts';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { language: { type: 'string', default: 'en' }, width: { type: 'string' } },
  });
  const language = LANGUAGES.find((one) => one === values.language);
  if (!language) throw new RangeError(`There are no words in ${values.language}: say one of ${LANGUAGES}.`);
  const [chosen] = positionals;
  if (!chosen && (language !== 'en' || values.width))
    throw new RangeError('Name the folder for these pictures.');
  const folder = resolve(chosen ?? join(import.meta.dirname, '../docs/screenshots'));
  const homes = await mkdtemp(join(tmpdir(), 'ghoststack-street-'));
  process.env.GHOSTSTACK_STATE_DIR = join(homes, 'state');
  await mkdir(folder, { recursive: true });
  await ensureBuilt();
  const street = new Street(homes);
  const browser = await launchChromium();
  try {
    await street.tell();
    await sendFiles(street, join(homes, 'files'));
    for (const shot of SHOTS) {
      console.log(
        `${shot.name}.png: ${await takePicture(browser, street, sized(shot, values.width), folder, language)}`,
      );
    }
  } finally {
    await browser.close();
    await street.stop();
    await rm(homes, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The same page in a window of another width. */
function sized(shot: Shot, width: string | undefined): Shot {
  return width ? { ...shot, size: { width: Number(width), height: shot.size?.height ?? 900 } } : shot;
}

await main();
process.exit();
