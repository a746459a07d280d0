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

    // A backup, in the place that the operator chooses in the system's dialog; closing it changes nothing.
    const backup = join(userFolder, 'alice.gsbackup');
    await app.evaluate(
      ({ dialog }, answers) => {
        const asked: unknown[] = [];
        Object.assign(globalThis, { askedForFiles: asked });
        dialog.showSaveDialog = ((...given: unknown[]) => {
          asked.push(given.at(-1));
          return Promise.resolve({ canceled: false, filePath: answers[asked.length - 1] ?? '' });
        }) as typeof dialog.showSaveDialog;
      },
      [backup, ''],
    );
    await tour.visit(window, 'Settings');
    await window.getByRole('button', { name: 'Back up now' }).click();
    const question = window.getByRole('dialog');
    const path = question.getByLabel('File on the computer');
    const suggested = await path.inputValue();
    for (const _ of [1, 2]) {
      await question.getByRole('button', { name: 'Choose…' }).click();
      await expect.poll(() => path.inputValue()).toBe(backup);
    }
    const asked = () =>
      app.evaluate(() => (globalThis as unknown as { askedForFiles: unknown[] }).askedForFiles);
    await pollUntil(asked, ({ length }) => length === 2);
    expect(await asked()).toMatchObject([
      { defaultPath: suggested, filters: [{ extensions: ['gsbackup'] }] },
      { defaultPath: backup },
    ]);
    await question.getByText('To restore it you need two passphrases').waitFor();
    await question.getByLabel('Passphrase of the backup').fill('one for the backup');
    await question.getByLabel('Passphrase again').fill('one for the backup');
    await question.getByRole('button', { name: 'Back up', exact: true }).click();
    await window.getByText('Backed up and checked').waitFor();
    expect((await readFile(backup)).subarray(0, 16).toString()).toBe('GhostStackBackup');

    await askForDownload(window, 'data:text/plain,other');
    await pollUntil(seen, (states) => states.length === 2);
    expect(await seen()).toEqual(['completed', 'prevented']);
  });
});
