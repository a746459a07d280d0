import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CATALOGUES } from '#shared/words/catalogues.ts';
import { browserRequirement } from '../support/browser-requirement.ts';
import { cutTexts } from '../support/cut-text.ts';
import { DIALOGS, openDialog } from '../support/dashboard-fixture/dialogs.ts';
import { saysIn, VIEWS } from '../support/dashboard-fixture/views.ts';
import { FixtureBrowser } from '../support/fixture-browser.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const WIDTHS = [1440, 1280, 1100, 900, 700];
/** German needs more room than English for nearly all that is said. */
const LANGUAGES = process.env.GHOSTSTACK_LONG === '1' ? (['en', 'de'] as const) : (['de'] as const);
describeIfMet(await browserRequirement(), 'the widths of a window', () => {
  let fixture: FixtureBrowser;
  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  const spoken = LANGUAGES.flatMap((language) =>
    Object.entries(VIEWS).map(([scenario, views]) => ({ language, scenario, views })),
  );
  test.each(spoken)(
    'no text is cut at any, in $language: $scenario',
    async ({ language, scenario, views }) => {
      const cut: Record<string, string[]> = {};
      for (const view of views) {
        const page = await fixture.open({ scenario, hash: view.hash, locale: language });
        await page.getByText(saysIn(language, view)).first().waitFor();
        if (view.tables) await page.keyboard.press('t');
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          const left = await settledCuts(page);
          if (left.length > 0) cut[`${view.hash}${view.tables ? ' as tables' : ''} at ${width}`] = left;
        }
      }
      expect(cut).toEqual({});
    },
  );

  const dialogs = LANGUAGES.flatMap((language) => DIALOGS.map((view) => ({ language, ...view })));
  test.each(dialogs)('nor is any of $what, in $language', async ({ language, ...view }) => {
    const page = await fixture.open({ ...view, locale: language });
    await openDialog(page, view, (key) => CATALOGUES[language][key]);
    const cut: Record<number, string[]> = {};
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const left = await settledCuts(page);
      if (left.length > 0) cut[width] = left;
    }
    expect(cut).toEqual({});
  });

  test.each([
    ['governance', 'governance/list'],
    ['governance', 'tokens'],
    ['cell', 'chain'],
    ['street', 'agent/episodes'],
  ])('a row says as much in the narrowest window as in the widest: %s, %s', async (scenario, hash) => {
    const page = await fixture.open({ scenario, hash });
    const row = page.locator('tr[data-row]').nth(2);
    await row.waitFor();
    const wide = words(await row.innerText());
    expect(wide.length).toBeGreaterThan(3);
    await page.setViewportSize({ width: 560, height: 900 });
    expect(await settledCuts(page)).toEqual([]);
    expect(words(await row.innerText())).toEqual(expect.arrayContaining(wide));
  });
});

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** What is still cut once the page has had time to answer to its new width. */
async function settledCuts(page: Page): Promise<string[]> {
  let seen: string[] = [];
  const whole = await pollUntil(
    async () => {
      seen = await cutTexts(page);
      return seen.length === 0;
    },
    (isWhole) => isWhole,
    1_500,
  ).catch(() => false);
  return whole ? [] : seen;
}
