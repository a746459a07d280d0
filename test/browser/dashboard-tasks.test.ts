import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import {
  FIXTURE_NOW,
  FixtureBrowser,
  type Opening,
  violations,
  withNode,
} from '../support/fixture-browser.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const BOB = 'did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG';
const DAVE = 'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp';
const CONVERSATION = `messages/${encodeURIComponent(BOB)}`;

describeIfMet(await browserRequirement(), 'what is done in the dashboard', () => {
  let fixture: FixtureBrowser;
  const open = (opening?: Opening) => fixture.open(opening);

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

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

    test('who writes faster than the node stores loses nothing, and what was not stored comes back', async () => {
      const page = await open({ hash: CONVERSATION });
      await withNode(page, (node) => {
        const call = node.carrier.call;
        node.carrier.call = async (...question) => {
          await new Promise((resolve) => setTimeout(resolve, 300));
          return call(...question);
        };
      });
      const field = page.getByRole('textbox', { name: 'Message to bob' });
      const texts = ['One at a time', 'and quickly', 'and in order'];
      for (const text of texts) {
        await field.fill(text);
        await field.press('Enter');
      }
      await field.fill('begun and not sent');
      const bubbles = page.locator('article').filter({ hasText: new RegExp(texts.join('|')) });
      await bubbles.nth(2).waitFor();
      for (const [at, text] of texts.entries()) await bubbles.nth(at).getByText(text).waitFor();
      expect(await field.inputValue()).toBe('begun and not sent');

      await withNode(page, (node) => {
        node.carrier.call = async () => {
          await new Promise((resolve) => setTimeout(resolve, 300));
          return { ok: false, error: { code: 'store-full', message: 'The disk is full.' } };
        };
      });
      await field.press('Enter');
      await field.fill('the next');
      await page.getByText('The disk is full.').waitFor();
      expect(await field.inputValue()).toBe('begun and not sent\nthe next');
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
      await dialog.getByText('The port of').waitFor();
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

    test('About says the version, where a newer one would be, and under what licences its libraries are', async () => {
      const page = await open({ hash: 'settings' });
      await page.getByText('Nothing here calls home.').waitFor();
      await page.getByRole('button', { name: 'Show their licences' }).click();
      const dialog = page.getByRole('dialog', { name: 'Licences of the libraries' });
      const text = await dialog.locator('pre').innerText();
      for (const library of ['react', 'libp2p', 'better-sqlite3']) expect(text).toContain(`${library} `);
      expect(text).toContain('Permission is hereby granted');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
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
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
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
      await withNode(page, (fixture) => fixture.fallSilent());
      await page.clock.setFixedTime(new Date(FIXTURE_NOW.getTime() + 12_000));
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

  describe('the language', () => {
    const spoken = (page: Page) => page.evaluate(() => document.documentElement.lang);

    test('is taken at once, where one is, and the focus stays on the choice', async () => {
      const page = await open({ hash: 'settings' });
      await page.getByRole('radio', { name: 'Deutsch' }).check();
      await page.getByRole('heading', { name: 'Einstellungen', level: 1 }).waitFor();
      expect(await spoken(page)).toBe('de');
      expect(await page.title()).toBe('Einstellungen · GhostStack');
      const chosen = page.getByRole('radio', { name: 'Deutsch' });
      expect(await chosen.evaluate((radio) => radio === document.activeElement)).toBe(true);
      await page.keyboard.press('ArrowLeft');
      await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
      expect(await spoken(page)).toBe('en');
    });

    test('is that of the computer until one is chosen, and before there is a node', async () => {
      const german = await open({ scenario: 'setup', locale: 'de-AT' });
      await german.getByRole('button', { name: 'Weiter' }).waitFor();
      expect(await spoken(german)).toBe('de');
      const running = await open({ hash: 'settings', locale: 'de-AT' });
      await running.getByRole('radio', { name: 'English' }).check();
      await running.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
      expect(await spoken(await open({ scenario: 'setup', locale: 'fr-FR' }))).toBe('en');
    });

    test('of a dialog and a draft changes beneath them', async () => {
      const page = await open({ hash: 'messages/broadcast' });
      const field = page.getByRole('main').getByRole('textbox').last();
      await field.fill('Half a sentence');
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
      await withNode(page, (node) => node.push({ settings: { ...node.slices.settings, language: 'de' } }));
      await page
        .getByRole('navigation')
        .getByRole('link', { name: /^Nachrichten/ })
        .first()
        .waitFor();
      expect(await page.getByRole('dialog').count()).toBe(1);
      await page.keyboard.press('Escape');
      expect(await field.inputValue()).toBe('Half a sentence');
    });
  });

  describe('before the node runs', () => {
    test('first start asks for a name and a passphrase twice, then for a cell, and opens the dashboard', async () => {
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
      await page.getByRole('heading', { name: 'Where do you want to start?' }).waitFor();
      await page.getByRole('radio', { name: 'Decide later' }).check();
      await page.getByRole('button', { name: 'Open the dashboard' }).click();
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

    test('a home that another process holds names it, and how to have it', async () => {
      const page = await open({ scenario: 'home-taken' });
      await page.getByText('A node without a window (process 4711) has used it since').waitFor();
      await page.getByText('ghoststack stop --home /home/alice/ghosts/alice', { exact: true }).waitFor();
      expect(await page.getByRole('button', { name: 'Take over' }).isDisabled()).toBe(true);
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Show its node here' }).click();
      await page.getByRole('alert').waitFor();
    });

    test('a node that cannot start says why', async () => {
      const page = await open({ scenario: 'failed' });
      expect(await page.getByRole('alert').innerText()).toContain('The database is of version 9');
    });
  });
});
