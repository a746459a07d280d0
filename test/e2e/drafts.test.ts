import { expect, test } from 'vitest';
import { makeKey, PASSPHRASE, unlock, visit } from '../support/dashboard-tour.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { describeIfMet } from '../support/requirements.ts';

/** `to` as the address names it: everyone. */
const EVERYONE = '#/messages/broadcast';
const TEXT = 'Bring the ladder, and';

describeIfMet(await electronRequirement(), 'a message that was begun', () => {
  const suite = electronSuite();

  test('is still there after the page was loaded anew, and after the app was ended and started again', async () => {
    const userFolder = await suite.userFolder();
    const first = await suite.launch({ userFolder });
    await makeKey(first.window, 'alice');
    await visit(first.window, 'Messages');
    await first.window.evaluate((hash) => {
      location.hash = hash;
    }, EVERYONE);
    const begun = first.window.getByRole('main').getByRole('textbox').last();
    await begun.fill(TEXT);
    await first.window.reload();
    await expect.poll(() => begun.inputValue()).toBe(TEXT);
    await begun.fill(`${TEXT} rope`);
    await first.quit();
    const kept = (): Promise<string | null> =>
      second.window.evaluate(() => Object.keys(localStorage).find((key) => key.includes('draft')) ?? null);

    const second = await suite.launch({ userFolder });
    await unlock(second.window, PASSPHRASE);
    await visit(second.window, 'Messages');
    await second.window.evaluate((hash) => {
      location.hash = hash;
    }, EVERYONE);
    const field = second.window.getByRole('main').getByRole('textbox').last();
    await field.waitFor();
    await expect.poll(() => field.inputValue()).toBe(`${TEXT} rope`);
    expect(await kept()).toBeNull();
  });
});
