import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { FixtureBrowser, type Opening, violations, withNode } from '../support/fixture-browser.ts';
import { describeIfMet } from '../support/requirements.ts';

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
  'undelivered',
  'search',
] as const;
const BOB = 'did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG';
const CONVERSATION = `messages/${encodeURIComponent(BOB)}`;

/** Goes on to another page of the same window. */
async function visit(page: Page, hash: string): Promise<void> {
  await page.evaluate((next) => {
    location.hash = `#/${next}`;
  }, hash);
  const title = hash === 'agent/episodes' ? 'episodes' : (hash.split('/')[0] ?? '');
  await page.getByRole('heading', { level: 1, name: new RegExp(`^${title}$`, 'i') }).waitFor();
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    const inMain = main ? main.scrollWidth - main.clientWidth : 0;
    return Math.max(inMain, document.documentElement.scrollWidth - window.innerWidth);
  });

describeIfMet(await browserRequirement(), 'every page of the dashboard', () => {
  let fixture: FixtureBrowser;
  const open = (opening?: Opening) => fixture.open(opening);

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

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
          () =>
            document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
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
      await withNode(page, (fixture) =>
        fixture.push({ settings: { ...fixture.slices.settings, singleKeys: false } }),
      );
      await page.keyboard.press('?');
      expect(await page.getByRole('dialog').count()).toBe(0);
      await withNode(page, (fixture) =>
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
});
