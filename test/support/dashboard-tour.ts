/** What an operator does in the dashboard, by what is written on it; the same in Electron and in a browser. */
import type { Locator, Page } from 'playwright';
import { pollUntil } from './poll-until.ts';

export const PASSPHRASE = 'correct horse battery staple';

/** A link may say more than its page's name: how much waits there. */
function go(page: Page, name: string): Promise<void> {
  return page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${name}\\b`) })
    .first()
    .click();
}

/** First start: a name, a passphrase, and the key is made; then the question of the cell. */
export async function beginKey(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(PASSPHRASE);
  await page.getByRole('textbox', { name: 'Passphrase again' }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Create my key' }).click();
}

/** The same; the cell comes later. */
export async function makeKey(page: Page, name: string): Promise<void> {
  await beginKey(page, name);
  await page.getByRole('radio', { name: 'Decide later' }).check();
  await page.getByRole('button', { name: 'Open the dashboard' }).click();
  await page.getByRole('navigation').first().waitFor();
}

export async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
}

export async function ownDid(page: Page): Promise<string> {
  await go(page, 'Settings');
  return page
    .getByRole('definition')
    .filter({ hasText: /^did:key:/ })
    .innerText();
}

export async function addPeer(
  page: Page,
  peer: { did: string; name: string; address: string },
): Promise<void> {
  await go(page, 'Messages');
  await page.getByRole('button', { name: 'Add a peer' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Identity of the peer' }).fill(peer.did);
  await dialog.getByRole('textbox', { name: 'Name' }).fill(peer.name);
  await dialog.getByRole('textbox', { name: 'Address' }).fill(peer.address);
  await dialog.getByRole('button', { name: 'Add peer' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Writes to the peer whose conversation is open. */
export async function write(page: Page, text: string): Promise<void> {
  const field = page.getByRole('main').getByRole('textbox').last();
  await field.fill(text);
  await field.press('Enter');
}

export async function openConversation(page: Page, name: string): Promise<void> {
  await go(page, 'Messages');
  await page.getByRole('list', { name: 'Conversations' }).getByText(name, { exact: true }).first().click();
}

/** Everything that the dashboard says in its main part, in reading order. */
export function mainPart(page: Page): Locator {
  return page.getByRole('main');
}

/** Runs as many by the form, one after another. Returns the number of the last cycle: the node's life causes some too. */
export async function runCycles(page: Page, count: number): Promise<number> {
  await go(page, 'Agent');
  let cycle = await cycleNumber(page);
  for (let done = 0; done < count; done += 1) {
    const before = cycle;
    await page.getByRole('button', { name: 'Run one cycle' }).click();
    cycle = await pollUntil(
      () => cycleNumber(page),
      (now) => now > before,
    );
  }
  return cycle;
}

export async function cycleNumber(page: Page): Promise<number> {
  await go(page, 'Agent');
  return Number((await page.getByText(/^cycle \d+$/).innerText()).slice('cycle '.length));
}

/** What the chart of the agent's cycles says in words. */
export function cycleChart(page: Page): Locator {
  return page.getByRole('img', { name: /^Chart of cycles/ });
}

export async function visit(page: Page, name: string): Promise<void> {
  await go(page, name);
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** From the Sync page of a node that has no cell yet. */
export async function foundCell(page: Page, name: string): Promise<void> {
  await go(page, 'Sync');
  await mainPart(page).getByRole('button', { name: 'Found a cell' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name of the cell' }).fill(name);
  await dialog.getByRole('button', { name: /^Found / }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Opens the dialog of invitations, which makes one, and leaves it open; returns the link. */
export async function invite(page: Page): Promise<string> {
  await go(page, 'Sync');
  await page.getByRole('button', { name: 'Invite someone' }).first().click();
  const dialog = page.getByRole('dialog');
  return dialog.getByText(/^ghoststack:\/\/join\//).innerText();
}

/** In the dialog of invitations: somebody asks, shows six words, and is accepted. */
export async function acceptNewcomer(page: Page, name: string, compare: () => Promise<void>): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`${name} asks to join`).waitFor();
  await compare();
  await dialog.getByRole('button', { name: 'Accept', exact: true }).click();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

/** Two new keys, a cell of the first, and the second admitted by the words that both compared. */
export async function meetInCell(first: Operator, second: Operator): Promise<void> {
  for (const { page, name } of [first, second]) await makeKey(page, name);
  await foundCell(first.page, 'Maple Street');
  await askToJoin(second.page, await invite(first.page));
  await acceptNewcomer(first.page, second.name, async () => {
    const [shown, told] = await Promise.all([wordsShown(first.page), wordsShown(second.page)]);
    if (shown.join() !== told.join()) throw new Error(`${shown} and ${told} differ.`);
  });
  await sayWordsAreTheSame(second.page);
  await second.page.getByText('2 members, small cell').first().waitFor();
  await second.page.keyboard.press('Escape');
}

export interface Operator {
  readonly page: Page;
  readonly name: string;
}

/** Checks all receipts anew, on the Chain page. */
export async function verifyChain(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Verify/ })
    .first()
    .click();
  await mainPart(page)
    .getByText(/receipts? .*(intact|checked|signed)/i)
    .first()
    .waitFor();
}

/** Six words as the page shows them. */
export async function wordsShown(page: Page): Promise<string[]> {
  const items = page
    .getByRole('list', { name: /^Six words to compare/ })
    .first()
    .getByRole('listitem');
  return (await items.allInnerTexts()).map((text) => text.replaceAll(/[^a-z]/g, ''));
}

/** From the Sync page of a node that has no cell: asks to join, and waits for the words to compare. */
export async function askToJoin(page: Page, link: string): Promise<void> {
  await go(page, 'Sync');
  await mainPart(page).getByRole('button', { name: 'Join a cell' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Invitation' }).fill(link);
  await dialog.getByRole('button', { name: 'Ask to join' }).click();
  await page.getByRole('button', { name: 'They are the same' }).first().waitFor();
}

export async function sayWordsAreTheSame(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'They are the same' }).first().click();
}

export async function propose(page: Page, title: string): Promise<void> {
  await go(page, 'Governance');
  await page.getByRole('button', { name: 'New proposal' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  // The vote is given on its page, as everybody else does.
  await dialog.getByRole('checkbox', { name: /^and sign my APPROVE/ }).uncheck();
  await dialog.getByRole('button', { name: 'Open the vote now' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Two clicks, wherever the proposal waits for this member's vote. */
export async function vote(
  page: Page,
  title: string,
  choice: 'Approve' | 'Reject',
  me: string,
): Promise<void> {
  await go(page, 'Governance');
  await mainPart(page).getByText(title).first().waitFor();
  await mainPart(page).getByRole('button', { name: choice, exact: true }).first().click();
  await mainPart(page)
    .getByRole('button', { name: `Sign ${choice.toUpperCase()} as ${me}` })
    .first()
    .click();
}
