import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { callRunningNode } from '../../electron/host/running-node.ts';
import { browserRequirement } from '../support/browser-requirement.ts';
import { launchChromium } from '../support/chromium.ts';
import * as tour from '../support/dashboard-tour.ts';
import { ghoststack, type HeadlessNode, startHeadless } from '../support/headless-node.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const HOUR_MS = 3_600_000;

describeIfMet(await browserRequirement(), 'who founds a cell in a browser', () => {
  let browser: Browser;
  let folder: string;
  let node: HeadlessNode;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ghoststack-browser-'));
    node = await startHeadless('--home', folder, '--dashboard', '127.0.0.1:0', '--no-mdns');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(node.ready.dashboard ?? '');
  });
  afterEach(async () => {
    await page.close();
    await node.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** The rules of the cell that the node is in now. */
  async function rules() {
    const answer = await pollUntil(
      async () => {
        const snapshot = await callRunningNode(folder, 'state.snapshot', {});
        return snapshot?.ok ? (snapshot.value as Snapshot).cell : null;
      },
      (cell) => cell !== null,
    );
    return answer?.rules;
  }

  const shortest = () => page.getByRole('combobox', { name: 'Shortest vote' });

  test('chooses in the first start how long a vote is open at least, and no command goes below it', async () => {
    await tour.beginKey(page, 'alice');
    await page.getByRole('radio', { name: 'Found a cell' }).check();
    expect(await shortest().locator('option:checked').innerText()).toBe('1 h');
    await shortest().selectOption({ label: '3 days' });
    await page.getByRole('textbox', { name: 'Name of the cell' }).fill('Maple Street');
    await page.getByRole('button', { name: 'Found Maple Street' }).click();
    expect(await rules()).toMatchObject({ deadlineMinMs: 72 * HOUR_MS, deadlineMs: 72 * HOUR_MS });
    const refused = await ghoststack('propose', '--home', folder, '--deadline', '3600', 'Too soon').catch(
      ({ stderr }: { stderr: string }) => stderr,
    );
    expect(String(refused)).toContain('3 days');
  });

  test('chooses it in the dialog, too', async () => {
    await tour.makeKey(page, 'alice');
    await tour.visit(page, 'Sync');
    await tour.mainPart(page).getByRole('button', { name: 'Found a cell' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name of the cell' }).fill('Oak Lane');
    await shortest().selectOption({ label: '10 min' });
    await dialog.getByRole('button', { name: 'Found Oak Lane' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await rules()).toMatchObject({ deadlineMinMs: HOUR_MS / 6, deadlineMs: 24 * HOUR_MS });
  });

  test('has an hour who chooses nothing', async () => {
    await tour.makeKey(page, 'alice');
    await tour.foundCell(page, 'Maple Street');
    expect(await rules()).toMatchObject({ deadlineMinMs: HOUR_MS });
  });
});
