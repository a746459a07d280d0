import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { VIEWS } from '../support/dashboard-fixture/views.ts';
import { FixtureBrowser } from '../support/fixture-browser.ts';
import { pageStrings } from '../support/page-strings.ts';
import { pseudoLanguage } from '../support/pseudo-build.ts';
import { inAnyLetters } from '../support/pseudo-message.ts';
import { describeIfMet } from '../support/requirements.ts';
import { Content, untranslated } from '../support/untranslated.ts';

const click = (name: string | RegExp) => (page: Page) =>
  page
    .getByRole('button', { name: inAnyLetters(name) })
    .first()
    .click();

interface Opened {
  readonly scenario: string;
  readonly hash: string;
  readonly what: string;
  readonly open: (page: Page) => Promise<void>;
}

/** Every dialog, by the words that open it. */
const OPENED: readonly Opened[] = [
  {
    scenario: 'governance',
    hash: 'overview',
    what: 'the palette',
    open: (page) => page.keyboard.press('Control+k'),
  },
  { scenario: 'governance', hash: 'overview', what: 'the keys', open: (page) => page.keyboard.press('?') },
  { scenario: 'governance', hash: 'governance', what: 'a new proposal', open: click('New proposal') },
  { scenario: 'governance', hash: 'governance', what: 'other rules', open: click('Propose other rules') },
  { scenario: 'governance', hash: 'reputation', what: 'an endorsement', open: click('Endorse someone') },
  { scenario: 'governance', hash: 'tokens', what: 'a transfer', open: click('Send tokens') },
  { scenario: 'cell', hash: 'sync', what: 'an invitation', open: click('Invite someone') },
  { scenario: 'cell', hash: 'settings', what: 'an address', open: click('Address') },
  { scenario: 'cell-barred', hash: 'overview', what: 'signing again', open: click('Sign again…') },
  { scenario: 'street', hash: 'settings', what: 'a peer to edit', open: click('Edit') },
  { scenario: 'street', hash: 'settings', what: 'a peer to remove', open: click('Remove') },
  { scenario: 'street', hash: 'settings', what: 'another passphrase', open: click('Change passphrase') },
  { scenario: 'street', hash: 'settings', what: 'a peer to add', open: click('Add a peer') },
  { scenario: 'alone', hash: 'sync', what: 'a cell to found', open: click('Found a cell') },
  { scenario: 'alone', hash: 'sync', what: 'a cell to join', open: click('Join a cell') },
];

/** What a page says in plain letters though it is nobody's name, title or text. */
async function strangers(page: Page): Promise<string[]> {
  const content = new Content();
  const told = 'JSON.stringify([fixture.slices, fixture.messages, fixture.told])';
  content.add(JSON.parse(await page.evaluate<string>(told)));
  return untranslated(await pageStrings(page), content);
}

describeIfMet(await browserRequirement(), 'a page in a language that nobody speaks', () => {
  let fixture: FixtureBrowser;
  beforeAll(async () => {
    fixture = await FixtureBrowser.start(pseudoLanguage());
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  test.each(Object.entries(VIEWS))(
    'has no word from elsewhere than the catalogue: %s',
    async (scenario, views) => {
      const found: Record<string, string[]> = {};
      for (const view of views) {
        const page = await fixture.open({ scenario, hash: view.hash });
        await page.getByText(inAnyLetters(view.says)).first().waitFor();
        if (view.tables) await page.keyboard.press('t');
        const left = await strangers(page);
        if (left.length > 0) found[`${view.hash}${view.tables ? ' as tables' : ''}`] = left;
      }
      expect(found).toEqual({});
    },
  );

  test.each(OPENED)('nor has $what, nor what is said of it when nothing was written', async (opened) => {
    const page = await fixture.open(opened);
    await opened.open(page);
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await strangers(page)).toEqual([]);
    const submit = dialog.locator('button[type=submit]:enabled');
    if ((await submit.count()) === 0) return;
    await submit.first().click();
    expect(await strangers(page)).toEqual([]);
  });
});
