import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { FixtureBrowser, violations, withNode } from '../support/fixture-browser.ts';
import { describeIfMet } from '../support/requirements.ts';

const shot = (page: Page, name: string) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : null;

describeIfMet(await browserRequirement(), 'who is met by sight, and whose words were compared', () => {
  let fixture: FixtureBrowser;
  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  test.each([false, true])(
    'an inviter is looked for by a click, and look-alikes are marked (dark: %s)',
    async (dark) => {
      const page = await fixture.open({ scenario: 'alone', hash: 'sync', dark });
      await page.getByRole('button', { name: 'Join a cell' }).first().click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByText('invites to').count()).toBe(0);
      await dialog.getByRole('button', { name: 'Look on this network' }).click();
      await dialog.getByText('alice invites to Maple Street, on this network').waitFor();
      expect(await dialog.getByText('Another one here has a name like this.').count()).toBe(2);
      expect(await violations(page)).toEqual([]);
      await shot(page, `look-${dark}`);
      await dialog.getByRole('button', { name: 'Ask alice, 192.168.1.14:4001' }).click();
      await page.getByRole('region', { name: 'You ask to join' }).waitFor();
    },
  );

  test('an invitation is shown on the network while its dialog is open', async () => {
    const page = await fixture.open({ scenario: 'cell', hash: 'sync' });
    const line = page.getByText('Shown on this network to who looks for it');
    await page.getByRole('button', { name: 'Invite' }).first().click();
    await line.waitFor();
    await shot(page, 'invite');
    await page.keyboard.press('Escape');
    await line.waitFor({ state: 'detached' });
    await withNode(page, ({ slices }) => {
      if (slices.cell?.shownUntilMs !== null) throw new Error('it is shown though the dialog is closed');
    });
  });

  test.each([false, true])('a comparison is made and remembered (dark: %s)', async (dark) => {
    const page = await fixture.open({ scenario: 'cell', hash: 'identity', dark });
    await page.getByText('compare the words again').waitFor();
    const row = page.getByRole('row').filter({ hasText: 'dave' });
    await row.getByText('Not compared').waitFor();
    await row.scrollIntoViewIfNeeded();
    await shot(page, `identity-${dark}`);
    await row.getByRole('button', { name: 'Compare words with dave' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('list', { name: 'Twelve words' }).getByRole('listitem').count()).toBe(12);
    expect(await violations(page)).toEqual([]);
    await shot(page, `compare-${dark}`);
    await dialog.getByRole('button', { name: 'They are the same' }).click();
    await row.getByText('Compared on').waitFor();
    await row.getByRole('button', { name: 'Compare words with dave' }).click();
    await dialog.getByRole('button', { name: 'They differ' }).click();
    await row.getByText('Not compared').waitFor();
  });
});
