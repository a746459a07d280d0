import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { type CellHome, twoMembers } from '../support/cell/cell-home.ts';
import { launchChromium } from '../support/chromium.ts';
import { describeIfMet } from '../support/requirements.ts';

describeIfMet(await browserRequirement(), 'Something wrong?', () => {
  let browser: Browser;
  let folder: string;
  let alice: CellHome;
  let bob: CellHome;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-wrong-'));
    ({ alice, bob } = await twoMembers(folder));
  });
  afterEach(async () => {
    await page?.close();
    await Promise.all([alice, bob].map((home) => home?.stop()));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const check = (id: string, mark: string) => page.locator(`[data-check=${id}][data-mark-of=${mark}]`);

  test('a member whose database was damaged reads what became of it, and shows a report before it is saved', async () => {
    await alice.stop();
    truncateSync(join(alice.home, 'node.db'), 5000);
    await alice.start('--dashboard', '127.0.0.1:0');
    const { url } = await alice.run<{ url: string }>('dashboard');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('button', { name: 'Look', exact: true }).click();
    await check('database', 'warning').getByText('A copy was kept').waitFor();
    await check('listening', 'warning').getByText('--listen 0.0.0.0:0').waitFor();
    await check('disk', 'ok').waitFor();
    const order = await page.locator('[data-mark-of]').evaluateAll((rows) => {
      return rows.map((row) => (row as HTMLElement).dataset.markOf ?? '');
    });
    const worst = ['fault', 'warning', 'unchecked', 'ok'];
    expect(order).toEqual([...order].sort((a, b) => worst.indexOf(a) - worst.indexOf(b)));

    // Nothing waits for it once the other member has answered.
    await page.getByText('Reading only').first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Check all of it' }).click();
    await page.getByText('Whole.').waitFor();
    await page.getByLabel('Errors', { exact: true }).check();
    await page.getByText(/error\s+database\.damaged found=/).waitFor();

    await page.getByRole('button', { name: 'Report' }).click();
    const dialog = page.getByRole('dialog');
    const report = dialog.locator('pre');
    await report.getByText('database.damaged').waitFor();
    for (const told of ['bob', '127.0.0.1', folder]) expect(await report.textContent()).not.toContain(told);
    await page.getByRole('button', { name: 'Close' }).last().click();

    await page.getByRole('button', { name: 'I have read what was lost' }).click();
    await check('database', 'ok').waitFor();
    await page.getByRole('heading', { name: 'The database failed its check' }).waitFor({ state: 'detached' });
  });
});
