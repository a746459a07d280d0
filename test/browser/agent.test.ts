import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { FixtureBrowser, type Opening, violations } from '../support/fixture-browser.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

describeIfMet(await browserRequirement(), 'what the agent does, in the dashboard', () => {
  let fixture: FixtureBrowser;
  const open = (opening?: Opening) => fixture.open(opening);
  const calls = (page: Page) => page.evaluate(() => window.fixture.calls);

  beforeAll(async () => {
    fixture = await FixtureBrowser.start();
  });
  afterAll(() => fixture.stop());
  afterEach(() => expect(fixture.complaints.splice(0)).toEqual([]));

  test('what an agent led to says so where it stands, and opens what is known of it', async () => {
    for (const [scenario, hash] of [
      ['street', 'messages/broadcast'],
      ['governance', 'governance'],
      ['governance', `governance/${(15).toString(16).padStart(64, 'c')}`],
      ['cell', 'chain'],
    ] as const) {
      const page = await open({ scenario, hash });
      await page.getByRole('button', { name: 'by alice’s agent' }).first().click();
      const why = page.getByRole('dialog', { name: 'Why it chose so' });
      await why.getByText('The chances it had').waitFor();
      await why.getByRole('table', { name: 'The three most alike' }).getByRole('row').nth(3).waitFor();
    }
    const page = await open({ scenario: 'governance', hash: 'governance' });
    await page.getByRole('button', { name: 'by dave’s agent' }).click();
    const others = page.getByRole('dialog', { name: 'By dave’s agent' });
    await others.getByText('d1'.repeat(32)).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a cycle that another computer saved is gone through again: equal, or the number that differs', async () => {
    const page = await open({ hash: 'agent' });
    const json = await page.evaluate(async () => {
      const answer = await window.fixture.carrier.call('agent.exportCycle', { cycle: 214 });
      return (answer as { value: { json: string } }).value.json;
    });
    const check = page.getByRole('region', { name: 'Check a cycle' });
    const choose = (text: string) =>
      check.locator('input[type=file]').setInputFiles({
        name: 'cycle.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text),
      });
    await choose(json);
    await check.getByText('the same to the last digit').waitFor();
    await choose(json.replace(/"reward":0\.\d/, '"reward":0.1'));
    await check.getByText('reward is 0.1').waitFor();
    await choose('nothing of the kind');
    await check.getByRole('alert').waitFor();
  });

  test('the agent is stopped on any page by its key or by Ctrl B, also in a field, and let go by a click alone', async () => {
    const page = await open({ hash: 'overview' });
    await page.getByRole('button', { name: 'Stop the agent' }).click();
    const release = page.getByRole('button', { name: 'Agent stopped: let it go' });
    await release.waitFor();
    await page.getByText('The agent stands still until you let it go').waitFor();
    await page.keyboard.press('Control+b');
    await release.click();
    await page.getByRole('button', { name: 'Stop the agent' }).waitFor();

    await page.goto(page.url().replace(/#.*/, '#/messages/broadcast'));
    await page.getByRole('textbox', { name: 'Message to everyone' }).click();
    await page.keyboard.press('Control+b');
    await release.waitFor();
    await page.goto(page.url().replace(/#.*/, '#/agent'));
    await page.getByRole('alert').getByText('The agent is stopped').waitFor();
    await page.getByText('You stopped it.').first().waitFor();
    expect(await page.getByRole('button', { name: 'Send as alice' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Let it go', exact: true }).click();
    await pollUntil(
      () => calls(page),
      (made) => made.filter((name) => name === 'agent.brake').length === 5,
    );
  });
});
