/** Whether a browser can be started here, and how to get one if not. */
import { aptRemedy } from '../../scripts/start/system-packages.ts';
import { launchChromium } from './chromium.ts';
import type { Requirement } from './requirements.ts';

export async function browserRequirement(): Promise<Requirement> {
  try {
    const browser = await launchChromium();
    await browser.close();
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { what: `No Chromium could be started: ${reason}`, remedy: aptRemedy(['chromium']) };
  }
}
