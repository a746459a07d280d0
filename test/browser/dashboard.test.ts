import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import type { FixtureNode } from '../support/dashboard-fixture/fixture-node.ts';
import { type ServedFixture, serveFixture } from '../support/dashboard-fixture/serve-fixture.ts';
import { pollUntil } from '../support/poll-until.ts';

const PAGES = [
  'overview',
  'messages',
  'sync',
  'governance',
  'chain',
  'reputation',
  'tokens',
  'identity',
  'agent',
  'agent/episodes',
  'settings',
] as const;
const BOB = 'did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG';
const DAVE = 'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp';
const CONVERSATION = `messages/${encodeURIComponent(BOB)}`;
const NOW = new Date(2026, 4, 14, 17, 42, 12);

let folder: string;
let served: ServedFixture;
let browser: Browser;
let context: BrowserContext | undefined;
/** Errors of the page: exceptions, failed requests, violations of the content security policy. */
let complaints: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ghoststack-fixture-'));
  served = await serveFixture(folder);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await context?.close();
  context = undefined;
  expect(complaints).toEqual([]);
});

interface Opening {
  readonly scenario?: string;
  readonly hash?: string;
  readonly dark?: boolean;
  readonly width?: number;
  readonly height?: number;
}

async function open(opening: Opening = {}): Promise<Page> {
  const { scenario = 'street', hash = 'overview', dark = false, width = 1440, height = 900 } = opening;
  complaints = [];
  await context?.close();
  context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.clock.setFixedTime(NOW);
  await page.goto(`${served.url}/?scenario=${scenario}#/${hash}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Goes on to another page of the same window. */
async function visit(page: Page, hash: string): Promise<void> {
  await page.evaluate((next) => {
    location.hash = `#/${next}`;
  }, hash);
  const title = hash === 'agent/episodes' ? 'episodes' : (hash.split('/')[0] ?? '');
  await page.getByRole('heading', { level: 1, name: new RegExp(`^${title}$`, 'i') }).waitFor();
}

