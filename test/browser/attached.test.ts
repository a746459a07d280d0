import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { expect, test } from 'vitest';
import type { CallOutput } from '#shared/contract/contract.ts';
import { browserRequirement } from '../support/browser-requirement.ts';
import { type CellHome, twoMembers } from '../support/cell/cell-home.ts';
import { launchChromium } from '../support/chromium.ts';
import { openConversation } from '../support/dashboard-tour.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';
import { setUp } from '../support/set-up.ts';

/** More than two pieces of an upload, and more than travels in parts. */
const LARGE_BYTES = 2_500_000;
const MIB = 1024 * 1024;

const patterned = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => at % 251);

/** Drops or pastes a file that the page makes itself, of the same bytes as `patterned`. */
async function bring(page: Page, event: 'drop' | 'paste', name: string, length: number): Promise<void> {
  await page.evaluate(
    ({ kind, called, bytes }) => {
      const data = new DataTransfer();
      const content = Uint8Array.from({ length: bytes }, (_, at) => at % 251);
      data.items.add(new File([content], called));
      const about = { bubbles: true, cancelable: true };
      const field = document.querySelector('main textarea');
      field?.dispatchEvent(
        kind === 'drop'
          ? new DragEvent('drop', { ...about, dataTransfer: data })
          : new ClipboardEvent('paste', { ...about, clipboardData: data }),
      );
    },
    { kind: event, called: name, bytes: length },
  );
}

