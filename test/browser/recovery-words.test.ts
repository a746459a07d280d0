import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { SAMPLE_WORDS } from '../support/dashboard-fixture/words-answers.ts';
import { FixtureBrowser, violations } from '../support/fixture-browser.ts';
import { OperatorHand } from '../support/operator-hand.ts';
import { describeIfMet } from '../support/requirements.ts';

const PASSPHRASE = 'correct horse';
const LAST_WORD = SAMPLE_WORDS[23] as string;

/** Everything of the page that could show a word, or keep one: its text, its fields, its storage. */
function inPage(page: Page): Promise<string> {
  return page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      location.href,
    ].join('\n'),
  );
}

describeIfMet(await browserRequirement(), 'writing the recovery words down', () => {
  let fixture: FixtureBrowser;

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  async function toTheWords(): Promise<{ page: Page; hand: OperatorHand }> {
    const page = await fixture.open({ scenario: 'words' });
    const hand = await OperatorHand.at(page);
    await page.getByText('If this disk breaks, nobody can bring you back, not even the cell.').waitFor();
    await page.getByRole('button', { name: 'Write them down' }).click();
    await hand.focused('Passphrase of your key');
    await page.keyboard.type(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Your 24 recovery words' }).waitFor();
    return { page, hand };
  }

  test('says what is at stake, shows them after the passphrase, asks three back, and forgets', async () => {
    const { page, hand } = await toTheWords();
    const list = page.getByRole('list', { name: 'Your 24 recovery words' });
    expect(await list.getByRole('listitem').allInnerTexts()).toEqual(SAMPLE_WORDS);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have written them down' }).click();
    await hand.focused('Word 4');
    expect(await inPage(page)).not.toContain(LAST_WORD);
    await page.getByLabel('Word 4').fill('About');
    await page.getByLabel('Word 11').fill(' access ');
    await page.getByLabel('Word 20').fill('zoo');
    await page.getByRole('button', { name: 'Check, and forget them here' }).click();
    await page.getByText('Word 20 is another one. Look at your paper again.').waitFor();
    expect(await page.getByText(/Look at your paper again/).count()).toBe(1);
    await page.getByLabel('Word 20').fill('act');
    expect(await page.getByText(/Look at your paper again/).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('Written down. This computer has forgotten them.').waitFor();
    await hand.focused('Done');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByText('Write down your recovery words').count()).toBe(0);
  });

  test('covers them while the operator looks elsewhere, and gives nothing to select or copy', async () => {
    const { page } = await toTheWords();
    await page.keyboard.press('Control+a');
    expect(await page.evaluate(() => String(getSelection()))).not.toContain(LAST_WORD);
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await page.getByText('Covered while you look elsewhere.').waitFor();
    expect(await inPage(page)).not.toContain(LAST_WORD);
    await page.getByRole('button', { name: 'Show them again' }).click();
    await page.getByText(LAST_WORD, { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await inPage(page)).not.toContain(LAST_WORD);
    // They were shown, and not written down: the reminder stays.
    await page.getByText('Write down your recovery words').waitFor();
  });

  test('can be put off for a week, which says what that risks', async () => {
    const page = await fixture.open({ scenario: 'words', hash: 'identity' });
    await page.getByRole('button', { name: 'Write them down, 4 minutes' }).click();
    await page.getByRole('button', { name: 'Show the words' }).click();
    await page.getByText('Enter your passphrase.').waitFor();
    await page.getByRole('button', { name: 'Remind me in a week' }).click();
    await page.getByText(/Until then nobody can bring you back/).waitFor();
    // Identity still says it; the overview does not.
    await page.getByText('Recovery words not written down').waitFor();
    await page.evaluate(() => {
      location.hash = '#/overview';
    });
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(await page.getByText('Write down your recovery words').count()).toBe(0);
  });
});