/** Does something with the node that lives in the page. */
function node(page: Page, act: (fixture: FixtureNode) => void): Promise<void> {
  return page.evaluate(`(${act.toString()})(window.fixture)`);
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((one) => one.target.join(' ')).join(', ')}`,
  );
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    const inMain = main ? main.scrollWidth - main.clientWidth : 0;
    return Math.max(inMain, document.documentElement.scrollWidth - window.innerWidth);
  });

describe.each([
  ['light', false],
  ['dark', true],
])('in %s', (_theme, dark) => {
  test('every page has one heading, an answer, landmarks, and nothing that axe objects to', async () => {
    const page = await open({ dark });
    for (const hash of [...PAGES, `${CONVERSATION}/10`]) {
      await visit(page, hash);
      expect(await page.getByRole('heading', { level: 1 }).count(), hash).toBe(1);
      expect(await page.getByRole('main').count(), hash).toBe(1);
      expect(await page.getByRole('navigation').count(), hash).toBe(1);
      expect(await page.getByRole('status').first().textContent(), hash).not.toBe('');
      expect(await violations(page), hash).toEqual([]);
    }
  });

  test('states besides the usual are free of violations too', async () => {
    const states = dark
      ? ['setup-keychain', 'disk-full']
      : ['setup-keychain', 'setup', 'locked', 'disk-full', 'offline', 'failed'];
    for (const scenario of states) {
      const page = await open({ scenario, dark });
      expect(await violations(page), scenario).toEqual([]);
    }
    const page = await open({ scenario: 'alone', dark });
    for (const hash of ['agent', 'messages', 'settings']) {
      await visit(page, hash);
      expect(await violations(page), hash).toEqual([]);
    }
  });

  test('dialogs are free of violations', async () => {
    const page = await open({ dark });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('bob');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add a peer' }).first().click();
    await page.getByRole('button', { name: 'Add peer' }).click();
    expect(await violations(page)).toEqual([]);
  });
});

test('no page scrolls sideways down to 640 px', async () => {
  for (const width of [640, 900, 1100]) {
    const page = await open({ width, height: 700 });
    for (const hash of [...PAGES, `${CONVERSATION}/10`]) {
      await visit(page, hash);
      expect(await overflow(page), `${hash} at ${width}`).toBe(0);
    }
  }
});

describe('by keyboard', () => {
  test('pages open by number, and the palette finds people, messages and actions', async () => {
    const page = await open();
    await page.keyboard.press('Control+9');
    await page.getByRole('heading', { level: 1, name: 'Agent' }).waitFor();
    await page.keyboard.press('Control+,');
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('message bob');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'bob' }).waitFor();
  });

  test('a dialog keeps the focus, closes on Escape and gives the focus back', async () => {
    const page = await open({ hash: 'settings' });
    const opener = page.getByRole('button', { name: 'Edit bob' });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press('Tab');
      const inside = await page.evaluate(
        () => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
      );
      expect(inside).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('J and K move through conversations, Enter opens, and fields take letters as letters', async () => {
    const page = await open({ hash: 'messages' });
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'bob' }).waitFor();
    const field = page.getByRole('textbox', { name: 'Message to bob' });
    await field.focus();
    await page.keyboard.type('jkst[?');
    expect(await field.inputValue()).toBe('jkst[?');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('single keys rest when they are switched off', async () => {
    const page = await open();
    await node(page, (fixture) =>
      fixture.push({ settings: { ...fixture.slices.settings, singleKeys: false } }),
    );
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await node(page, (fixture) =>
      fixture.push({ settings: { ...fixture.slices.settings, singleKeys: true } }),
    );
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'All keys' }).waitFor();
  });

  test('the skip link leads to the content', async () => {
    const page = await open();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  });
});

describe('messages', () => {
  test('a message for an absent peer is queued with its reason, then delivered', async () => {
    const page = await open({ hash: CONVERSATION });
    const button = page.getByRole('button', { name: 'Queue' });
    await button.waitFor();
    await page.getByRole('textbox', { name: 'Message to bob' }).fill('Are you there?');
    await button.click();
    const bubble = page.locator('article', { hasText: 'Are you there?' });
    await bubble.getByText('Queued, bob is offline').waitFor();

    await page.evaluate((did) => {
      window.fixture.setPeer(did, { link: { state: 'connected' }, lastSeenAtMs: Date.now() });
      const message = window.fixture.messages.find((one) => one.text === 'Are you there?');
      if (message) window.fixture.store({ ...message, state: 'delivered' });
    }, BOB);
    await bubble.getByText('Delivered').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
  });

  test('the life of a message tells its steps, and it can be cancelled', async () => {
    const page = await open({ hash: `${CONVERSATION}/10` });
    const life = page.getByRole('complementary', { name: 'Life of this message' });
    await life.getByText('Next try').waitFor();
    expect(await life.innerText()).toContain('in 41 s at 192.168.1.23, attempt 31');
    expect(await life.innerText()).toContain('412 bytes sealed');
    await life.getByRole('button', { name: 'Cancel message' }).click();
    await life.getByRole('button', { name: 'Send again' }).waitFor();
    expect(await page.getByText('Cancelled before it was sent').count()).toBe(1);
  });

  test('characters that turn the direction of text are shown, not obeyed', async () => {
    const page = await open({ hash: `messages/${encodeURIComponent(DAVE)}` });
    const text = await page.locator('article', { hasText: 'The invoice' }).innerText();
    expect(text).toContain('U+202E');
    expect(text).not.toContain('\u202E');
  });

  test('a peer is added by identity and address, and the node’s refusal stands at its field', async () => {
    const page = await open({ scenario: 'alone', hash: 'messages' });
    await page.getByRole('button', { name: 'Add a peer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Identity of the peer' }).fill('bob');
    await dialog.getByRole('button', { name: 'Add peer' }).click();
    await dialog.getByText('An identity begins with did:key:z6Mk').waitFor();
    await dialog.getByRole('textbox', { name: 'Identity of the peer' }).fill(BOB);
    await dialog.getByRole('textbox', { name: 'Name' }).fill('bob');
    const address = dialog.getByRole('textbox', { name: 'Address' });
    await address.fill('/ip4/192.168.1.23/tcp/0');
    await dialog.getByRole('button', { name: 'Add peer' }).click();
    await dialog.getByText('names port 0').waitFor();
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    await address.fill('/ip4/192.168.1.23/tcp/4001');
    await dialog.getByRole('button', { name: 'Add peer' }).click();
    await page.getByRole('heading', { level: 2, name: 'bob' }).waitFor();
    await page.getByText('Not seen yet.').first().waitFor();
  });

  test('my identity can be copied for the other side', async () => {
    const page = await open({ hash: 'settings' });
    await page.getByRole('button', { name: 'Copy identity' }).click();
    await page.getByText('Copied to the clipboard').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^did:key:z6Mk/);
  });
});

describe('the agent', () => {
  test('a cycle by form moves chart, mood and episodes', async () => {
    const page = await open({ hash: 'agent' });
    const chart = page.getByRole('img', { name: /^Chart of cycles 191 to 214/ });
    await chart.waitFor();
    await page.getByRole('button', { name: 'Run one cycle' }).click();
    await page.getByRole('img', { name: /^Chart of cycles 192 to 215/ }).waitFor();
    await page.getByText('215 remembered').waitFor();
  });

  test('every drawing has its text: T shows the chart as a table', async () => {
    const page = await open({ hash: 'agent' });
    await page.keyboard.press('t');
    const table = page.getByRole('table', { name: /^Chart of cycles/ });
    await table.waitFor();
    expect(await table.getByRole('row').count()).toBe(25);
  });

  test('a run shows its progress and can be stopped', async () => {
    const page = await open({ scenario: 'running', hash: 'agent' });
    const bar = page.getByRole('progressbar', { name: /140 of 1.000 cycles/ });
    expect(await bar.getAttribute('aria-valuenow')).toBe('140');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Start the run' }).waitFor();
  });

  test('a suggestion is sent only by a click, and as edited', async () => {
    const page = await open({ hash: 'agent' });
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('textbox', { name: 'Text of the suggestion' }).fill('Has anyone seen bob?');
    await page.getByRole('button', { name: 'Send as alice' }).click();
    await page.getByText('and it suggests nothing').first().waitFor();
  });

  test('of many episodes only what is seen is drawn', async () => {
    const page = await open({ hash: 'agent/episodes' });
    await page.getByRole('row').nth(20).waitFor();
    const drawn = await page.locator('tr[data-row]').count();
    expect(drawn).toBeLessThan(100);
    await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
    await pollUntil(
      () => page.locator('tr[data-row] td:first-child').last().textContent(),
      (time) => time !== null && time !== '17:31',
    );
    await page.getByText('214 of 214 loaded').waitFor();
  });
});

describe('what is true now, and what was', () => {
  test('silence of the node is said within seconds, in the past tense, and actions wait', async () => {
    const page = await open();
    await node(page, (fixture) => fixture.fallSilent());
    await page.clock.setFixedTime(new Date(NOW.getTime() + 12_000));
    await page.getByRole('alert').getByText('No word from the node').waitFor();
    await page.getByText('erin was in sync').waitFor();
    expect(await page.getByRole('button', { name: 'Sync now' }).isDisabled()).toBe(true);
    expect(await violations(page)).toEqual([]);
  });

  test('a full disk is said in words, and what still works', async () => {
    const page = await open({ scenario: 'disk-full' });
    expect(await page.getByRole('alert').innerText()).toContain('The disk is full: 12 MB free');
    await page.getByText('Reading only', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Sync now' }).isDisabled()).toBe(true);
  });

  test('theme and density follow the settings at once', async () => {
    const page = await open({ hash: 'settings' });
    await page.getByRole('radio', { name: 'Dark' }).check();
    await page.getByRole('radio', { name: 'Compact' }).check();
    await pollUntil(
      () => page.evaluate(() => ({ ...document.documentElement.dataset })),
      ({ theme, density }) => theme === 'dark' && density === 'compact',
    );
  });
});

describe('before the node runs', () => {
  test('first start asks for a name and a passphrase twice, then opens the dashboard', async () => {
    const page = await open({ scenario: 'setup' });
    await page.getByRole('textbox', { name: 'Name' }).fill('alice');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'How should your key be protected?' }).waitFor();
    await page.locator('input[type=password]').first().fill('short');
    await page.getByRole('button', { name: 'Create my key' }).click();
    await page.getByText('5 of at least 8 characters.').waitFor();
    await page.locator('input[type=password]').first().fill('correct horse');
    await page.getByLabel('Passphrase again').fill('correct house');
    await page.getByRole('button', { name: 'Create my key' }).click();
    await page.getByText('The two passphrases differ.').waitFor();
    await page.getByLabel('Passphrase again').fill('correct horse');
    await page.getByRole('button', { name: 'Create my key' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  test('a wrong passphrase is said, the right one opens', async () => {
    const page = await open({ scenario: 'locked' });
    await page.getByLabel('Passphrase', { exact: true }).fill('wrong horse');
    await page.keyboard.press('Enter');
    await page.getByText('That passphrase does not open this key.').waitFor();
    await page.getByLabel('Passphrase', { exact: true }).fill('correct horse');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  test('a node that cannot start says why', async () => {
    const page = await open({ scenario: 'failed' });
    expect(await page.getByRole('alert').innerText()).toContain('The database is of version 9');
  });
});
