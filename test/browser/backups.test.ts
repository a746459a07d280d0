import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { cutTexts } from '../support/cut-text.ts';
import { FixtureBrowser, violations, withNode } from '../support/fixture-browser.ts';
import { describeIfMet } from '../support/requirements.ts';

const PASSPHRASE = 'correct horse';
const PICTURES = process.env.GHOSTSTACK_PICTURES;

describeIfMet(await browserRequirement(), 'backups in the dashboard', () => {
  let fixture: FixtureBrowser;

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  const picture = async (page: Awaited<ReturnType<FixtureBrowser['open']>>, name: string) => {
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png` });
  };

  test('tell on the overview when the last one was made, and why one was not', async () => {
    const page = await fixture.open({ hash: 'overview' });
    const tile = page.getByRole('link', { name: /^Last backup/ });
    await tile.getByText('None yet').waitFor();
    await withNode(page, (node) => {
      const atMs = Date.now() - 86_400_000;
      const last = { file: '/stick/alice.gsbackup', bytes: 84 * 2 ** 20, atMs, messages: 3, receipts: 9 };
      node.push({ care: { ...node.slices.care, last } });
    });
    await tile.getByText('Yesterday').waitFor();
    await tile.getByText('checked, 84 MB').waitFor();
    await picture(page, 'overview');
    await withNode(page, (node) => {
      const failed = {
        atMs: Date.now(),
        message: 'There is no folder /stick. Make it, or put in the disk that it is on.',
      };
      node.push({ care: { ...node.slices.care, failed } });
    });
    await tile.getByText('put in the disk').waitFor();
    await picture(page, 'overview-failed');
    await tile.click();
    await page.getByText('The backup of Thu 14 May, 17:42 was not made').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('are made by click and by plan, with a passphrase that is typed twice', async () => {
    const page = await fixture.open({ hash: 'settings' });
    await withNode(page, (node) => {
      node.push({
        care: { ...node.slices.care, suggested: '/home/alice/GhostStack backups/alice-2026-05-14.gsbackup' },
      });
    });
    await page.getByRole('button', { name: 'Back up now' }).click();
    const dialog = page.getByRole('dialog');
    await expect
      .poll(() => dialog.getByLabel('File on the computer').inputValue())
      .toContain('alice-2026-05-14');
    await dialog.getByLabel('Passphrase of the backup').fill(PASSPHRASE);
    await dialog.getByLabel('Passphrase again').fill('correct house');
    await dialog.getByRole('button', { name: 'Back up', exact: true }).click();
    await dialog.getByText('The two passphrases differ.').waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(page, 'backup-dialog');
    await dialog.getByLabel('Passphrase again').fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Back up', exact: true }).click();
    await dialog.getByText('Reading all of it again').waitFor();
    await picture(page, 'backup-work');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByText('It was cancelled.').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('radio', { name: 'Weekly' }).click();
    await dialog.getByLabel('Folder on the computer').fill('/media/stick');
    await dialog.getByLabel('Passphrase of the backup').fill(PASSPHRASE);
    await dialog.getByLabel('Passphrase again').fill(PASSPHRASE);
    await picture(page, 'plan-dialog');
    await dialog.getByRole('button', { name: 'Begin' }).click();
    await page.getByText('In /media/stick, where the last 7 stay.').waitFor();
    for (const width of [1440, 900, 700]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await cutTexts(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 1440, height: 1400 });
    await picture(page, 'settings');
    expect(await violations(page)).toEqual([]);
  });

  test('are restored in the first start, which says what was cut short', async () => {
    const page = await fixture.open({ scenario: 'setup', dark: true });
    await page.getByRole('button', { name: 'Restore a backup instead' }).click();
    await page.getByRole('heading', { name: 'Restore a backup' }).waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await withNode(page, (node) => {
      const cutShort = { file: '/stick/alice.gsbackup', madeAtMs: 1_778_400_000_000 };
      node.push({ care: { ...node.slices.care, cutShort } });
    });
    await page.getByRole('button', { name: 'Restore a backup instead' }).click();
    await page.getByText('was cut short. Nothing is lost: do it again.').waitFor();
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.getByText('Enter the passphrase of the backup.').waitFor();
    await page.getByLabel('Passphrase of the backup').fill('wrong one');
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.getByText('That passphrase does not open this backup.').waitFor();
    await picture(page, 'restore');
    expect(await violations(page)).toEqual([]);
  });
});
