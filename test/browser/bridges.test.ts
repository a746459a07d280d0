/** Bridges on Reputation: other cells on one map and in words, who is known there, and the dialogs. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { FixtureBrowser, type Opening, violations } from '../support/fixture-browser.ts';
import { describeIfMet } from '../support/requirements.ts';

const main = (page: Page) => page.getByRole('main');
const card = (page: Page) => main(page).getByRole('region', { name: 'Bridges to other cells' });

describeIfMet(await browserRequirement(), 'bridges in the dashboard', () => {
  let fixture: FixtureBrowser;
  const open = (opening: Opening = {}) =>
    fixture.open({ scenario: 'governance', hash: 'reputation', ...opening });

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  test('show other cells on one map, the same in words, and apart from members who is known through whom', async () => {
    const page = await open();
    await card(page)
      .getByRole('img', { name: /^Map of .*Elm Street: until.*; / })
      .or(card(page).getByRole('img', { name: /Oak Lane: over/ }))
      .first()
      .waitFor();
    const outside = card(page).getByRole('table', { name: 'Known through bridges' });
    await outside.getByText('frank of Elm Street').waitFor();
    expect(await outside.locator('tbody tr').allTextContents()).toEqual([
      expect.stringMatching(/^frank of Elm Street.*alice/),
      expect.stringMatching(/^dave of Elm Street.*carol, frank \(Elm Street\)/),
      expect.stringMatching(/^grace of Elm Street/),
      expect.stringMatching(/^heidi of Oak Lane.*bob/),
    ]);
    expect(await main(page).getByRole('table', { name: 'Members by score' }).textContent()).not.toMatch(
      /frank/,
    );
    expect(await violations(page)).toEqual([]);
    await page.getByRole('radio', { name: 'Table' }).check();
    await card(page)
      .getByText(/^over since/)
      .waitFor();
    expect(await card(page).getByRole('img').count()).toBe(0);
  });

  test('are agreed on by the words of a card, and name what is wrong with what is brought', async () => {
    const page = await open();
    await card(page).getByRole('button', { name: 'Agree on a bridge' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('list', { name: 'Six words of this cell’s card' }).waitFor();
    const theirs = dialog.getByRole('textbox', { name: 'The other cell’s card' });
    await theirs.fill('no card');
    await dialog.getByRole('button', { name: 'Read the card' }).click();
    await dialog.getByText(/This is no card of a cell/).waitFor();
    await theirs.fill('{"v":1}');
    await dialog.getByRole('button', { name: 'Read the card' }).click();
    await dialog.getByText(/2 of 3 speak for Birch Row: kim, lee, max/).waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'They are the same' }).click();
    await page.waitForURL(/governance/);
    await page.goBack();
    await card(page).getByRole('button', { name: 'Bring in what a cell says' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('{}');
    await page.getByRole('dialog').getByRole('button', { name: 'Bring in what a cell says' }).click();
    await page.getByText(/Of those who speak for Elm Street, 1 attests this, and 3 are needed/).waitFor();
  });

  test.each([1440, 1100, 900])('fit a window of %i pixels', async (width) => {
    const page = await open();
    await page.setViewportSize({ width, height: 900 });
    await card(page).getByText('frank of Elm Street').waitFor();
    const over = await page.evaluate(() => {
      const content = document.querySelector('main');
      return content ? content.scrollWidth - content.clientWidth : 0;
    });
    expect(over).toBeLessThanOrEqual(0);
  });
});
