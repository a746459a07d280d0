/** Credentials on Identity: what is held and issued, and the dialogs. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { OUTSIDER } from '../support/dashboard-fixture/credential-answers.ts';
import { DIDS } from '../support/dashboard-fixture/street.ts';
import { FixtureBrowser, type Opening, violations } from '../support/fixture-browser.ts';
import { describeIfMet } from '../support/requirements.ts';

const card = (page: Page) => page.getByRole('main').getByRole('region', { name: 'Credentials' });

describeIfMet(await browserRequirement(), 'credentials in the dashboard', () => {
  let fixture: FixtureBrowser;
  const open = (opening: Opening = {}) =>
    fixture.open({ scenario: 'governance', hash: 'identity', ...opening });

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  test('show who says what until when, what was revoked, and who has another key now', async () => {
    const page = await open();
    const mine = card(page).getByRole('table', { name: 'Mine' });
    await mine.getByText('role: relay').waitFor();
    expect(await mine.textContent()).toMatch(/carol.*valid until.*can be checked outside until.*revoked/);
    const issued = card(page).getByRole('table', { name: 'Issued by me' });
    await issued.getByRole('button', { name: 'Issue again under dave’s new key' }).waitFor();
    await issued.getByRole('button', { name: 'Revoke Tool licence of carol' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/does not hold any more, for good/).waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  test('are issued by what their type asks for', async () => {
    const page = await open();
    await card(page).getByRole('button', { name: 'Issue', exact: true }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('node_id').inputValue()).toMatch(/^z6Mk/);
    await dialog.getByRole('button', { name: 'Issue' }).click();
    await dialog.getByRole('alert').getByText(/role/).waitFor();
    await dialog.getByLabel('Type').selectOption({ label: 'Tool licence (defined by carol)' });
    await dialog.getByLabel('tool').waitFor();
    await dialog.getByLabel('note (may be left out)').waitFor();
    await dialog.getByLabel('Type').selectOption({ label: 'Mesh member' });
    await dialog.getByLabel('role').fill('relay');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Issue' }).click();
    await page.getByText(/Issued\. It is on its way to/).waitFor();
  });

  test('are issued to somebody outside by their key, and handed over at once', async () => {
    const page = await open();
    await card(page).getByRole('button', { name: 'Issue', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Issue a credential' });
    await dialog.getByLabel('To', { exact: true }).selectOption('Somebody outside of the cell');
    await dialog.getByText(/No message reaches them/).waitFor();
    const issue = dialog.getByRole('button', { name: 'Issue' });
    await dialog.getByLabel('role').fill('guest');
    const identity = dialog.getByRole('textbox', { name: 'Identity' });
    await issue.click();
    await dialog.getByText(/An identity begins with did:key:z6Mk/).waitFor();
    await identity.fill(` ${OUTSIDER} `);
    expect(await dialog.getByLabel('node_id').inputValue()).toBe(OUTSIDER.split(':')[2]);
    expect(await violations(page)).toEqual([]);
    await issue.click();
    const papers = page.getByRole('dialog', { name: 'Papers for a holder outside' });
    await papers.getByRole('button', { name: 'Make them' }).click();
    await papers.getByText(/With these it can be checked outside until/).waitFor();
  });

  test('are shown with the claims that were asked for, and no other that is not ticked by hand', async () => {
    const page = await open();
    await card(page).getByRole('button', { name: 'Show Mesh member' }).click();
    const dialog = page.getByRole('dialog');
    const link = dialog.getByRole('textbox');
    await link.fill('nothing');
    await dialog.getByRole('button', { name: 'Read it' }).click();
    await dialog.getByRole('alert').waitFor();
    await link.fill('ghoststack://present/e30');
    await dialog.getByRole('button', { name: 'Read it' }).click();
    await dialog.getByText(/dave asks, until/).waitFor();
    const ticked = (name: RegExp) => dialog.getByRole('checkbox', { name }).isChecked();
    expect([await ticked(/^node_id/), await ticked(/^role/), await ticked(/^cell.*not asked for/)]).toEqual([
      true,
      true,
      false,
    ]);
    await dialog.getByRole('checkbox', { name: /^role/ }).uncheck();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Make the answer' }).click();
    await dialog.getByText(/holds for this request alone/).waitFor();
    await dialog.getByRole('button', { name: 'Copy it' }).waitFor();
  });

  test('are asked for by a link, checked, and refused with the reason; the word of a cell is taken by six words', async () => {
    const page = await open();
    await card(page).getByRole('button', { name: 'Check one' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Ask for one').click();
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    await dialog.getByRole('button', { name: 'Copy the link' }).waitFor();
    const papers = dialog.getByRole('textbox', { name: 'What you were handed' });
    await papers.fill('{"v":1}');
    await dialog.getByRole('button', { name: 'Check it' }).click();
    await dialog.getByText('It holds. carol says:').waitFor();
    await dialog.getByText(/Elm Street vouches for it.*Whoever showed it has the key/).waitFor();
    await dialog.getByText('You asked for role, which is not shown.').waitFor();
    expect(await violations(page)).toEqual([]);
    await papers.fill('{"kept":1}');
    await dialog.getByRole('button', { name: 'Check it' }).click();
    await dialog.getByText(/^The log of Oak Street has it\./).waitFor();
    await papers.fill('x');
    await dialog.getByRole('button', { name: 'Check it' }).click();
    await dialog.getByText(/carol revoked this \(number 94567\)/).waitFor();
    await dialog.locator('form').getByRole('button', { name: 'Close' }).click();
    await card(page).getByRole('button', { name: 'Take the word of a cell' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('{}');
    await page.getByRole('dialog').getByRole('button', { name: 'Read it' }).click();
    await page.getByRole('dialog').getByRole('list', { name: 'Its six words' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'They are the same' }).click();
    await page.getByText('The word of Elm Street is taken here from now on.').waitFor();
  });

  test('are asked for by a picture as well, and whoever opens the link sees who asks for what', async () => {
    const asking = await open();
    await card(asking).getByRole('button', { name: 'Check one' }).click();
    await asking.getByRole('dialog').getByText('Ask for one').click();
    await asking.getByRole('dialog').getByRole('button', { name: 'Make a link' }).click();
    await asking.getByRole('img', { name: 'The request as a picture to scan' }).waitFor();
    await asking.getByRole('dialog').getByText('ghoststack://present/e30').waitFor();
    expect(await violations(asking)).toEqual([]);

    const page = await open({ hash: 'present/e30' });
    const dialog = page.getByRole('dialog', { name: 'Show a credential' });
    await dialog.getByText(/dave asks, until/).waitFor();
    expect(new URL(page.url()).hash).toBe('#/overview');
    expect(await dialog.getByRole('checkbox', { name: /^cell.*not asked for/ }).isChecked()).toBe(false);
    await dialog.getByRole('button', { name: 'Make the answer' }).click();
    const saving = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save as a file' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('mesh-member.json');
    expect(readFileSync(await saved.path(), 'utf8')).toBe('{"v":1,"claims":["node_id","role"]}\n');
  });

  test('are taken from a file, and the word of a single issuer by its fingerprint', async () => {
    const page = await open();
    await card(page).getByRole('button', { name: 'Check one' }).click();
    const dialog = page.getByRole('dialog');
    const file = dialog.locator('input[type=file]');
    await file.setInputFiles({ name: 'all.json', mimeType: '', buffer: Buffer.alloc(320 * 1024 + 1) });
    await dialog.getByText(/all\.json has .* at most .*choose another file/).waitFor();
    await file.setInputFiles({ name: 'shown.json', mimeType: '', buffer: Buffer.from('stranger\n') });
    await dialog.getByRole('button', { name: 'Check it' }).click();
    await dialog.getByRole('button', { name: 'Compare the issuer’s fingerprint' }).click();
    const issuer = page.getByRole('dialog', { name: 'Take the word of an issuer' });
    expect(await issuer.getByRole('textbox').inputValue()).toBe('stranger');
    await issuer.getByRole('button', { name: 'Read it' }).click();
    await issuer.getByText('0123 4567 89ab cdef').waitFor();
    await issuer.getByText(/a stolen key would not be noticed/).waitFor();
    expect(await violations(page)).toEqual([]);
    await issuer.getByRole('button', { name: 'It is the same' }).click();
    await page.getByText(/is taken here from now on/).waitFor();
  });

  test('of a cell that one is no member of get newer papers by a file to a member, and back', async () => {
    const page = await open();
    await card(page).getByRole('button', { name: 'New papers for Guest of Elm Street' }).click();
    const dialog = page.getByRole('dialog', { name: 'New papers' });
    await dialog.getByText(/Hand what is made here to any member/).waitFor();
    await dialog.getByRole('button', { name: 'Make what a member needs' }).click();
    const saving = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save as a file' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('new-papers-guest-of-elm-street.json');
    expect(readFileSync(await saved.path(), 'utf8')).toContain('000000000005');
    const got = dialog.getByRole('textbox', { name: 'What you got back' });
    await got.fill('x');
    await dialog.getByRole('button', { name: 'Take it' }).click();
    await dialog
      .getByRole('alert')
      .getByText(/no papers for a credential/)
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await got.fill('{"v":1}');
    await dialog.getByRole('button', { name: 'Take it' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(/^It can be checked outside until/).waitFor();
  });

  test('of this cell get papers by what a holder outside hands over, or go to one whom no message reaches', async () => {
    const page = await open();
    await card(page).getByRole('button', { name: 'Papers for a holder outside' }).click();
    const dialog = page.getByRole('dialog', { name: 'Papers for a holder outside' });
    const make = dialog.getByRole('button', { name: 'Make them' });
    expect(await make.isDisabled()).toBe(true);
    const asked = dialog.getByRole('textbox', { name: 'What the holder handed you' });
    await asked.fill('x');
    await make.click();
    await dialog
      .getByRole('alert')
      .getByText(/does not ask for papers/)
      .waitFor();
    await asked.fill('{"v":1}');
    await make.click();
    await dialog.getByText(/With these it can be checked outside until/).waitFor();
    await dialog.getByRole('button', { name: 'Copy them' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.locator('form').getByRole('button', { name: 'Close' }).click();

    const issued = card(page).getByRole('table', { name: 'Issued by me' });
    await issued.getByRole('button', { name: /^Hand over Mesh member of did:key:z6MkhaXg/ }).click();
    await dialog.getByText(/No message reaches its holder/).waitFor();
    expect(await dialog.getByRole('textbox').count()).toBe(0);
    await make.click();
    const saving = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save as a file' }).click();
    expect(readFileSync(await (await saving).path(), 'utf8')).toContain('000000000006');
  });

  test('come as a file to whoever has no cell', async () => {
    const page = await open({ scenario: 'alone' });
    await card(page).getByRole('button', { name: 'Take a credential' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take a credential' });
    await dialog.getByText(/It is judged before it is kept/).waitFor();
    expect(await dialog.getByRole('button', { name: 'Make what a member needs' }).count()).toBe(0);
    const file = { name: 'papers.json', mimeType: '', buffer: Buffer.from('{"v":1}\n') };
    await dialog.locator('input[type=file]').setInputFiles(file);
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Take it' }).click();
    await page.getByText(/^It can be checked outside until/).waitFor();
  });

  test('stand in the conversation that brought them as what they are', async () => {
    const page = await open({ scenario: 'credential-messages', hash: `messages/${DIDS.carol}` });
    const taken = page.getByRole('region', { name: 'Credential: Mesh member' });
    await taken.getByText(/from carol, until .*It holds\./).waitFor();
    const refused = page.getByRole('region', { name: 'Credential: MeshMember' });
    await refused.getByText(/Not taken: it is forged/).waitFor();
    expect(await refused.getByRole('button').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await taken.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('dialog', { name: 'Show a credential' }).waitFor();

    const sent = await open({ scenario: 'credential-messages', hash: `messages/${DIDS.dave}` });
    const mine = sent.getByRole('region', { name: 'Credential: Mesh member' });
    await mine.getByText(/issued by you, until .*It holds\./).waitFor();
    await mine.getByRole('button', { name: 'Open on Identity' }).click();
    await card(sent).waitFor();
  });

  test('have types that members define, and a wrong one is told where it is wrong', async () => {
    const page = await open();
    await card(page).getByRole('button', { name: 'Define a type' }).click();
    const dialog = page.getByRole('dialog', { name: 'Define a type of credential' });
    await dialog.getByRole('button', { name: 'Define it' }).click();
    await dialog.getByText('A title has 1 to 60 characters.').waitFor();
    await dialog.getByText(/Begin with a capital letter/).waitFor();
    await dialog.getByLabel('Title').fill('Tool licence');
    await dialog.getByLabel('Name for programs').fill('ToolLicence');
    const first = dialog.getByRole('group', { name: 'Claim 1' });
    await first.getByLabel('Name of the claim').fill('tool');
    await first.getByLabel('What stands in it').selectOption('one of several');
    await first.getByLabel('What there is to choose').fill('Lathe');
    await first.getByText(/2 to 16 different choices/).waitFor();
    expect(await violations(page)).toEqual([]);
    await first.getByLabel('What there is to choose').fill('Lathe\nBand saw');
    await dialog.getByRole('button', { name: 'Another claim' }).click();
    await dialog.getByRole('button', { name: 'Remove claim 2' }).click();
    await dialog.getByRole('button', { name: 'Define it' }).click();
    await page.getByText('Tool licence can be issued now.').waitFor();
    await page.getByRole('dialog', { name: 'Issue a credential' }).waitFor();
  });

  test.each([1440, 1100, 900])('fit a window of %i pixels', async (width) => {
    const page = await open();
    await page.setViewportSize({ width, height: 900 });
    await card(page).getByText('role: relay').first().waitFor();
    const shot = process.env.GHOSTSTACK_SHOTS;
    if (shot) await page.screenshot({ path: `${shot}/identity-${width}.png`, fullPage: true });
    const over = await page.evaluate(() => {
      const content = document.querySelector('main');
      return content ? content.scrollWidth - content.clientWidth : 0;
    });
    expect(over).toBeLessThanOrEqual(0);
  });
});
