/** Members whose homes begin in a test's own process and go on in windows, and what their operators do there about keys. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import * as tour from '../dashboard-tour.ts';
import type { RunningApp } from '../electron-app.ts';
import { snapshot } from '../electron-bridge.ts';
import type { ElectronSuite } from '../electron-suite.ts';
import { pollUntil } from '../poll-until.ts';
import { LIMIT_MS } from './keys-at-stake.ts';
import { LiveMember } from './live-member.ts';

const CLOCK = join(import.meta.dirname, '../electron-runtime/moved-clock.cjs');
const STEP_LIMIT_MS = 45_000;

const stateOf = (folder: string, home: string) => join(folder, `state of ${home}`);

/** One whose key is under the passphrase that windows are opened with. */
export class HandedOver extends LiveMember {
  constructor(folder: string, name: string) {
    super(folder, name);
    this.makesKey = false;
    this.stateFolder = stateOf(folder, name);
  }

  override async start(): Promise<void> {
    await super.start();
    if (this.node.phase === 'setup')
      await this.node.createKey(this.name, { kind: 'passphrase', passphrase: tour.PASSPHRASE });
  }
}

/** One computer with a window: it has a clock and marks of its homes, as no other has. */
export interface Desk extends RunningApp {
  /** All that happens from now on happens so much later. */
  later(byMs: number): Promise<void>;
}

export async function openWindow(suite: ElectronSuite, folder: string, home: string): Promise<Desk> {
  const clock = join(folder, `clock of ${home}`);
  const running = await suite.launch({
    args: ['--home', join(folder, home)],
    preloaded: [CLOCK],
    env: { GHOSTSTACK_TEST_CLOCK: clock, GHOSTSTACK_STATE_DIR: stateOf(folder, home) },
  });
  running.window.setDefaultTimeout(STEP_LIMIT_MS);
  return {
    ...running,
    async later(byMs) {
      writeFileSync(clock, String(byMs));
      await running.window.evaluate((aheadMs) => {
        const real = Date.now.bind(Date);
        Date.now = () => real() + aheadMs;
      }, byMs);
    },
  };
}

/** The same with a home that was in the cell before. */
export async function openMember(suite: ElectronSuite, folder: string, home: string): Promise<Desk> {
  const desk = await openWindow(suite, folder, home);
  await tour.unlock(desk.window, tour.PASSPHRASE);
  await desk.window.getByRole('navigation').first().waitFor();
  return desk;
}

/** Of the whole disk of a computer on which it does not run, with all that tells a copy. */
export function cloneOf(folder: string, from: string, to: string): void {
  cpSync(join(folder, from), join(folder, to), { recursive: true });
  cpSync(stateOf(folder, from), stateOf(folder, to), { recursive: true });
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function fillWords(page: Page, words: string): Promise<void> {
  for (const [at, word] of words.split(' ').entries())
    await page.getByRole('textbox', { name: `Word ${at + 1}`, exact: true }).fill(word);
}

/** By the device, or with the words. */
export async function changeKey(page: Page, words: string | null): Promise<void> {
  await tour.visit(page, 'Identity');
  await button(page, 'Change key…').click();
  const dialog = page.getByRole('dialog', { name: 'Change your key' });
  if (words !== null) {
    await dialog.getByRole('radio', { name: 'With your 24 words' }).check();
    await fillWords(page, words);
  }
  await dialog.getByRole('button', { name: 'Ask for a new key' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** On the proposal's page, wherever others wait for a vote as well; it must not have been voted on here. */
export async function voteOn(
  page: Page,
  title: string,
  choice: 'Approve' | 'Reject',
  me: string,
): Promise<void> {
  await openProposal(page, title);
  const main = tour.mainPart(page);
  await main.getByRole('button', { name: choice, exact: true }).first().click();
  await main
    .getByRole('button', { name: `Sign ${choice.toUpperCase()} as ${me}` })
    .first()
    .click();
  await main
    .getByRole('button', { name: `Sign ${choice.toUpperCase()} as ${me}` })
    .waitFor({ state: 'detached' });
}

/** The newest of that title. */
export async function openProposal(page: Page, title: string): Promise<void> {
  const id = await pollUntil(
    async () => (await proposalsOf(page)).filter((one) => one.says === title && one.isOpen).at(0)?.id,
    Boolean,
    LIMIT_MS,
  );
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/governance/${id}`);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** What is proposed, as its title says it in a window. */
async function proposalsOf(page: Page) {
  const { proposals } = await snapshot(page);
  return proposals.map(({ id, title, state, rekey }) => ({
    id,
    isOpen: state === 'voting' || state === 'closing',
    says: rekey ? rekeyTitle(rekey) : title,
  }));
}

export function rekeyTitle({ name, by }: { readonly name: string; readonly by: 'device' | 'words' }): string {
  return `${name} asks for a new key, ${by === 'words' ? 'by recovery words' : 'by the device'}`;
}

/** A home that may not sign asks where it is, by a code of a fellow's window, as far as the six words. */
export async function askInPlace(page: Page, fellow: Page, name: string, words: string): Promise<void> {
  await button(page, 'Ask with your words').first().click();
  await tour.visit(fellow, 'Identity');
  await button(fellow, 'Bring a member back…').click();
  const dialog = fellow.getByRole('dialog', { name: 'Bring a member back' });
  await dialog.getByRole('button', { name: /^Make (a recovery|another) code$/ }).click();
  const link = await dialog
    .getByText(/^ghoststack:\/\/recover\//)
    .first()
    .innerText();
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(link);
  await button(page, 'Come back').click();
  await page.getByRole('heading', { name: 'Type your 24 words' }).waitFor();
  await fillWords(page, words);
  await button(page, 'Use these words').click();
  await page.getByRole('heading', { name: 'Do both screens show these words?' }).waitFor();
  await fellow.getByText(`${name} asks to come back on another computer`).waitFor();
}

/** Both say that the words are the same, and the others are asked. */
export async function letBack(page: Page, fellow: Page): Promise<void> {
  const [shown, told] = await Promise.all([tour.wordsShown(page), tour.wordsShown(fellow)]);
  if (shown.join() !== told.join()) throw new Error(`${shown} and ${told} differ.`);
  await button(page, 'They are the same').click();
  await button(fellow, 'They are the same: ask the others').click();
  await page
    .getByText(/^Waits for /)
    .first()
    .waitFor();
  await fellow.keyboard.press('Escape');
}
