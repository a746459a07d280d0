import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CATALOGUES } from '#shared/words/catalogues.ts';
import { browserRequirement } from '../support/browser-requirement.ts';
import { DIALOGS, openDialog } from '../support/dashboard-fixture/dialogs.ts';
import { VIEWS } from '../support/dashboard-fixture/views.ts';
import { FixtureBrowser } from '../support/fixture-browser.ts';
import { pageStrings } from '../support/page-strings.ts';
import { pseudoLanguage } from '../support/pseudo-build.ts';
import { inAnyLetters } from '../support/pseudo-message.ts';
import { describeIfMet } from '../support/requirements.ts';
import { Content, untranslated } from '../support/untranslated.ts';

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

  test.each(DIALOGS)('nor has $what, nor what is said of it when nothing was written', async (view) => {
    const page = await fixture.open(view);
    await openDialog(page, view, (key) => inAnyLetters(CATALOGUES.en[key]));
    expect(await strangers(page)).toEqual([]);
    const submit = page.getByRole('dialog').locator('button[type=submit]:enabled');
    if ((await submit.count()) === 0) return;
    await submit.first().click();
    expect(await strangers(page)).toEqual([]);
  });
});