describeIfMet(await browserRequirement(), 'files in a dashboard in a browser', () => {
  let browser: Browser;
  let folder: string;
  let alice: CellHome;
  let bob: CellHome;

  setUp('two members and a dashboard', {
    limitMs: 100_000,
    make: async () => {
      folder = await mkdtemp(join(tmpdir(), 'ghoststack-attached-'));
      browser = await launchChromium();
      ({ alice, bob } = await twoMembers(folder));
      await alice.stop();
      await alice.start('--dashboard', '127.0.0.1:0');
    },
    clear: async () => {
      await Promise.all([alice?.stop(), bob?.stop(), browser?.close()]);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  });

  test('are dropped, pasted and chosen, go along byte by byte, and are downloaded', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (line) => line.type() === 'error' && problems.push(line.text()));
    await page.goto((await alice.run<{ url: string }>('dashboard')).url);
    await openConversation(page, 'bob');
    await page
      .getByText(/^In sync/)
      .first()
      .waitFor();
    const held = page.getByRole('list', { name: 'Files to send' });

    await bring(page, 'drop', 'plan.bin', LARGE_BYTES);
    await held.getByText('plan.bin').waitFor();
    await bring(page, 'drop', 'other.bin', 10);
    await held.getByRole('button', { name: 'Do not send other.bin' }).click();
    await bring(page, 'drop', 'nothing.txt', 0);
    await page.getByText('nothing.txt is empty. There is nothing to send.').waitFor();
    await bring(page, 'paste', 'image.png', 3_000);
    await held.getByText('image.png').waitFor();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach a file' }).click();
    await (await chooser).setFiles({ name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('rope') });
    await held.getByText('list.txt').waitFor();

    // What was chosen is there after the node was restarted, and the page with it.
    await expect.poll(() => held.getByRole('progressbar').count(), { timeout: 20_000 }).toBe(0);
    await page.goto('about:blank');
    await alice.stop();
    await alice.start('--dashboard', '127.0.0.1:0');
    await page.goto((await alice.run<{ url: string }>('dashboard')).url);
    await openConversation(page, 'bob');
    for (const name of ['plan.bin', 'image.png', 'list.txt']) await held.getByText(name).waitFor();
    await page
      .getByText(/^In sync/)
      .first()
      .waitFor();

    // What waits stays with its conversation.
    await openConversation(page, 'Everyone');
    await page.getByRole('main').getByRole('textbox').waitFor();
    expect(await held.count()).toBe(0);
    await openConversation(page, 'bob');
    await held.getByText('plan.bin').waitFor();
    const field = page.getByRole('main').getByRole('textbox');
    await field.fill('All of it');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await held.waitFor({ state: 'detached' });

    const { did } = await alice.status();
    const listed = async (): Promise<CallOutput<'messages.list'>['messages']> =>
      (await bob.ask('messages.list', { thread: did, before: null, limit: 10 })).messages;
    const came = await pollUntil(
      listed,
      (all) => all.length === 3 && all.slice(1).every(({ file }) => file?.state === 'whole'),
    );
    expect(came.map(({ text, file }) => [text, file?.name, file?.bytes])).toEqual([
      ['All of it', 'plan.bin', LARGE_BYTES],
      ['', 'image.png', 3_000],
      ['', 'list.txt', 4],
    ]);
    await bob.ask('files.fetch', { id: came[0]?.id ?? '' });
    await pollUntil(listed, (all) => all[0]?.file?.state === 'whole');
    const saved = join(folder, 'plan.bin');
    await bob.ask('files.save', { id: came[0]?.id ?? '', path: saved });
    expect((await readFile(saved)).equals(patterned(LARGE_BYTES))).toBe(true);
    await page
      .getByRole('region', { name: /^File plan.bin/ })
      .getByText('bob has all of it')
      .waitFor();
    await page
      .getByRole('region', { name: /^File list.txt/ })
      .getByText('All of it delivered')
      .waitFor();

    // What she offers no more is not to be had.
    await bring(page, 'drop', 'early.bin', LARGE_BYTES);
    await held.getByText('early.bin').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const early = page.getByRole('region', { name: /^File early.bin/ });
    await early.getByText('Waits for bob to fetch it').waitFor();
    await early.getByRole('button', { name: 'Offer it no more' }).click();
    await early.getByText('You offer it no more').waitFor();
    const last = (await pollUntil(listed, (all) => all.length === 4)).at(-1)?.id ?? '';
    await bob.ask('files.fetch', { id: last });
    await pollUntil(listed, (all) => all.at(-1)?.file?.code === 'gone');

    // A name that ends otherwise than it reads, downloaded under what it is.
    const path = join(folder, 'photo\u202Egnp.html');
    await writeFile(path, '<script>document.title = "run"</script>');
    const { id } = await bob.ask('files.attach', { path });
    await bob.ask('messages.send', { to: did, text: '', attachment: id });
    const download = page.waitForEvent('download');
    await page
      .getByRole('region', { name: /^File photo_gnp.html/ })
      .getByRole('button', { name: 'Download' })
      .click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('photo_gnp.html');
    expect(await readFile(await file.path(), 'utf8')).toBe('<script>document.title = "run"</script>');
    expect(problems).toEqual([]);
  });

  test('are fetched by a click, called off, go on after their sender was killed, and are saved whole', async () => {
    const path = join(folder, 'film.bin');
    const bytes = 48 * MIB;
    await writeFile(path, patterned(bytes));
    const [{ did }, { did: bobs }] = await Promise.all([alice.status(), bob.status()]);
    const { id } = await bob.ask('files.attach', { path });
    await bob.ask('messages.send', { to: did, text: 'The film', attachment: id });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto((await alice.run<{ url: string }>('dashboard')).url);
    await openConversation(page, 'bob');
    const card = page.getByRole('region', { name: /^File film.bin/ });
    await card.getByText('Waits for you to fetch it').waitFor();

    await bob.stop();
    const linkToBob = async () =>
      (await alice.ask('state.snapshot', {})).peers.find((peer) => peer.did === bobs)?.link.state;
    await pollUntil(linkToBob, (state) => state !== 'connected');
    await card.getByRole('button', { name: 'Fetch' }).click();
    await card.getByText('bob is offline. Comes by itself').waitFor();
    await card.getByRole('button', { name: 'Cancel' }).click();
    await card.getByText('You called it off').waitFor();
    await card.getByRole('button', { name: 'Fetch' }).click();
    await card.getByText('bob is offline. Comes by itself').waitFor();

    await bob.start();
    const transfer = async () =>
      (await alice.ask('state.snapshot', {})).transfers.find(({ name }) => name === 'film.bin');
    await pollUntil(transfer, (now) => (now?.doneBytes ?? 0) > 0);
    // It stands still, as on a link that says nothing, and then is gone.
    process.kill(bob.pid, 'SIGSTOP');
    expect((await transfer())?.doneBytes).toBeLessThan(bytes);
    await card.getByText(/^Fetching [\d.]+ of 48 MB/).waitFor();
    // The page hears of it a moment after the node knows.
    const bar = card.getByRole('progressbar', { name: 'How far film.bin is' });
    await pollUntil(
      () => bar.getAttribute('value'),
      (how) => Number(how) > 0,
    );
    await bob.kill();
    await card.getByText('Paused, bob is offline. Goes on by itself').waitFor();
    await bob.start();
    await card.getByText('All of it is here').waitFor();

    const download = page.waitForEvent('download');
    await card.getByRole('button', { name: 'Download' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('film.bin');
    expect((await readFile(await file.path())).equals(patterned(bytes))).toBe(true);
    await page.close();
  });
});
