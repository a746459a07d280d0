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

  test('is still there after the app was ended and started again', async () => {
    const userFolder = await suite.userFolder();
    const first = await suite.launch({ userFolder });
    await makeKey(first.window, 'alice');
    await visit(first.window, 'Messages');
    await first.window.evaluate((hash) => {
      location.hash = hash;
    }, EVERYONE);
    await first.window.getByRole('main').getByRole('textbox').last().fill(TEXT);
    await first.quit();

    const second = await suite.launch({ userFolder });
    await unlock(second.window, PASSPHRASE);
    await visit(second.window, 'Messages');
    await second.window.evaluate((hash) => {
      location.hash = hash;
    }, EVERYONE);
    const field = second.window.getByRole('main').getByRole('textbox').last();
    await field.waitFor();
    expect(await field.inputValue()).toBe(TEXT);
  });
});
