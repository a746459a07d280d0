import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import * as tour from '../support/dashboard-tour.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { ghoststack } from '../support/headless-node.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

/** Clicks on a link that asks for a download of `url`, as a page could make one. */
function askForDownload(page: Page, url: string): Promise<void> {
  return page.evaluate((href) => {
    const link = document.createElement('a');
    link.href = href;
    link.download = 'other.txt';
    link.click();
  }, url);
}

describeIfMet(await electronRequirement(), 'what the window may save', () => {
  const suite = electronSuite();

  test('is the log that the page exports, whole, and no file from anywhere', async () => {
    const userFolder = await suite.userFolder();
    const file = join(userFolder, 'log.jsonl');
    const { app, window } = await suite.launch({ userFolder });
    await app.evaluate(({ session }, path) => {
      const seen: string[] = [];
      Object.assign(globalThis, { seenDownloads: seen });
      session.defaultSession.on('will-download', (event, item) => {
        if (event.defaultPrevented) seen.push('prevented');
        else {
          // Instead of the dialog that asks the operator where to.
          item.setSavePath(path);
          item.once('done', (_event, state) => seen.push(state));
        }
      });
    }, file);
    const seen = (): Promise<string[]> =>
      app.evaluate(() => (globalThis as unknown as { seenDownloads: string[] }).seenDownloads);

    await tour.makeKey(window, 'alice');
    await tour.foundCell(window, 'Maple Street');
    await tour.visit(window, 'Chain');
    await window.getByRole('button', { name: 'Export' }).click();
    await pollUntil(seen, (states) => states.length === 1);
    expect(await seen()).toEqual(['completed']);
    expect(await readFile(file, 'utf8')).toMatch(
      /^\{"cell":"[0-9a-f]{64}","format":"ghoststack\/log\/v1"\}\n/,
    );
    expect(await ghoststack('log', 'verify', file)).toMatchObject({ ok: true, entries: 1 });

    await askForDownload(window, 'data:text/plain,other');
    await pollUntil(seen, (states) => states.length === 2);
    expect(await seen()).toEqual(['completed', 'prevented']);
  });
});
