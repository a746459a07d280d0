/** A vote is called, an agent cycles, its suggestion is proposed by a click, the cell votes, and the agent learns. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { type CellHome, twoMembers } from '../support/cell/cell-home.ts';
import { launchChromium } from '../support/chromium.ts';
import { violations } from '../support/fixture-browser.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';
import { setUp } from '../support/set-up.ts';

const LIMIT_MS = 60_000;
/** Explores when a vote is called, and waits otherwise. */
const SCRIPT =
  '{ "rules": [{ "when": { "lived": ["vote-called"] }, "then": "explore" }], "otherwise": "wait" }';

describeIfMet(await browserRequirement(), 'the loop of an agent in the windows of two members', () => {
  let folder: string;
  let alice: CellHome;
  let bob: CellHome;
  let browser: Browser;
  const complaints: string[] = [];

  setUp('two members with dashboards', {
    limitMs: 120_000,
    make: async () => {
      folder = await mkdtemp(join(tmpdir(), 'ghoststack-loop-'));
      browser = await launchChromium();
      ({ alice, bob } = await twoMembers(folder));
      await Promise.all([alice.stop(), bob.stop()]);
      for (const home of [alice, bob]) await home.start('--dashboard', '127.0.0.1:0');
    },
    clear: async () => {
      await browser?.close();
      await Promise.all([alice?.stop(), bob?.stop()]);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  });

  async function open(home: CellHome): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    page.on('pageerror', (error) => complaints.push(`${home.name}: ${error.message}`));
    await page.goto((await home.run<{ url: string }>('dashboard')).url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }
  const visit = (page: Page, hash: string) => page.evaluate((to) => location.assign(`#/${to}`), hash);
  const episodes = () => alice.ask('agent.recall', { lived: ['vote-called'], limit: 10 });

  test('runs from a vote to a proposal, to what came of it, to why, and to another computer', async () => {
    const [window, others] = [await open(alice), await open(bob)];

    // How it chooses is written and tried in the window.
    await visit(window, 'agent/rules');
    const policy = window.getByRole('region', { name: 'How it chooses' });
    await policy.getByRole('radio', { name: 'Script' }).check();
    await policy.getByRole('textbox', { name: 'Script' }).fill(SCRIPT);
    await policy.getByRole('button', { name: 'Try it' }).click();
    await policy.getByRole('button', { name: 'Use it' }).click();
    await policy.getByText('now: Your script').waitFor();

    // A vote is called: it cycles and suggests, and one click puts that to the vote.
    await bob.act('propose', 'Paint the shed');
    await visit(window, 'agent');
    await window.getByRole('heading', { name: /^Propose: “Look together at what P-\d+ changes”/ }).waitFor();
    await window.getByRole('button', { name: 'Why', exact: true }).click();
    await window.getByRole('dialog').getByText('It chose “explore”.').waitFor();
    await window.keyboard.press('Escape');
    const { dopamine: before } = (await alice.ask('state.snapshot', {})).agent;
    await window.getByRole('button', { name: 'Propose as alice' }).click();
    const proposals = () => alice.ask('governance.list', {});
    const listed = await pollUntil(
      proposals,
      ({ proposals: all }) => all.some(({ agent }) => agent !== undefined),
      LIMIT_MS,
    );
    const { id, agent: digest } = listed.proposals.find(({ agent }) => agent !== undefined)!;

    // Both windows say whose agent it was, on the page and in the chain; the cell votes.
    await visit(window, `governance/${id}`);
    await window.getByRole('button', { name: 'by alice’s agent' }).waitFor();
    for (const home of [alice, bob]) {
      const detail = await pollUntil(
        () => home.ask('governance.detail', { id }).catch(() => null),
        (one) => one !== null && (one.needsMyVote || one.myVote !== null),
        LIMIT_MS,
      );
      if (detail?.needsMyVote) await home.ask('governance.vote', { id, choice: 'APPROVE', comment: null });
    }
    await window
      .getByText(/^Passed 2 to 0/)
      .first()
      .waitFor();
    await visit(others, `chain/${id}`);
    await others.getByRole('complementary').getByRole('button', { name: 'by alice’s agent' }).click();
    await others.getByRole('dialog', { name: 'By alice’s agent' }).getByText(digest!).waitFor();

    // Dopamine answers, once; chart and why say so.
    const learned = await pollUntil(
      async () => (await alice.ask('state.snapshot', {})).agent.outcomes,
      (all) => all.length > 0,
      LIMIT_MS,
    );
    expect(learned).toMatchObject([{ subject: id, outcome: 'proposal-passed', reward: 1 }]);
    expect(learned[0]!.dopamine).toBeGreaterThan(before);
    await visit(window, 'agent');
    await window
      .getByRole('img', { name: /^Chart of the last \d+ rewards, 1 of them of what it did/ })
      .waitFor();
    await window.keyboard.press('t');
    await window
      .getByRole('table', { name: /^Chart of the last/ })
      .getByText('The proposal passed')
      .waitFor();
    await visit(window, `governance/${id}`);
    await window.getByRole('button', { name: 'by alice’s agent' }).click();
    const why = window.getByRole('dialog', { name: 'Why it chose so' });
    await why
      .getByText(/^The proposal passed, .*reward 1\.00, expected 0\.\d+; dopamine 0\.\d+ after it/)
      .waitFor();
    expect(await violations(window)).toEqual([]);

    // The cycle as a file: bob's computer goes through it again, and finds the one number that was changed.
    const [saved] = await Promise.all([
      window.waitForEvent('download'),
      why.getByRole('button', { name: 'Save the cycle' }).click(),
    ]);
    const json = await readFile(await saved.path(), 'utf8');
    const theirs = others.getByRole('dialog', { name: 'By alice’s agent' });
    const check = (text: string) =>
      theirs.locator('input[type=file]').setInputFiles({
        name: 'cycle.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text),
      });
    await check(json);
    await theirs.getByText('it is the cycle that is named here').waitFor();
    await check(json.replace(/"arousal": (0\.\d+)/, '"arousal": 0.999'));
    await theirs.getByText(/cycle\.json is wrong\..* is .*, but what follows from the rest is/).waitFor();
    expect(await violations(others)).toEqual([]);

    // Stopped by a key: the next vote is felt, and nothing is suggested.
    await window.keyboard.press('Control+b');
    await window.getByRole('button', { name: 'Agent stopped: let it go' }).waitFor();
    const { total } = await episodes();
    await bob.act('propose', 'Mow the lawn');
    await pollUntil(episodes, (found) => found.total > total, LIMIT_MS);
    const { agent: stopped } = await alice.ask('state.snapshot', {});
    expect(stopped).toMatchObject({ braked: true, suggestion: null });
    expect(complaints).toEqual([]);
  }, 240_000);
});
