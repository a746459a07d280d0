/** Changes of keys, and lost machines, over a node that lives in the page. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { FixtureBrowser, violations } from '../support/fixture-browser.ts';
import { describeIfMet } from '../support/requirements.ts';

const REKEY = (24).toString(16).padStart(64, 'c');

const calls = (page: Page): Promise<string[]> => page.evaluate(() => window.fixture.calls);

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

  test('Identity says since when each key is, and by what', async () => {
    const page = await fixture.open({ scenario: 'rekey', hash: 'identity' });
    await page.getByText('New key since 12 May 2026, by the device').waitFor();
    await page.getByText('New key since 12 May 2026, by recovery words').waitFor();
  });
});
