import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { CellHome } from '../support/cell/cell-home.ts';
import { launchChromium } from '../support/chromium.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

interface WaitingLine {
  readonly to: string;
  readonly toEveryone: boolean;
  readonly text: string;
  readonly state: string;
  readonly reason: string;
}

describeIfMet(await browserRequirement(), 'what is not delivered', () => {
  let browser: Browser;
  let folder: string;
  let homes: CellHome[];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ghoststack-undelivered-'));
    homes = ['alice', 'bob', 'carol'].map((name) => new CellHome(folder, name));
  });
  afterEach(async () => {
    await Promise.all(homes.map((home) => home.stop()));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function cellOfThree(): Promise<[CellHome, CellHome, CellHome]> {
    const [alice, bob, carol] = homes as [CellHome, CellHome, CellHome];
    await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
    await Promise.all([bob, carol].map((home) => home.run('init', '--name', home.name)));
    await alice.start('--accept-joins', '--dashboard', '127.0.0.1:0');
    for (const home of [bob, carol]) {
      await home.start('--accept-joins');
      const { code } = await alice.run<{ code: string }>('invite');
      await home.run('join', code);
    }
    return [alice, bob, carol];
  }

  const rows = (page: Page) =>
    page
      .locator('main tr[data-row]')
      .evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim())),
      );

  test('is shown for whom and why, the same in the terminal, tried and given up together, until all is out', async () => {
    const [alice, bob, carol] = await cellOfThree();
    await Promise.all([bob.kill(), carol.stop()]);
    await pollUntil(
      async () => (await alice.ask('state.snapshot', {})).peers.map(({ link }) => link.state),
      (states) => states.every((state) => state === 'offline'),
    );
    for (const text of ['The ladder is in the shed', 'Bring <b>rope</b> "and" nails']) {
      await alice.run('send', '--to', 'bob', text);
    }
    await alice.run('send', '--to', 'broadcast', 'Meeting on Friday');

    const { url } = await alice.run<{ url: string }>('dashboard');
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await page.getByRole('link', { name: /^Queue/ }).click();
    const answer = page.getByText(/^3 messages wait, 3 for bob since \d\d:\d\d\./);
    await answer.waitFor();
    const shown = await rows(page);
    expect(shown.map(([, to, text]) => [to, text])).toEqual(
      expect.arrayContaining([
        ['bob', 'The ladder is in the shed'],
        ['bob', 'Bring <b>rope</b> "and" nails'],
        ['bob, written to everyone', 'Meeting on Friday'],
        ['carol, written to everyone', 'Meeting on Friday'],
      ]),
    );
    expect(shown).toHaveLength(4);

    await pollUntil(
      async () => {
        const inTerminal = await alice.run<WaitingLine[]>('queue', '--waiting');
        return { inTerminal, onPage: await rows(page) };
      },
      ({ inTerminal, onPage }) =>
        inTerminal.length === 4 &&
        inTerminal.every(({ to, toEveryone, text, reason }, index) => {
          const [, name, shownText, , why] = onPage[index] ?? [];
          const whom = to + (toEveryone ? ', written to everyone' : '');
          return name === whom && shownText === text && why?.startsWith(reason);
        }),
    );

    // One is chosen and given up; the terminal's list of all knows it, too.
    await page
      .getByRole('checkbox', { name: 'Choose the message for bob: The ladder is in the shed' })
      .check();
    await page.getByRole('button', { name: 'Cancel 1', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel the message' }).click();
    await page.getByText(/^2 messages wait, 2 for bob/).waitFor();
    expect((await alice.queue()).map(({ state }) => state)).toEqual(['cancelled', 'queued', 'queued']);

    // Carol comes back: the text to everyone is hers, and still waits for bob.
    await carol.start();
    await page.getByText(/^2 messages wait for bob/).waitFor();
    await expect.poll(() => rows(page)).toHaveLength(2);
    expect((await carol.inbox()).map(({ text }) => text)).toEqual(['Meeting on Friday']);

    await bob.start();
    await page.getByRole('button', { name: 'Try all now' }).click();
    await page.getByText('Nothing waits.').first().waitFor();
    expect((await bob.inbox()).map(({ text }) => text)).toEqual([
      'Bring <b>rope</b> "and" nails',
      'Meeting on Friday',
    ]);
    await page.close();
  });
});
