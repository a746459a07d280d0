import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { codeInPresentLink } from '#shared/words/format/join-link.ts';
import { makeRequest, requestLink } from '../../electron/node/credentials/index.ts';
import * as tour from '../support/dashboard-tour.ts';
import { electronCommand } from '../support/electron-app.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const FIRST = 'eyJ2IjoxfQ.0123abcd';
const SECOND = 'eyJ2IjoyfQ.4567cdef';

/** Of a verifier with a key alone, as its own node makes it. */
const REQUEST = codeInPresentLink(
  requestLink(
    makeRequest({
      aud: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
      ...{ type: 'MeshMember:1', fields: ['role'], nowMs: Date.now() },
    }),
  ),
);

/** What stands in the field for the invitation's code, wherever that is. */
function codeField(page: Page): Promise<string> {
  return page.getByPlaceholder('ghoststack://join/').inputValue();
}

describeIfMet(await electronRequirement(), 'a link to join', () => {
  const suite = electronSuite();

  test('that started the app waits until there is a key, then stands in the form', async () => {
    const { window } = await suite.launch({ args: [`ghoststack://join/${FIRST}`] });
    expect(window.url()).toMatch(/#\/overview$/);
    await window.getByRole('textbox', { name: 'Name' }).fill('alice');
    await window.getByRole('button', { name: 'Continue' }).click();
    await window.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(tour.PASSPHRASE);
    await window.getByRole('textbox', { name: 'Passphrase again' }).fill(tour.PASSPHRASE);
    await window.getByRole('button', { name: 'Create my key' }).click();
    expect(await codeField(window)).toBe(FIRST);
  });

  test('of a second start opens the dialog in the first window, each time', async () => {
    const userFolder = await suite.userFolder();
    const { app, window } = await suite.launch({ userFolder });
    await tour.makeKey(window, 'alice');
    await window
      .getByRole('navigation')
      .getByRole('link', { name: /^Agent\b/ })
      .click();
    const click = async (link: string): Promise<void> => {
      const command = await electronCommand({ display: suite.display, userFolder, args: [link] });
      const second = spawn(command.executablePath, command.args, { env: command.env, stdio: 'ignore' });
      expect(await once(second, 'exit')).toEqual([0, null]);
    };

    for (const code of [FIRST, SECOND, FIRST]) {
      await click(`ghoststack://join/${code}`);
      const dialog = window.getByRole('dialog', { name: 'Join a cell' });
      await dialog.waitFor();
      await pollUntil(
        () => codeField(window),
        (text) => text === code,
      );
      // The code works once and is a secret: it does not stay in the page's address.
      expect(window.url()).toMatch(/#\/agent$/);
    }
    expect(app.windows()).toHaveLength(1);

    await window.keyboard.press('Escape');
    await window.getByRole('dialog').waitFor({ state: 'detached' });
    await click(`ghoststack://recover/${SECOND}`);
    const lost = window.getByRole('dialog', { name: 'I lost my computer' });
    await pollUntil(
      () => lost.getByRole('textbox', { name: 'Recovery code' }).inputValue(),
      (text) => text === SECOND,
    );
    expect(window.url()).toMatch(/#\/agent$/);
    await window.keyboard.press('Escape');
    await window.getByRole('dialog').waitFor({ state: 'detached' });
    // Somebody asks to be shown a credential: no invitation, and nothing is shown by itself.
    await click(`ghoststack://present/${REQUEST}`);
    const asked = window.getByRole('dialog', { name: 'Show a credential' });
    await asked.getByText(/asks, until/).waitFor();
    await asked.getByText(/You hold no credential of this type/).waitFor();
    expect(window.url()).toMatch(/#\/agent$/);
    await window.keyboard.press('Escape');
    await window.getByRole('dialog').waitFor({ state: 'detached' });
    await click('ghoststack://settings/x');
    await click(`ghoststack://present/${REQUEST}?x=1`);
    await click(`ghoststack://join/${FIRST}?cell=other`);
    expect(await window.getByRole('dialog').count()).toBe(0);
  });
});
