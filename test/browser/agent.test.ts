import { readFileSync } from 'node:fs';
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
    await page.getByRole('alert').getByText('The agent is stopped').waitFor({ state: 'detached' });
    // In a dialog as well.
    await page.getByRole('button', { name: 'Why cycle 214' }).click();
    await page.getByRole('dialog').getByText('The chances it had').waitFor();
    await page.keyboard.press('Control+b');
    await pollUntil(
      () => page.evaluate(() => window.fixture.slices.agent.braked),
      (braked) => braked,
    );
    expect((await calls(page)).filter((name) => name === 'agent.brake')).toHaveLength(6);
  });

  test('a suggestion that is being edited stays, whatever is suggested meanwhile, until the agent is stopped', async () => {
    const page = await open({ hash: 'agent' });
    const field = page.getByRole('textbox', { name: 'Text of the suggestion' });
    const another = (id: string, text: string) =>
      page.evaluate(
        ([newId, newText]) => {
          const { slices } = window.fixture;
          const suggestion = { ...slices.agent.suggestion!, id: newId!, text: newText! };
          window.fixture.push({ agent: { ...slices.agent, suggestion } });
        },
        [id, text],
      );
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await field.fill('Has anybody seen bob today?');
    await another('s-2', 'bob is back.');
    await page.evaluate(
      () => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))),
    );
    expect(await field.inputValue()).toBe('Has anybody seen bob today?');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await field.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await another('s-3', 'carol is back.');
    await page.keyboard.press('Control+b');
    await field.waitFor({ state: 'detached' });
  });

  test('another way to choose is tried on what is remembered, named where it is wrong, and then used', async () => {
    const page = await open({ hash: 'agent/rules' });
    const card = page.getByRole('region', { name: 'How it chooses' });
    const use = card.getByRole('button', { name: 'Use it' });
    expect(await use.isDisabled()).toBe(true);
    await card.getByRole('radio', { name: 'Script' }).check();
    const script = card.getByRole('textbox', { name: 'Script' });
    const rule = '{ "when": { "lived": ["peer-lost"] }, "then": "explore" }';
    await script.fill(`{\n  "rules": [${rule}],\n  "otherwise": nothing\n}`);
    await card.getByRole('button', { name: 'Try it' }).click();
    await card.getByText('it is not JSON from line 3, column 16 on').waitFor();
    await script.fill(`{ "rules": [${rule}], "otherwise": "sleep" }`);
    await card.getByRole('button', { name: 'Try it' }).click();
    await card.getByText('otherwise').last().waitFor();
    expect(await use.isDisabled()).toBe(true);
    await script.fill(`{ "rules": [${rule}], "otherwise": "wait" }`);
    await card.getByRole('button', { name: 'Try it' }).click();
    await card.getByText('In the last week it would have proposed once.').waitFor();
    await use.click();
    await card.getByText('now: Your script').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('bounds and what is felt are changed, refused where they are wrong, and set back', async () => {
    const page = await open({ scenario: 'cell', hash: 'agent/rules' });
    const bounds = page.getByRole('region', { name: 'How much by itself' });
    await bounds.getByLabel('Acts in 24 hours').fill('many');
    await bounds.getByRole('button', { name: 'Use these bounds' }).click();
    await bounds.getByText('A whole number from 0 to 100.').waitFor();
    await bounds.getByLabel('Acts in 24 hours').fill('3');
    await bounds.getByLabel('From').fill('21:30');
    await bounds.getByLabel('Everyone in the cell, also who comes later').uncheck();
    await bounds.getByLabel('bob').uncheck();
    await bounds.getByRole('button', { name: 'Use these bounds' }).click();
    const agent = () => page.evaluate(() => window.fixture.slices.agent);
    const { budget } = await pollUntil(agent, (now) => now.budget.actsPerDay === 3);
    expect(budget).toMatchObject({ quiet: { from: 1290, to: 420 } });
    expect(budget.people).toHaveLength(3);
    await bounds.getByRole('button', { name: 'Back to the defaults' }).click();
    await pollUntil(agent, (now) => now.budget.actsPerDay === 12 && now.budget.people === null);

    const felt = page.getByRole('region', { name: 'What it feels of the node’s life' });
    const strength = felt.getByLabel('Intensity: Peer lost');
    await strength.fill('1.2');
    await felt.getByRole('button', { name: 'Use this' }).click();
    await felt.getByText('numbers from 0 to 1').waitFor();
    await strength.fill('1');
    await felt.getByRole('button', { name: 'Use this' }).click();
    await pollUntil(agent, (now) => now.mapping['peer-lost'].intensity === 1);
    await felt.getByText('changed').waitFor();
    await felt.getByRole('button', { name: 'Back to the defaults' }).click();
    await pollUntil(agent, (now) => now.mapping['peer-lost'].intensity === 0.8);
  });

  test('charts are saved as a picture and as a table, and stand as tables with T', async () => {
    const page = await open({ hash: 'agent' });
    await page.getByRole('img', { name: /^Chart of the last 24 rewards, 5 of them/ }).waitFor();
    const save = async (title: string, how: string) => {
      await page.getByRole('button', { name: `Save “${title}”` }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: how }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const table = await save('Reward: expected and actual', 'As a table (CSV)');
    expect(table.name).toBe('ghoststack-rewards.csv');
    const lines = table.bytes.toString().trim().split('\r\n');
    expect(lines[0]).toBe('time,cycle,of,expected,actual,dopamine');
    expect(lines).toHaveLength(25);
    expect(lines.filter((line) => line.includes('proposal-passed'))).toHaveLength(1);
    const picture = await save('Last 24 cycles', 'As a picture (PNG)');
    expect(picture.name).toBe('ghoststack-mood.png');
    expect([...picture.bytes.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    await page.keyboard.press('t');
    await page.getByRole('table', { name: /^Chart of the last 24 rewards/ }).waitFor();
  });

  test('a list of stimuli is loaded, held, gone through step by step, begun again and stopped', async () => {
    const page = await open({ hash: 'agent' });
    const card = page.getByRole('region', { name: 'Run at a rate' });
    const load = (text: string) =>
      card
        .locator('input[type=file]')
        .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await load('visual,0.5,0.5\nvisual,0.5');
    await card.getByText('Line 2 is wrong').waitFor();
    await load('type,intensity,novelty\nvisual,0.5,0.5\nauditory,0.1,0.9\n');
    await card.getByText('2 stimuli of list.csv').waitFor();
    await card.getByLabel('Times').fill('3');
    await card.getByRole('button', { name: 'Start the run' }).click();
    await card.getByText('0 of 6 cycles, 4 per second').waitFor();
    await card.getByRole('button', { name: 'Hold' }).click();
    await card.getByText('0 of 6 cycles, held').waitFor();
    await card.getByRole('button', { name: 'One step' }).click();
    await card.getByText('1 of 6 cycles, held').waitFor();
    await card.getByRole('button', { name: 'From the start' }).click();
    await card.getByText('0 of 6 cycles, held').waitFor();
    await card.getByRole('button', { name: 'Go on' }).click();
    await card.getByRole('button', { name: 'Stop', exact: true }).click();
    await card.getByRole('button', { name: 'Start the run' }).waitFor();
  });

  test('episodes are looked for by time, by what was lived and by likeness', async () => {
    const page = await open({ hash: 'agent/episodes' });
    await page.getByLabel('What was lived').selectOption({ label: 'Peer still away' });
    await page.getByText('1 remembered episode fits.').waitFor();
    await page.getByLabel('What was lived').selectOption({ label: 'Anything' });
    await page.getByLabel('Like cycle').fill('214');
    await page.getByRole('columnheader', { name: 'Distance' }).waitFor();
    await page.getByText('23 remembered episodes fit, 23 are shown.').waitFor();
    await page.getByLabel('Like cycle').fill('9999');
    await page.getByRole('alert').getByText('Nothing is kept of that cycle').waitFor();
    await page.getByLabel('Like cycle').fill('');
    await page.getByText('214 loaded').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
