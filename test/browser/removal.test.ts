import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { CellHome } from '../support/cell/cell-home.ts';
import { launchChromium } from '../support/chromium.ts';
import { visit } from '../support/dashboard-tour.ts';
import { violations } from '../support/fixture-browser.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const PAGES = [
  'Messages',
  'Sync',
  'Governance',
  'Chain',
  'Reputation',
  'Tokens',
  'Identity',
  'Agent',
  'Settings',
  'Overview',
];

describeIfMet(await browserRequirement(), 'members in browsers', () => {
  let browser: Browser;
  let folder: string;
  let homes: CellHome[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ghoststack-removed-'));
    homes = ['alice', 'bob', 'carol'].map((name) => new CellHome(folder, name));
  });
  afterEach(async () => {
    await Promise.all(homes.map((home) => home.stop()));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    expect(problems.splice(0)).toEqual([]);
  });

  const open = async (home: CellHome): Promise<Page> => {
    const { url } = await home.run<{ url: string }>('dashboard');
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => problems.push(`${home.name}: ${error.message}`));
    await page.goto(url);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    return page;
  };

  test('one proposes that another leaves, and who was removed reads on', async () => {
    const [alice, bob, carol] = homes as [CellHome, CellHome, CellHome];
    await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
    await Promise.all([bob, carol].map((home) => home.run('init', '--name', home.name)));
    await Promise.all(homes.map((home) => home.start('--accept-joins', '--dashboard', '127.0.0.1:0')));
    for (const home of [bob, carol]) {
      const { code } = await alice.act<{ code: string }>('invite');
      await home.act('join', code);
    }

    const hers = await open(alice);
    await visit(hers, 'Identity');
    await hers.getByRole('button', { name: 'What you can do about carol' }).click();
    await hers.getByRole('menuitem', { name: 'Propose removal…' }).click();
    await hers.getByRole('textbox', { name: 'Reason' }).fill('Moved away.');
    await hers.getByRole('button', { name: 'Propose removal', exact: true }).click();
    await hers.getByRole('heading', { level: 1, name: 'Remove carol' }).waitFor();
    const card = hers.getByRole('region', { name: 'What it changes' });
    await card.getByText(/^did:webvh:/).waitFor();

    const id = hers.url().split('/').at(-1) ?? '';
    for (const home of homes) {
      await pollUntil(
        () => home.run<{ id: string }[]>('proposals'),
        (rows) => rows.some((row) => row.id === id),
      );
      await home.act('vote', id, home === carol ? 'reject' : 'approve');
    }
    await hers.getByText('Passed 2 to 1').first().waitFor();

    const page = await open(carol);
    await page.getByRole('heading', { name: 'You are no longer a member of Maple Street' }).waitFor();
    for (const name of PAGES) {
      await visit(page, name);
      expect(await violations(page), name).toEqual([]);
    }
    await page.getByText('Maple Street goes on without you.').first().waitFor();
    expect(await page.getByText('Your vote is missing').count()).toBe(0);
  });
});
