import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { CellHome } from '../support/cell/cell-home.ts';
import * as tour from '../support/dashboard-tour.ts';
import { callBridge, snapshot } from '../support/electron-bridge.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { ghoststack } from '../support/headless-node.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const STEP_LIMIT_MS = 45_000;
const TITLE = 'Buy a lock';
/** Where pictures of the windows go, if anybody wants them. */
const PICTURES = process.env.GHOSTSTACK_PICTURES;

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** What the cell knows of bob, as this window tells it. */
async function bobIn(page: Page) {
  const { cell, trust } = await snapshot(page);
  const member = cell?.members.find(({ name }) => name === 'bob');
  const tokens = trust?.balances.find(({ scid }) => scid === member?.scid)?.balance ?? null;
  return { scid: member?.scid ?? null, key: member?.key.version ?? null, tokens };
}

/** By hand into all 24 fields. */
async function typeWords(page: Page, words: readonly string[]): Promise<void> {
  for (const [at, word] of words.entries())
    await page.getByRole('textbox', { name: `Word ${at + 1}`, exact: true }).fill(word);
  await button(page, 'Use these words').click();
}

/** alice makes a code in her window, and it is typed into the new one. */
async function askByCode(alice: Page, machine: Page): Promise<void> {
  const dialog = alice.getByRole('dialog', { name: 'Bring a member back' });
  await dialog.getByRole('button', { name: 'Make a recovery code' }).click();
  const link = await dialog.getByText(/^ghoststack:\/\/recover\//).innerText();
  const code = machine.getByRole('textbox', { name: 'Recovery code' });
  await code.fill(link);
  await button(machine, 'Come back').click();
  await machine.getByRole('heading', { name: 'Type your 24 words' }).waitFor();
}

async function sameSixWords(alice: Page, machine: Page): Promise<void> {
  await machine.getByRole('heading', { name: 'Do both screens show these words?' }).waitFor();
  await alice.getByText('bob asks to come back on another computer').waitFor();
  expect(await tour.wordsShown(alice)).toEqual(await tour.wordsShown(machine));
}

describeIfMet(await electronRequirement(), 'a computer that is lost', () => {
  const suite = electronSuite();

  test('is made up for by a code, 24 words, six words and two votes, by clicks alone', async () => {
    const [{ window: alice }, { window: carol }] = [await suite.launch(), await suite.launch()];
    for (const page of [alice, carol]) page.setDefaultTimeout(STEP_LIMIT_MS);
    await tour.meetInCell({ page: alice, name: 'alice' }, { page: carol, name: 'carol' });
    const lost = new CellHome(await suite.userFolder(), 'bob');
    await lost.run('init', '--name', 'bob');
    await lost.start();
    let words: string[];
    try {
      const joined = lost.run('join', await tour.invite(alice));
      await tour.acceptNewcomer(alice, 'bob', async () => undefined);
      await tour.vote(carol, 'Admit bob', 'Approve', 'carol');
      await joined;
      const { scid } = await bobIn(alice);
      await callBridge(alice, 'tokens.transfer', { scid: scid ?? '', amount: 7 });
      ({ words } = (await ghoststack('words', '--home', lost.home, '--yes-print')) as { words: string[] });
    } finally {
      await lost.stop();
    }
    rmSync(lost.home, { recursive: true });
    const before = await pollUntil(
      () => bobIn(carol),
      ({ tokens }) => tokens === 107,
    );

    const { window: machine } = await suite.launch();
    machine.setDefaultTimeout(STEP_LIMIT_MS);
    await tour.beginKey(machine, 'a new computer');
    await machine.getByRole('radio', { name: 'I lost my computer' }).check();
    await picture(machine, 'lost-computer');
    await tour.visit(alice, 'Identity');
    await button(alice, 'Bring a member back…').click();
    await askByCode(alice, machine);
    await picture(alice, 'recovery-code');
    await typeWords(machine, [...words.slice(0, 23), 'ghoststack']);
    await machine.getByText('Word 24 is not a recovery word', { exact: false }).waitFor();
    await picture(machine, 'wrong-word');
    await typeWords(machine, words);
    await sameSixWords(alice, machine);
    // Whoever sees other words than the member stops there, and nothing was asked of anybody.
    await button(machine, 'They differ').click();
    await machine.getByText('The six words differ', { exact: false }).first().waitFor();
    await picture(machine, 'six-differ');
    await alice.getByText('The six words differ, bob says').waitFor();
    await alice.getByText('Nothing was asked of the others', { exact: false }).waitFor();
    await picture(alice, 'six-differ-told');
    await button(alice, 'Dismiss').click();
    await alice.getByText('The six words differ, bob says').waitFor({ state: 'detached' });
    await button(machine, 'Try another code').click();
    await machine.getByRole('radio', { name: 'I lost my computer' }).check();
    expect((await snapshot(carol)).proposals.filter(({ kind }) => kind === 'rekey')).toEqual([]);

    await askByCode(alice, machine);
    await typeWords(machine, words);
    await sameSixWords(alice, machine);
    await picture(machine, 'six-words');
    await button(machine, 'They are the same').click();
    await button(alice, 'They are the same: ask the others').click();
    await machine
      .getByText(/^Waits for carol, until/)
      .first()
      .waitFor();
    await picture(machine, 'votes');
    await alice.keyboard.press('Escape');
    await tour.vote(carol, 'bob asks for a new key, by recovery words', 'Approve', 'carol');

    const dialog = machine.getByRole('dialog', { name: 'You are back in Maple Street' });
    await dialog.waitFor();
    await dialog.getByText('107 tokens are yours, as before.').waitFor();
    await picture(machine, 'back-again');
    await dialog.getByRole('button', { name: 'Done' }).click();
    for (const page of [alice, carol, machine]) {
      await pollUntil(
        () => bobIn(page),
        ({ scid, key, tokens }) => scid === before.scid && key === 3 && (tokens ?? 0) >= 107,
      );
    }
    expect((await snapshot(machine)).me?.name).toBe('bob');
    await tour.propose(alice, TITLE);
    await pollUntil(
      async () => (await snapshot(machine)).cell?.signingBarred ?? null,
      (barred) => barred === null,
    );
    await tour.vote(machine, TITLE, 'Approve', 'bob');
    await machine
      .getByText('Your APPROVE counted')
      .or(machine.getByText('2 more votes needed'))
      .first()
      .waitFor();
    await pollUntil(
      async () => (await snapshot(carol)).proposals.find(({ title }) => title === TITLE)?.seats,
      (seats) => seats?.find(({ name }) => name === 'bob')?.choice === 'APPROVE',
    );
  });
});
