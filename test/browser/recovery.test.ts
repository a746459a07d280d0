/** Changes of keys, and lost machines, over a node that lives in the page. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { SAMPLE_WORDS } from '../support/dashboard-fixture/words-answers.ts';
import { FixtureBrowser, violations } from '../support/fixture-browser.ts';
import { describeIfMet } from '../support/requirements.ts';

const REKEY = (24).toString(16).padStart(64, 'c');

const calls = (page: Page): Promise<string[]> => page.evaluate(() => window.fixture.calls);

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await page.keyboard.press('ControlOrMeta+v');
}

describeIfMet(await browserRequirement(), 'keys that change, and lost machines', () => {
  let fixture: FixtureBrowser;

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  test('a ballot on a key says who asks, by what, who proposes, and warns before the vote; one click signs nothing', async () => {
    const page = await fixture.open({ scenario: 'rekey' });
    await page.getByRole('heading', { name: 'bob asks for a new key, by recovery words' }).waitFor();
    await page.getByText('a new one goes on in its place. Proposed by carol.').waitFor();
    await page.getByText('two machines want to be bob. Ask bob in person.').waitFor();
    await page.getByText('The key of bob was changed within the last seven days.').waitFor();
    await page.getByText('Vote only if you know that it is bob').waitFor();
    await page.getByRole('button', { name: 'Approve' }).click();
    expect(await calls(page)).not.toContain('governance.vote');
    expect(await violations(page)).toEqual([]);
    await page.evaluate((id) => {
      location.hash = `#/governance/${id}`;
    }, REKEY);
    await page
      .getByRole('heading', { level: 1, name: 'bob asks for a new key, by recovery words' })
      .waitFor();
    await page.getByText('two machines want to be bob').waitFor();
    await page.getByText('Gets a new key').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('Identity says since when each key is, and by what; another key is asked for after what it helps against', async () => {
    const page = await fixture.open({ scenario: 'rekey', hash: 'identity' });
    await page.getByText('New key since 12 May 2026, by the device').waitFor();
    await page.getByText('New key since 12 May 2026, by recovery words').waitFor();
    await page.getByRole('button', { name: 'Change key…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change your key' });
    await dialog.getByText('the next key lay beside it', { exact: false }).waitFor();
    await dialog.getByText('all 5 vote, and 4 of them sign the count', { exact: false }).waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('radio', { name: 'With your 24 words' }).check();
    await dialog.getByText('words win over every device', { exact: false }).waitFor();
    await dialog.getByLabel('Word 5', { exact: true }).focus();
    await paste(
      page,
      SAMPLE_WORDS.map((word, at) => `${at + 1}. ${at === 6 ? 'absorbed' : word}`).join('\n'),
    );
    await page.keyboard.press('Enter');
    await dialog.getByText('Word 7 is not a recovery word.', { exact: false }).waitFor();
    expect(await dialog.getByLabel('Word 7', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Word 7', { exact: true }).fill('Absorb');
    await dialog.getByRole('button', { name: 'Ask for a new key' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  test('a home whose key was changed elsewhere says so, and signs nothing', async () => {
    const page = await fixture.open({ scenario: 'old-key', hash: 'identity' });
    const banner = page.getByRole('alert');
    await banner.getByText('Your key was changed', { exact: true }).waitFor();
    await banner.getByText('which is not on this computer', { exact: false }).waitFor();
    // Whoever says that it signs again has no key to sign with.
    expect(await banner.getByRole('button').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Change key…' }).isDisabled()).toBe(true);
    await page.getByText('Waits for your new key, which is not on this computer.').first().waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
