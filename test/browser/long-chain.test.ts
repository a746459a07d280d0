/** The page of a chain that is long: of a real home, whose node goes on meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendReceipts } from '../support/append-receipts.ts';
import { browserRequirement } from '../support/browser-requirement.ts';
import { type CellHome, twoMembers } from '../support/cell/cell-home.ts';
import { launchChromium } from '../support/chromium.ts';
import { violations } from '../support/fixture-browser.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const COUNT = process.env.GHOSTSTACK_LONG ? 100_000 : 3_000;

describeIfMet(await browserRequirement(), 'the page of a long chain', () => {
  let folder: string;
  let homes: CellHome[] = [];
  let browser: Browser;
  let page: Page;
  let total: number;
  const frames: number[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-long-chain-'));
    const { alice, bob } = await twoMembers(folder);
    homes = [alice, bob];
    const { id } = await alice.act<{ id: string }>('propose', 'Paint the shed');
    for (const home of homes) {
      await pollUntil(
        () => home.ask('governance.detail', { id }).catch(() => null),
        (one) => one?.needsMyVote === true,
      );
      await home.ask('governance.vote', { id, choice: 'APPROVE', comment: null });
    }
    await pollUntil(
      () => alice.ask('governance.detail', { id }),
      ({ state }) => state === 'passed',
    );
    await Promise.all(homes.map((home) => home.stop()));
    total = await appendReceipts({ home: alice.home, keyFile: alice.keyFile, count: COUNT });
    await alice.start('--dashboard', '127.0.0.1:0');
    const { url } = await alice.run<{ url: string }>('dashboard');
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => frames.push(payload.length));
    });
    await page.goto(url);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.evaluate(() => {
      location.hash = '#/chain';
    });
    await page.getByRole('heading', { level: 1, name: 'Chain' }).waitFor();
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all(homes.map((home) => home.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  const table = () => page.getByRole('table', { name: 'Receipts' });
  const rows = () => table().locator('tr[data-row]');
  const rowCount = async () => Number(await table().getAttribute('aria-rowcount')) - 1;

  test('draws what is seen of it, and fetches no more than is scrolled to', async () => {
    await expect.poll(rowCount).toBe(total);
    expect(await rows().count()).toBeLessThan(150);
    const before = frames.length;
    await page.locator('[data-scroller]').evaluate((scroller) => {
      scroller.scrollTop = scroller.scrollHeight;
    });
    const lastRow = async () => Number(await rows().last().getAttribute('aria-rowindex'));
    await expect.poll(lastRow).toBeGreaterThan(210);
    expect(await rows().count()).toBeLessThan(150);
    // Pages of 200 receipts, never the log.
    expect(Math.max(...frames.slice(before))).toBeLessThan(400_000);
    expect(await violations(page)).toEqual([]);
  });

  test('is filtered by kind, person, time and proposal, and searched, at the node', async () => {
    const choose = (label: string, value: string | { index: number } | { label: string }) =>
      page.getByLabel(label, { exact: true }).selectOption(value);
    await choose('Kind of receipt', 'vote');
    await expect.poll(rowCount).toBe(3);
    await choose('Author', { label: 'bob' });
    await expect.poll(rowCount).toBe(1);
    await choose('Author', '');
    await choose('Kind of receipt', '');
    await choose('Proposal', { label: 'P-2 Paint the shed' });
    await expect.poll(rowCount).toBeLessThan(20);
    await expect.poll(rowCount).toBeGreaterThan(8);
    await choose('Kind of receipt', 'confirm');
    await expect.poll(rowCount).toBe(2);
    await choose('Kind of receipt', '');
    await choose('Proposal', '');
    await page.getByRole('searchbox', { name: 'Name, number or hash' }).fill(`alice ${COUNT}`);
    await expect.poll(rowCount).toBe(1);
    const { receipts } = await (homes[0] as CellHome).ask('log.page', {
      before: null,
      limit: 1,
      author: null,
    });
    await page
      .getByRole('searchbox', { name: 'Name, number or hash' })
      .fill(receipts[0]?.hash.slice(0, 16) ?? '');
    await expect.poll(rowCount).toBe(1);
    await page.getByRole('searchbox', { name: 'Name, number or hash' }).fill('nobody');
    await page.getByText('No receipt fits.').waitFor();
    await page.getByRole('searchbox', { name: 'Name, number or hash' }).fill('');
    await choose('Time', 'day');
    await expect.poll(rowCount).toBe(total);
  });

  test('is verified with progress, called off, and verified to the end, while the node answers', async () => {
    const alice = homes[0] as CellHome;
    const seen: number[] = [];
    const started = alice.ask('log.verify', {}).catch((error: Error) => error);
    await pollUntil(
      () => alice.ask('state.snapshot', {}),
      ({ care }) => {
        if (care?.work?.kind === 'verify') seen.push(care.work.done);
        return seen.length > 0;
      },
    );
    await alice.ask('care.cancel', {});
    expect(String(await started)).toMatch(/called off|cancelled/i);
    await page.getByRole('button', { name: 'Verify all' }).click();
    // The few of the short form may be verified between two looks at the page.
    if (process.env.GHOSTSTACK_LONG) await page.getByText(/^Verifying \d/).waitFor();
    await page.getByText(/receipts are intact/).waitFor({ timeout: 300_000 });
  });
});
