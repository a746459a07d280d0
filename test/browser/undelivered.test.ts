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

/** On a slow machine others have been given copies meanwhile. */
const WAITS = expect.stringMatching(/^(queued|relayed)$/);

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
    homes = ['alice', 'bob', 'carol', 'dave'].map((name) => new CellHome(folder, name));
  });
  afterEach(async () => {
    await Promise.all(homes.map((home) => home.stop()));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function cellOfFour(): Promise<[CellHome, CellHome, CellHome, CellHome]> {
    const [alice, bob, carol, dave] = homes as [CellHome, CellHome, CellHome, CellHome];
    await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
    await Promise.all([bob, carol, dave].map((home) => home.run('init', '--name', home.name)));
    await alice.start('--accept-joins', '--dashboard', '127.0.0.1:0');
    for (const home of [bob, carol, dave]) {
      await home.start('--accept-joins');
      const { code } = await alice.act<{ code: string }>('invite');
      await home.act('join', code);
    }
    return [alice, bob, carol, dave];
  }

  const rows = (page: Page) =>
    page
      .locator('main tr[data-row]')
      .evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim())),
      );

  test('is shown for whom and why, the same in the terminal, tried and given up together, until all is out', async () => {
    const [alice, bob, carol, dave] = await cellOfFour();
    await Promise.all([bob.kill(), carol.stop()]);
    await pollUntil(
      async () => (await alice.ask('state.snapshot', {})).peers,
      (peers) => peers.every(({ name, link }) => name === 'dave' || link.state === 'offline'),
    );
    for (const text of ['The ladder is in the shed', 'Bring <b>rope</b> "and" nails']) {
      await alice.act('send', '--to', 'bob', text);
    }
    for (const text of ['Meeting on Friday', 'Bring chairs', 'Bring a lamp']) {
      await alice.act('send', '--to', 'broadcast', text);
    }
    await expect.poll(async () => (await dave.inbox()).length).toBe(3);

    const { url } = await alice.run<{ url: string }>('dashboard');
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await page.getByRole('link', { name: /^Queue/ }).click();
    const answer = page.getByText(/^5 messages wait, 5 for bob since \d\d:\d\d\./);
    await answer.first().waitFor();
    // Readers are told it at once, too, and not that it loads.
    expect(await page.locator('main [role=status]').first().innerText()).toMatch(/^5 messages wait/);
    const shown = await rows(page);
    expect(shown.map(([, to, text]) => [to, text])).toEqual(
      expect.arrayContaining([
        ['bob', 'The ladder is in the shed'],
        ['bob', 'Bring <b>rope</b> "and" nails'],
        ['bob, written to everyone', 'Meeting on Friday'],
        ['carol, written to everyone', 'Meeting on Friday'],
        ['carol, written to everyone', 'Bring chairs'],
      ]),
    );
    expect(shown).toHaveLength(8);

    await pollUntil(
      async () => {
        const inTerminal = await alice.run<WaitingLine[]>('queue', '--waiting');
        return { inTerminal, onPage: await rows(page) };
      },
      ({ inTerminal, onPage }) =>
        inTerminal.length === 8 &&
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
    await page.getByRole('button', { name: 'Cancel the delivery' }).click();
    await page.getByText(/^4 messages wait, 4 for bob/).waitFor();

    // Two texts to everyone are given up for bob alone: by his row, and in the terminal.
    const row = page.getByRole('row').filter({ hasText: 'bob, written to everyone' });
    await row.filter({ hasText: 'Bring chairs' }).getByRole('button', { name: 'Cancel' }).click();
    const lamp = (await alice.queue()).find(({ text }) => text === 'Bring a lamp')?.id ?? '';
    expect(await alice.run('cancel', '--to', 'bob', lamp)).toMatchObject({ state: WAITS });
    await expect(alice.run('cancel', '--to', 'dave', lamp)).rejects.toThrow(/waits for this message/);
    await page.getByText(/^4 messages wait, 3 for carol/).waitFor();

    // Carol comes back: the texts to everyone are hers, and one still waits for bob.
    await carol.start();
    await page.getByText(/^2 messages wait for bob/).waitFor();
    await expect.poll(() => rows(page)).toHaveLength(2);
    expect((await carol.inbox()).map(({ text }) => text)).toEqual([
      'Meeting on Friday',
      'Bring chairs',
      'Bring a lamp',
    ]);
    expect((await alice.queue()).map(({ state, reason }) => [state, reason])).toEqual([
      [
        'cancelled',
        expect.stringMatching(/^(Cancelled before it was sent|Taken back; copies with dave .*)$/),
      ],
      [WAITS, expect.anything()],
      [
        WAITS,
        expect.stringMatching(
          /^Delivered to 2 of 3; (waits for|given to (carol|dave|carol and dave) for) bob$/,
        ),
      ],
      ['cancelled', 'Delivered to 2 of 3, then cancelled'],
      ['cancelled', 'Delivered to 2 of 3, then cancelled'],
    ]);

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
