import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { expect, test } from 'vitest';
import * as tour from '../support/dashboard-tour.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { focusedName, OperatorHand } from '../support/operator-hand.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

/** From the first start to the first vote that is counted, in a cell of three. */
const CLICKS_MAX = { founder: 12, joiner: 10 };
const TITLE = 'Buy a long ladder';
const STEP_LIMIT_MS = 45_000;
/** Where pictures of the windows go, if anybody wants them. */
const PICTURES = process.env.GHOSTSTACK_PICTURES;

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** No click is needed before the question of the cell. */
async function makeKey(hand: OperatorHand, name: string): Promise<void> {
  await hand.type('Name', name);
  await hand.type('Passphrase', tour.PASSPHRASE);
  await hand.type('Passphrase again', tour.PASSPHRASE);
}

async function found(hand: OperatorHand, cell: string): Promise<void> {
  await hand.click(hand.page.getByRole('radio', { name: 'Found a cell' }));
  await hand.type('Name of the cell', cell);
}

/** The inviter's link goes over by the clipboard, both compare the words, and one click on each side says so. */
async function letIn(
  inviter: OperatorHand,
  newcomer: OperatorHand,
  name: string,
  app: ElectronApplication,
): Promise<void> {
  await inviter.focused('Copy link');
  await inviter.click(button(inviter.page, 'Copy link'));
  const link = await inviter.page.getByText(/^ghoststack:\/\/join\//).innerText();
  await pollUntil(
    () => app.evaluate(({ clipboard }) => clipboard.readText()),
    (text) => text === link,
  );
  await newcomer.paste('Invitation');
  await newcomer.focused('Do both screens show these words?');
  await inviter.focused(`${name} asks to join`);
  await picture(inviter.page, `asks-${name}`);
  expect(await tour.wordsShown(newcomer.page)).toEqual(await tour.wordsShown(inviter.page));
  await newcomer.click(button(newcomer.page, 'They are the same'));
  await inviter.click(button(inviter.page, 'Accept'));
}

/** The words are written down another day. */
async function putOffWords(hand: OperatorHand): Promise<void> {
  await hand.focused('Passphrase of your key');
  await hand.click(button(hand.page, 'Remind me in a week'));
  await hand.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
}

async function approve(hand: OperatorHand, name: string): Promise<void> {
  await hand.click(button(hand.page, 'Approve'));
  await hand.focused(`Sign APPROVE as ${name}`);
  await hand.click(button(hand.page, `Sign APPROVE as ${name}`));
}

describeIfMet(await electronRequirement(), 'the first vote of a cell of three', () => {
  const suite = electronSuite();

  test(`takes at most ${CLICKS_MAX.founder} clicks of its founder and ${CLICKS_MAX.joiner} of each who joins`, async () => {
    const apps = [await suite.launch(), await suite.launch(), await suite.launch()] as const;
    const hands = await Promise.all(apps.map(({ window }) => OperatorHand.at(window)));
    const [alice, bob, carol] = hands as [OperatorHand, OperatorHand, OperatorHand];
    for (const { page } of hands) page.setDefaultTimeout(STEP_LIMIT_MS);

    await makeKey(alice, 'alice');
    await found(alice, 'Maple Street');
    await makeKey(bob, 'bob');
    await letIn(alice, bob, 'bob', apps[1].app);
    await putOffWords(bob);
    await makeKey(carol, 'carol');
    await letIn(alice, carol, 'carol', apps[2].app);
    await bob.page.getByText('alice proposes to admit carol').waitFor();
    await approve(bob, 'bob');
    await putOffWords(carol);
    await alice.page.getByText('3 members', { exact: true }).first().waitFor();
    await picture(alice.page, 'first-vote');

    await alice.click(button(alice.page, 'Start the first vote'));
    expect(await alice.page.getByRole('checkbox', { name: /^and sign my APPROVE/ }).isChecked()).toBe(true);
    await picture(alice.page, 'proposal');
    await alice.type('Title', TITLE);
    for (const [hand, name] of [
      [bob, 'bob'],
      [carol, 'carol'],
    ] as const) {
      await hand.page.getByRole('heading', { name: TITLE }).first().waitFor();
      await approve(hand, name);
    }
    await alice.page.getByText('Your APPROVE counted').first().waitFor();
    await tour
      .mainPart(alice.page)
      .getByText(/^Counted by [23] of 3/)
      .first()
      .waitFor();

    const [founder, ...joiners] = await Promise.all(hands.map((hand) => hand.clicks()));
    expect(founder).toBeGreaterThan(0);
    expect(founder).toBeLessThanOrEqual(CLICKS_MAX.founder);
    for (const clicks of joiners) expect(clicks).toBeLessThanOrEqual(CLICKS_MAX.joiner);
  });

  test('is not needed: the wizard ends where its founder wants', async () => {
    const { window } = await suite.launch();
    window.setDefaultTimeout(STEP_LIMIT_MS);
    const hand = await OperatorHand.at(window);
    await makeKey(hand, 'alice');
    await found(hand, 'Maple Street');
    await hand.focused('Copy link');
    expect(await button(window, 'Start the first vote').isDisabled()).toBe(true);
    await window.getByText('Waits until a neighbour is admitted').waitFor();
    await hand.click(button(window, 'Next: your recovery words'));
    await putOffWords(hand);
    await pollUntil(
      () => focusedName(window),
      (name) => name !== 'Remind me in a week',
    );
  });
});
