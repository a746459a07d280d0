/** Changes of keys, and lost machines, over a node that lives in the page. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { SAMPLE_WORDS } from '../support/dashboard-fixture/words-answers.ts';
import { FixtureBrowser, violations, withNode } from '../support/fixture-browser.ts';
import { OperatorHand } from '../support/operator-hand.ts';
import { describeIfMet } from '../support/requirements.ts';

const PASSPHRASE = 'correct horse';
const CODE = 'eyJ2IjoyLCJyZWNvdmVyeSI6dHJ1ZX0.5c1d77aa';
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

  test('a member makes a code, sees who asks by it, and asks the others by a click', async () => {
    const page = await fixture.open({ scenario: 'recovery-asked', hash: 'identity' });
    await page.getByRole('button', { name: 'Bring a member back…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Bring a member back' });
    await dialog.getByRole('button', { name: 'Make another code' }).click();
    await dialog.getByText(`ghoststack://recover/${CODE}`).waitFor();
    await dialog.getByText('For one computer. It expires in 1 h', { exact: false }).waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await dialog.getByText(`ghoststack://recover/${CODE}`).waitFor({ state: 'detached' });
    await dialog.getByText('bob asks to come back on another computer').waitFor();
    expect(await dialog.getByRole('list', { name: 'Six words to compare with bob' }).count()).toBe(1);
    expect(await calls(page)).not.toContain('recovery.answer');
    await dialog.getByRole('button', { name: 'They are the same: ask the others' }).click();
    await dialog.getByText('You let bob ask the others').waitFor();
    await dialog.getByText('Waits for dave and erin, until', { exact: false }).waitFor();
  });

  test('nothing is asked of the others before the machine has said that the words are the same', async () => {
    const page = await fixture.open({ scenario: 'recovery-asked' });
    await withNode(page, (node) => {
      const { cell } = node.slices;
      if (!cell) return;
      const recoveryRequests = cell.recoveryRequests.map((one) => ({ ...one, compared: false }));
      node.push({ cell: { ...cell, recoveryRequests } });
    });
    await page.getByText('Waits until bob says that the words are the same.').waitFor();
    expect(await page.getByRole('button', { name: 'They are the same: ask the others' }).isDisabled()).toBe(
      true,
    );
    expect(await page.getByRole('button', { name: 'Refuse' }).isDisabled()).toBe(false);
  });

  test('a new machine goes from the code over 24 and six words to the votes, by keyboard', async () => {
    const page = await fixture.open({ scenario: 'setup' });
    const hand = await OperatorHand.at(page);
    await hand.type('Name', 'alice');
    await hand.type('Passphrase', PASSPHRASE);
    await hand.type('Passphrase again', PASSPHRASE);
    await hand.focused('Invitation');
    await page.getByText('I lost my computer', { exact: true }).click();
    await hand.type('Recovery code', `ghoststack://recover/${CODE}`);
    await page.getByRole('heading', { name: 'Coming back to your cell' }).waitFor();
    await page.getByLabel('Word 1', { exact: true }).focus();
    await page.keyboard.type('abandon ability ');
    expect(await page.getByLabel('Word 2', { exact: true }).inputValue()).toBe('ability');
    await page.keyboard.press('Enter');
    await page.getByText('22 words are missing.').waitFor();
    expect(await violations(page)).toEqual([]);
    await paste(page, SAMPLE_WORDS.join(' '));
    await page.keyboard.press('Enter');
    await hand.focused('Do both screens show these words?');
    await page.getByRole('heading', { name: 'Coming back to Maple Street as alice' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain('actress');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'They are the same' }).click();
    await page.getByText('Waits until carol lets you ask the others.').waitFor();
    await withNode(page, (node) => {
      const { recovering } = node.slices;
      const ballot = { waitsFor: ['dave'], needed: 1, untilMs: Date.now() + 3_600_000 };
      if (recovering) node.push({ recovering: { ...recovering, standing: { state: 'voting', ballot } } });
    });
    await page.getByText('Waits for dave, until', { exact: false }).waitFor();
    expect(await violations(page)).toEqual([]);
    await withNode(page, (node) => node.push({ recovering: null }));
    await hand.focused('Invitation');
  });

  test('whoever is back is told what came back, and what did not', async () => {
    const page = await fixture.open({ scenario: 'governance', hash: 'sync' });
    await withNode(page, (node) => {
      Object.assign(window, { cellToCome: node.slices.cell });
      const asked = { cellName: 'Maple Street', name: 'alice', inviter: 'carol', words: null };
      const standing = { state: 'admitted' as const, ballot: null };
      node.push({
        cell: null,
        recovering: { ...asked, state: 'waiting', standing, trouble: null, sinceMs: Date.now() },
      });
    });
    await page.getByText('You are coming back to Maple Street as alice.').first().waitFor();
    await withNode(page, (node) => node.push({ cell: Reflect.get(window, 'cellToCome'), recovering: null }));
    const dialog = page.getByRole('dialog', { name: 'You are back in Maple Street' });
    await dialog.getByText(/tokens are yours, as before/).waitFor();
    await dialog.getByText(/vouch for you, as before/).waitFor();
    await dialog.getByText(/receipts of the cell are here/).waitFor();
    await dialog
      .getByText('Messages and settings were on the old computer alone', { exact: false })
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  test('a home whose key was changed elsewhere says so, and signs nothing', async () => {
    const page = await fixture.open({ scenario: 'old-key', hash: 'identity' });
    const banner = page.getByRole('alert');
    await banner.getByText('Your key was changed', { exact: true }).waitFor();
    await banner.getByText('which is not on this computer', { exact: false }).waitFor();
    // Whoever says that it signs again has no key to sign with: what is left is the words.
    expect(await banner.getByRole('button').allInnerTexts()).toEqual(['Ask with your words']);
    await banner.getByRole('button').click();
    const dialog = page.getByRole('dialog', { name: 'Ask with your words' });
    await dialog.getByText('Your 24 words win over every device', { exact: false }).waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
    expect(await page.getByRole('button', { name: 'Change key…' }).isDisabled()).toBe(true);
    await page.getByText('Waits for your new key, which is not on this computer.').first().waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('that home comes back where it is: a code, 24 words, six, the votes, and what it kept', async () => {
    const page = await fixture.open({ scenario: 'old-key' });
    const banner = page.getByRole('alert');
    await banner.getByRole('button', { name: 'Ask with your words' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask with your words' });
    await dialog.getByRole('button', { name: 'Come back' }).click();
    await dialog.getByText('Paste the recovery code, or its link.').waitFor();
    await dialog.getByLabel('Recovery code').fill(`ghoststack://recover/${CODE}`);
    await dialog.getByRole('button', { name: 'Come back' }).click();
    await page.getByRole('heading', { name: 'Type your 24 words' }).waitFor();
    // Here there is nothing to press in the banner; elsewhere it leads here.
    expect(await banner.getByRole('button').count()).toBe(0);
    await page.evaluate(() => {
      location.hash = '#/overview';
    });
    await banner.getByRole('button', { name: 'See how far it is' }).click();
    await page.getByLabel('Word 1', { exact: true }).focus();
    await paste(page, SAMPLE_WORDS.join(' '));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'They are the same' }).click();
    await page.getByText('Waits until carol lets you ask the others.').first().waitFor();
    expect(await violations(page)).toEqual([]);

    // Whoever stops is not told that it is back.
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await banner.getByRole('button', { name: 'Ask with your words' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);

    await withNode(page, (node) => {
      const asked = { cellName: 'Maple Street', name: 'alice', inviter: 'carol', words: null };
      const standing = { state: 'voting' as const, ballot: null };
      node.push({
        recovering: { ...asked, state: 'waiting', standing, trouble: null, sinceMs: Date.now() },
      });
    });
    await page.getByText('You are coming back to Maple Street as alice.').first().waitFor();
    // Admitted, and the certificate is still on its way.
    await withNode(page, (node) => node.push({ recovering: null }));
    await page
      .getByText('You are coming back to Maple Street as alice.')
      .first()
      .waitFor({ state: 'detached' });
    expect(await page.getByRole('dialog').count()).toBe(0);
    await withNode(page, (node) => {
      const { cell } = node.slices;
      if (!cell) return;
      const key = { version: 3, sinceMs: Date.now(), by: 'words' as const };
      const members = cell.members.map((member) => (member.me ? { ...member, key } : member));
      node.push({ cell: { ...cell, members, signingBarred: null } });
    });
    const back = page.getByRole('dialog', { name: 'You are back in Maple Street' });
    await back.getByText('A copy of this home signs nothing any more.', { exact: false }).waitFor();
    await back.getByText('Messages and settings are here, as before.').waitFor();
    expect(await back.getByText('were on the old computer alone', { exact: false }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await back.getByRole('button', { name: 'Done' }).click();
    await banner.waitFor({ state: 'detached' });
  });

  test('a restored home that is told of another key may ask with its words, or say that it signs again', async () => {
    const page = await fixture.open({ scenario: 'old-key' });
    await withNode(page, (node) => {
      const { cell } = node.slices;
      if (!cell) return;
      const [first, rest] = (['error.barred.older', 'error.barred.keyTold'] as const).map((key) => ({
        key,
        params: {},
      }));
      const signingBarred = {
        key: 'error.sentences' as const,
        params: { first: first ?? '', rest: rest ?? '' },
      };
      node.push({ cell: { ...cell, signingBarred } });
    });
    const banner = page.getByRole('alert');
    await banner.getByText('A member says that its key was changed since', { exact: false }).waitFor();
    expect(await banner.getByRole('button').allInnerTexts()).toEqual(['Ask with your words', 'Sign again…']);
    await banner.getByRole('button', { name: 'Ask with your words' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask with your words' });
    await dialog.getByText('A member says that its key was changed since', { exact: false }).waitFor();
    await dialog.getByText('this home gets a key that was in no copy of it', { exact: false }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a home of which a second copy runs may ask by its device, is told what that is no help against, and that again at the end', async () => {
    const page = await fixture.open({ scenario: 'old-key' });
    await withNode(page, (node) => {
      const { cell } = node.slices;
      const signingBarred = { key: 'error.twin.proved' as const, params: { address: '192.168.1.7' } };
      if (cell) node.push({ cell: { ...cell, signingBarred } });
    });
    const banner = page.getByRole('alert');
    await banner.getByText('runs at 192.168.1.7', { exact: false }).waitFor();
    await banner.getByRole('button', { name: 'Ask with your words' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask with your words' });
    await dialog.getByText('this home gets a key that was in no copy of it', { exact: false }).waitFor();
    await dialog.getByRole('radio', { name: 'By this computer' }).check();
    await dialog.getByText('Stop the other node.', { exact: false }).waitFor();
    await dialog.getByText('It is no help against who has a copy of this home', { exact: false }).waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Recovery code' }).fill(CODE);
    await dialog.getByRole('button', { name: 'Come back' }).click();
    await page.getByRole('button', { name: 'They are the same' }).click();
    await withNode(page, (node) => {
      const { cell } = node.slices;
      if (!cell) return;
      const key = { version: 9, sinceMs: Date.now(), by: 'device' as const };
      const members = cell.members.map((member) => (member.me ? { ...member, key } : member));
      node.push({ recovering: null, cell: { ...cell, members, signingBarred: null } });
    });
    const back = page.getByRole('dialog', { name: 'You are back in Maple Street' });
    await back.getByText('A copy of this home has that key as well', { exact: false }).waitFor();
    expect(await back.getByText('signs nothing any more', { exact: false }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  test('whoever makes a code in a cell of two is told that it cannot lead anywhere', async () => {
    const page = await fixture.open({ scenario: 'cell-two', hash: 'identity' });
    await page.getByRole('button', { name: 'Bring a member back…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Bring a member back' });
    await dialog.getByText('In a cell of two nobody can be let back in', { exact: false }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a home that nothing keeps from signing says who takes its key for a former one, and leads to the words', async () => {
    const page = await fixture.open({ scenario: 'cell' });
    await withNode(page, (node) => {
      const reason = { key: 'error.link.ourKeyChanged' as const, params: {} };
      const link = { state: 'refused' as const, reason };
      node.push({ peers: node.slices.peers.map((peer, at) => (at < 2 ? { ...peer, link } : peer)) });
    });
    const banner = page.getByRole('alert');
    await banner.getByText(/^\w+ and \w+ say that your key was changed$/).waitFor();
    await banner.getByRole('button', { name: 'Ask with your words' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask with your words' });
    await dialog.getByText('Your 24 words win over every device', { exact: false }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
