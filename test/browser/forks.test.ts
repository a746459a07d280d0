/** Forks and the cells of a home in the window: asked, entered, moved, left behind; the switcher and kept cells. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { DIDS } from '../support/dashboard-fixture/street.ts';
import { proposalId } from '../support/dashboard-fixture/street-proposals.ts';
import { FixtureBrowser, type Opening, violations } from '../support/fixture-browser.ts';
import { describeIfMet } from '../support/requirements.ts';

const MAPLE = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const main = (page: Page) => page.getByRole('main');
const button = (page: Page, name: string | RegExp) => main(page).getByRole('button', { name });
const calls = (page: Page) => page.evaluate<string[]>('fixture.calls');

describeIfMet(await browserRequirement(), 'forks in the dashboard', () => {
  let fixture: FixtureBrowser;
  const open = (scenario: string, hash = 'overview', opening: Opening = {}) =>
    fixture.open({ scenario, hash, ...opening });

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  test('whoever is asked sees who goes, what of its tokens, what to beware of, and goes or stays', async () => {
    const page = await open('fork-asked');
    await main(page).getByText('bob leaves for Maple Street 2 and asks carol and you along').waitFor();
    await main(page).getByText('You take 95 of your 115 tokens: 20 came later.').waitFor();
    await main(page).getByText('carol signed two versions of one receipt.').waitFor();
    await button(page, 'What goes along').click();
    await main(page)
      .getByRole('img', {
        name: 'dave and erin stay in Maple Street; alice, bob and carol go along to Maple Street 2.',
      })
      .waitFor();
    const carried = main(page).getByRole('table', { name: 'Goes along' });
    expect(await carried.locator('tbody tr').allTextContents()).toEqual([
      'alice95115',
      'bob8888',
      'carol9797',
    ]);
    expect(
      await main(page).getByRole('table', { name: 'Rules that are others there' }).textContent(),
    ).toMatch(/Time to vote1 day1 h/);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('t');
    await main(page).getByRole('table', { name: 'Who goes where' }).getByText(/carol/).waitFor();
    await button(page, 'Go with them').click();
    await main(page)
      .getByText('Maple Street 2: bob, carol and you have entered, erin has not answered.')
      .waitFor();
    await button(page, 'Withdraw').click();
    await main(page).getByText('You stay in Maple Street.').waitFor();
    expect((await calls(page)).filter((name) => name.startsWith('forks.'))).toEqual([
      'forks.go',
      'forks.stay',
    ]);
  });

  test('who asked goes on without whoever does not answer, and sees first what goes along then', async () => {
    const page = await open('fork-entered');
    await main(page).getByText('bob and you have entered, dave has not answered').waitFor();
    await button(page, 'Go without dave').click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('textbox', { name: 'Name of the new cell' }).inputValue()).toBe(
      'Maple Street 2',
    );
    expect(await dialog.getByRole('checkbox', { name: 'bob' }).isChecked()).toBe(true);
    expect(await dialog.getByRole('checkbox', { name: 'dave' }).isChecked()).toBe(false);
    await dialog.getByRole('img', { name: /alice and bob go along/ }).waitFor();
    expect(await dialog.getByRole('table', { name: 'Goes along' }).textContent()).not.toMatch(/dave/);
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Ask them along' }).click();
    await main(page).getByText('You leave for Maple Street 2 and ask bob along').first().waitFor();
  });

  test('a fork names whom it asks, needs a name, and follows one of two certificates', async () => {
    const page = await open('fork-twice', 'settings/cells');
    await main(page)
      .getByText('Two certificates stand for P-14. Take along who follows the same one.')
      .waitFor();
    await main(page).getByText('heidi asks to be the eighth.', { exact: false }).waitFor();
    await button(page, 'Leave by fork').first().click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('checkbox', { name: 'bob' }).isChecked()).toBe(true);
    await dialog.getByRole('radio', { name: 'failed' }).check();
    await dialog.getByText('Of P-14 it follows: failed.', { exact: false }).waitFor();
    const name = dialog.getByRole('textbox', { name: 'Name of the new cell' });
    await name.fill(' ');
    await dialog.getByRole('button', { name: 'Ask them along' }).click();
    await dialog.getByText('Give the new cell a name.').waitFor();
    await name.fill('Back Yards');
    await dialog.getByRole('checkbox', { name: 'bob' }).uncheck();
    await dialog.getByText('You found it alone. It lives at once, and you live there.').waitFor();
    await dialog.getByRole('button', { name: 'Leave alone' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  test('whoever rejected what passed is offered to leave, on the proposal, with those who voted alike ticked', async () => {
    const page = await open('fork-asked', `governance/${proposalId(13)}`);
    await main(page).getByText('P-13 passed, and you voted REJECT.', { exact: false }).waitFor();
    await button(page, 'Leave by fork').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Those who voted as you did are ticked.').waitFor();
    expect(await dialog.getByRole('checkbox', { name: 'dave' }).isChecked()).toBe(true);
    expect(await dialog.getByRole('checkbox', { name: 'bob' }).isChecked()).toBe(false);
  });

  test('a member that was away for all of it reads who left for where, counts them out, and puts it away', async () => {
    const page = await open('fork-left');
    await main(page).getByText('bob, carol and erin left for Maple Street 2 on 12 May').waitFor();
    await main(page).getByText('You stay with dave in Maple Street.', { exact: false }).waitFor();
    await button(page, 'Count them out').click();
    await page.waitForURL(/governance/);
    await page.goBack();
    await button(page, 'Ask to join them').click();
    await page.getByRole('dialog', { name: 'Join a cell' }).waitFor();
    await page.keyboard.press('Escape');
    await button(page, 'Dismiss').click();
    await main(page).getByText('bob, carol and erin left for').waitFor({ state: 'detached' });
    await page.reload();
    await main(page).getByText('Needs you').waitFor();
    expect(await main(page).getByText('bob, carol and erin left for').count()).toBe(0);
    await page.goto(page.url().replace(/#.*/, '#/settings/cells'));
    await main(page)
      .getByRole('img', { name: /bob, carol and erin go along/ })
      .waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test.each([
    { locale: 'en-GB', left: /Left for Maple Street 2 on 12 May\./, kept: 'Met in kept cells alone.' },
    {
      locale: 'de-DE',
      left: /Ist am 12\. Mai nach Maple Street 2 gegangen\./,
      kept: 'Nur in aufgehobenen Zellen.',
    },
  ])(
    'who left, and who is met in kept cells alone, is told where peers are shown ($locale)',
    async (said) => {
      const { locale } = said;
      const page = await open('fork-left', 'sync', { locale });
      expect(await main(page).getByText(said.left).count()).toBe(3);
      await page.goto(page.url().replace(/#.*/, '#/identity'));
      await main(page).getByText(said.left).first().waitFor();
      expect(await main(page).getByText(said.left).count()).toBe(3);
      await page.goto(page.url().replace(/#.*/, `#/messages/${DIDS.bob}`));
      await main(page).getByText(said.left).first().waitFor();
      // In the branch only its members are counted and drawn.
      const moved = await open('fork-moved', 'sync', { locale });
      expect(await main(moved).getByText(said.kept).count()).toBe(2);
      const drawn = await main(moved).getByRole('img').first().getAttribute('aria-label');
      expect(drawn).toMatch(/bob.*carol/);
      expect(drawn).not.toMatch(/dave|erin/);
      await moved
        .getByRole('link')
        .filter({ hasText: locale === 'en-GB' ? /of 2 peers in sync/ : /von 2 / })
        .first()
        .waitFor();
    },
  );

  test('what lives against a withdrawal is moved to on a word only', async () => {
    const page = await open('fork-crossed');
    await main(page)
      .getByText('It lives all the same: the answer of carol crossed.', { exact: false })
      .waitFor();
    await button(page, 'Move to Maple Street 2').click();
    expect(await calls(page)).toContain('forks.go');
  });

  test('the switcher has the live cell first and kept ones with their reason; a kept one is read, and lived in again', async () => {
    const page = await open('fork-moved');
    await main(page).getByText('You live in Maple Street 2 now').waitFor();
    const switcher = page.getByRole('button', { name: /Cell menu/ });
    await switcher.click();
    const items = page.getByRole('menuitem');
    expect((await items.allTextContents()).slice(0, 3)).toEqual([
      'Maple Street 23 members, live',
      'Maple Streetkept, 2 of 5 still there',
      'Elm Streetkept, 2 of 2 still there',
    ]);
    await items.nth(1).click();
    const dialog = page.getByRole('dialog', { name: 'Maple Street' });
    await dialog.getByText(/You left for Maple Street 2 on 12 May\. .* until 11 Jun 2026/).waitFor();
    await dialog.getByRole('button', { name: 'Read its receipts' }).click();
    await page.waitForURL(new RegExp(`chain/all/${MAPLE}`));
    await main(page)
      .getByText(/of Maple Street are here\./)
      .first()
      .waitFor();
    const rows = main(page).getByRole('table', { name: 'Receipts' });
    await rows.getByRole('link').first().click();
    await page.waitForURL(new RegExp(`chain/[0-9a-f]{64}/${MAPLE}`));
    await page.getByRole('complementary', { name: 'Receipt' }).getByRole('heading', { level: 2 }).waitFor();
    expect(await main(page).getByRole('button', { name: 'Verify' }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await switcher.click();
    await items.nth(1).click();
    await dialog.getByRole('button', { name: 'Stop keeping in touch' }).click();
    await page
      .getByRole('dialog', { name: 'Stop keeping in touch with Maple Street' })
      .getByRole('button', { name: 'Stop keeping in touch' })
      .click();
    await page.getByText('Maple Street is only readable now').waitFor();
    await switcher.click();
    await items.nth(1).click();
    await dialog.getByText('Not kept in touch with any more. It stays readable.', { exact: false }).waitFor();
    await dialog.getByRole('button', { name: 'Go back to Maple Street' }).click();
    await page.getByRole('button', { name: /^Maple Street\b.*Cell menu/ }).waitFor();
  });

  test('leaving asks once, and can be taken back until one is counted out; whoever is alone is shown the ways', async () => {
    const page = await open('fork-alone', 'settings/cells');
    await main(page).getByText('Nobody else who was asked is in Maple Street 2.').waitFor();
    await button(page, 'Leave this cell').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave Maple Street 2' }).click();
    await button(page, 'Come back to Maple Street 2').click();
    await button(page, 'Leave this cell').waitFor();
    expect((await calls(page)).filter((name) => name.startsWith('cells.'))).toEqual([
      'cells.leave',
      'cells.back',
    ]);
  });
});
