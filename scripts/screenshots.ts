// npm run screenshots [-- FOLDER]: pictures of the dashboards of real members into docs/screenshots, those that changed.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchChromium } from '../test/support/chromium.ts';
import { Street } from '../test/support/street/street.ts';
import { ensureBuilt } from './build.ts';
import { SHOTS } from './screenshots/shots.ts';
import { takePicture } from './screenshots/take.ts';

async function main(): Promise<void> {
  const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../docs/screenshots'));
  const homes = await mkdtemp(join(tmpdir(), 'ghoststack-street-'));
  process.env.GHOSTSTACK_STATE_DIR = join(homes, 'state');
  await mkdir(folder, { recursive: true });
  await ensureBuilt();
  const street = new Street(homes);
  const browser = await launchChromium();
  try {
    await street.tell();
    for (const shot of SHOTS) {
      console.log(`${shot.name}.png: ${await takePicture(browser, street, shot, folder)}`);
    }
  } finally {
    await browser.close();
    await street.stop();
    await rm(homes, { recursive: true, force: true, maxRetries: 5 });
  }
}

await main();
process.exit();
