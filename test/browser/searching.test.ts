import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { type CellHome, twoMembers } from '../support/cell/cell-home.ts';
import { launchChromium } from '../support/chromium.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

/** More than a conversation loads at first. */
const MANY = 90;

describeIfMet(await browserRequirement(), 'who looks for words', () => {
  let browser: Browser;
  let folder: string;
  let homes: CellHome[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ghoststack-searching-'));
  });
  afterEach(async () => {
    await Promise.all(homes.map((home) => home.stop()));
    homes = [];
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('is led by the palette and the page, by keys alone, to the very message, however old it is', async () => {
    const { alice, bob } = await twoMembers(folder);
    homes = [alice, bob];
    await pollUntil(
      () => bob.ask('state.snapshot', {}),
      ({ cell, peers }) => cell?.members.length === 2 && peers[0]?.link.state === 'connected',
    );
    const aliceDid = (await alice.status()).did;
    await bob.ask('messages.send', { to: aliceDid, text: 'The <b>ladder</b> is behind the greenhouse' });
    for (let number = 0; number < MANY; number += 1) {
      await bob.ask('messages.send', { to: aliceDid, text: `Note ${number} of the day` });
    }
    const { id } = await bob.ask('governance.propose', { title: 'Buy a ladder', text: '', open: true });
    await pollUntil(
      () => alice.ask('search.find', { text: 'ladder note day' }),
      ({ searched }) => searched.messages === MANY + 1 && searched.proposals > 0,
    );
    await alice.stop();
    await alice.start('--dashboard', '127.0.0.1:0');
    const { url } = await alice.run<{ url: string }>('dashboard');
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

    await page.keyboard.press('Control+k');
    await page.keyboard.type('green');
    const palette = page.getByRole('dialog');
    await palette.getByRole('option', { name: /The <b>ladder<\/b> is behind the greenhouse/ }).waitFor();
    await page.keyboard.press('Enter');
    const message = page.locator('article', { hasText: 'behind the greenhouse' });
    await message.waitFor();
    expect(await message.locator('a[aria-current]').count()).toBe(1);
    await expect
      .poll(() =>
        message.evaluate((one) => {
          const { top, bottom } = one.getBoundingClientRect();
          return top >= 0 && bottom <= window.innerHeight;
        }),
      )
      .toBe(true);
    // The newest stay at the node until they are asked for.
    const newest = page.locator('article', { hasText: `Note ${MANY - 1} of the day` });
    expect(await newest.count()).toBe(0);
    await page.getByRole('button', { name: 'Show the newest' }).click();
    await newest.waitFor();

    await page.keyboard.press('Control+k');
    await page.keyboard.type('ladder');
    await palette.getByRole('option', { name: /^Show all 2/ }).waitFor();
    await page.keyboard.press('ArrowUp');
    for (let presses = 0; presses < 20; presses += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('1 message, 1 proposal').first().waitFor();
    expect(await page.locator('main mark').allInnerTexts()).toEqual(['ladder']);
    expect(await page.locator('main b', { hasText: /^ladder$/ }).count()).toBe(0);
    await page.getByRole('radio', { name: 'Proposals' }).check();
    await page.getByText('1 proposal', { exact: true }).first().waitFor();
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`#/governance/${id}$`));

    await page.goBack();
    await page.getByRole('searchbox').fill('nobodywrotethis');
    await page
      .getByText(/^Nothing found in all 91 messages, \d+ proposals? and \d+ receipts$/)
      .first()
      .waitFor();
    await page.close();
  });
});
