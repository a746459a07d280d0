/** The story of files, told in the window of alice, who is in a cell with bob; he is a headless node. */
import { createHash } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from 'playwright';
import { expect } from 'vitest';
import type { CallOutput } from '#shared/contract/contract.ts';
import type { CellHome } from './cell/cell-home.ts';
import * as tour from './dashboard-tour.ts';
import { answerFileDialogs } from './electron-dialogs.ts';
import { pollUntil } from './poll-until.ts';

const MIB = 1024 * 1024;
/** Of one that is cut under way: long enough to be seen to move. */
const LONG_MIB = 48;
/** Two points of colour. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4zwAE/wEHAAH/4iOeWQAAAABJRU5ErkJggg==',
  'base64',
);

export interface FileStory {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly bob: CellHome;
  /** For what is sent and saved. */
  readonly folder: string;
  readonly picture: (name: string) => Promise<void>;
}

type Message = CallOutput<'messages.list'>['messages'][number];

/** alice attaches, bob fetches, she offers no more; he sends, she calls off, fetches, waits for him, and saves. */
export async function tellFileStory({ app, page, bob, folder, picture }: FileStory): Promise<void> {
  const { did } = await bob
    .ask('state.snapshot', { stateHash: false })
    .then(({ peers }) => peers[0] ?? { did: '' });
  const newest = async (): Promise<Message | undefined> =>
    (await bob.ask('messages.list', { thread: did, before: null, limit: 5 })).messages.at(-1);
  const cardOf = (name: string): Locator => page.getByRole('region', { name: new RegExp(`^File ${name}`) });
  const send = async (path: string, text = ''): Promise<void> => {
    const { id } = await bob.ask('files.attach', { path });
    await bob.ask('messages.send', { to: did, text, attachment: id });
  };
  await tour.openConversation(page, 'bob');

  // Attached in the system's dialog: the page is told its name, and not where it is.
  const plan = written(folder, 'plan.pdf', 2);
  await answerFileDialogs(app, { open: plan, save: '' });
  await page.getByRole('button', { name: 'Attach a file' }).click();
  await page.getByRole('list', { name: 'Files to send' }).getByText('plan.pdf').waitFor();
  await tour.write(page, 'As the carpenter drew it');
  await cardOf('plan.pdf').getByText('Waits for bob to fetch it').waitFor();
  const came = await pollUntil(newest, (message) => message?.file !== undefined);
  expect(came).toMatchObject({
    text: 'As the carpenter drew it',
    file: { name: 'plan.pdf', state: 'offered' },
  });
  await bob.ask('files.fetch', { id: came?.id ?? '' });
  await cardOf('plan.pdf').getByText('bob has all of it').waitFor();

  // Offered no more before anybody has fetched it; a file alone is a message, too.
  await answerFileDialogs(app, { open: written(folder, 'draft.odt', 2), save: '' });
  await page.getByRole('button', { name: 'Attach a file' }).click();
  await page.getByRole('list', { name: 'Files to send' }).getByText('draft.odt').waitFor();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await cardOf('draft.odt').getByRole('button', { name: 'Offer it no more' }).click();
  await cardOf('draft.odt').getByText('You offer it no more').waitFor();
  const taken = await pollUntil(newest, (message) => message?.file?.name === 'draft.odt');
  await bob.ask('files.fetch', { id: taken?.id ?? '' });
  await pollUntil(newest, (message) => message?.file?.code === 'gone');

  // A name that reads as another kind of file stands with its extension apart; what it is called tells nothing else.
  await send(written(folder, '..\\..\\a\u202Egpj.exe', LONG_MIB), 'From the roof');
  const roof = cardOf('a_gpj.exe');
  await roof.getByText('.exe', { exact: true }).waitFor();
  await roof.getByText('Waits for you to fetch it').waitFor();
  const begun = (): Promise<unknown> =>
    expect
      .poll(
        () =>
          roof
            .getByRole('progressbar')
            .getAttribute('value')
            .catch(() => '0'),
        { interval: 20, timeout: 20_000 },
      )
      .not.toMatch(/^0?$/);
  await roof.getByRole('button', { name: 'Fetch' }).click();
  await begun();
  await roof.getByRole('button', { name: 'Cancel' }).click();
  await roof.getByText('You called it off').waitFor();
  await roof.getByRole('button', { name: 'Fetch' }).click();
  await begun();
  await picture('file-fetching');
  await bob.kill();
  await roof.getByText('Paused, bob is offline. Goes on by itself').waitFor();
  await picture('file-paused');
  await bob.start();
  await roof.getByText('All of it is here').waitFor();
  const saved = join(folder, 'saved.bin');
  await answerFileDialogs(app, { open: '', save: saved });
  await roof.getByRole('button', { name: 'Save as…' }).click();
  await page.getByText(`Saved as ${saved}`).waitFor();
  expect(hashOf(saved)).toBe(hashOf(join(folder, '..\\..\\a\u202Egpj.exe')));
  const asked = await app.evaluate(() => (globalThis as unknown as { askedForSave: unknown[] }).askedForSave);
  expect(asked).toMatchObject([{ defaultPath: 'a_gpj.exe' }]);

  // A picture comes by itself, is drawn on a click, and is not asked what it is called.
  writeFileSync(join(folder, 'two.png'), PNG);
  writeFileSync(join(folder, 'none.png'), 'no picture');
  await send(join(folder, 'two.png'));
  await send(join(folder, 'none.png'));
  expect(await page.getByRole('img', { name: /^Picture/ }).count()).toBe(0);
  await cardOf('two.png').getByRole('button', { name: 'Show picture' }).click();
  await page.getByRole('img', { name: 'Picture two.png, 2 × 1' }).waitFor();
  await cardOf('none.png').getByRole('button', { name: 'Show picture' }).click();
  await cardOf('none.png').getByText('This is no picture that is shown here').waitFor();
  await picture('file-picture');
}

/** Mostly zeros, which cost no disk; told apart by how they begin. */
function written(folder: string, name: string, mebibytes: number): string {
  const path = join(folder, name);
  writeFileSync(path, `${name}\n`);
  truncateSync(path, mebibytes * MIB);
  return path;
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
