import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright';
import { expect, test } from 'vitest';
import { browserRequirement } from '../support/browser-requirement.ts';
import { CellHome } from '../support/cell/cell-home.ts';
import { launchChromium } from '../support/chromium.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';
import { setUp } from '../support/set-up.ts';

interface UnreadLine {
  readonly id: string;
  readonly text: string;
  readonly unread: boolean;
}

interface AnswerLine {
  readonly id: string;
  readonly text: string;
  readonly answers: { readonly id: string | null } | null;
}

const PAGE = { before: null, limit: 50 };

describeIfMet(await browserRequirement(), 'a conversation, day by day', () => {
  let browser: Browser;
  let folder: string;
  let alice: CellHome;
  let bob: CellHome;

  setUp('two members and a dashboard', {
    limitMs: 100_000,
    make: async () => {
      folder = await mkdtemp(join(tmpdir(), 'ghoststack-conversations-'));
      browser = await launchChromium();
      alice = new CellHome(folder, 'alice');
      bob = new CellHome(folder, 'bob');
      await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
      await bob.run('init', '--name', 'bob');
      await alice.start('--accept-joins', '--dashboard', '127.0.0.1:0');
      await bob.start();
      const { code } = await alice.act<{ code: string }>('invite');
      await bob.act('join', code);
    },
    clear: async () => {
      await Promise.all([alice?.stop(), bob?.stop(), browser?.close()]);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  });

  async function open(): Promise<Page> {
    const { url } = await alice.run<{ url: string }>('dashboard');
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await page.getByRole('link', { name: /^Messages/ }).click();
    return page;
  }

  const row = (page: Page, name: string) =>
    page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name: new RegExp(`^${name}`) });
  const field = (page: Page) => page.getByRole('main').getByRole('textbox');
  const unread = async () =>
    (await alice.run<UnreadLine[]>('inbox')).filter((line) => line.unread).map(({ text }) => text);
  const bobsDid = async () => (await alice.ask('state.snapshot', {})).peers[0]?.did ?? '';
  const draftFor = async (thread: string) => (await alice.ask('messages.draft', { thread })).text;

  test('what is new is marked, and counts as unread again from where it is asked for, by click and by command', async () => {
    const [, peer] = (await bob.run<{ did: string; name: string }[]>('members')).sort((a, b) =>
      a.name === 'bob' ? -1 : b.name === 'bob' ? 1 : 0,
    );
    for (const text of ['one', 'two', 'three']) await bob.ask('messages.send', { to: peer?.did ?? '', text });
    await pollUntil(unread, ({ length }) => length === 3);
    expect(await unread()).toEqual(['one', 'two', 'three']);

    const page = await open();
    await row(page, 'bob').getByText('3 unread').waitFor();
    await row(page, 'bob').click();
    const items = page.getByRole('list', { name: 'bob' }).getByRole('listitem');
    await items.filter({ hasText: '3 new' }).filter({ hasText: 'one' }).waitFor();
    await pollUntil(unread, ({ length }) => length === 0);
    // Read, and still marked as long as the conversation is open.
    expect(await items.filter({ hasText: '3 new' }).count()).toBe(1);
    await bob.ask('messages.send', { to: peer?.did ?? '', text: 'before her eyes' });
    await items.filter({ hasText: 'before her eyes' }).waitFor();

    await page.locator('article', { hasText: 'two' }).getByRole('link').click();
    await page.getByRole('button', { name: 'Mark as unread from here' }).click();
    await row(page, 'bob').getByText('3 unread').waitFor();
    expect(await unread()).toEqual(['two', 'three', 'before her eyes']);
    await row(page, 'bob').click();
    await items.filter({ hasText: '3 new' }).filter({ hasText: 'two' }).waitFor();
    await pollUntil(unread, ({ length }) => length === 0);

    await row(page, 'Everyone').click();
    const last = (await alice.run<UnreadLine[]>('inbox')).at(-1);
    expect(await alice.run('inbox', '--unread', last?.id ?? '', '--key-file', alice.keyFile)).toEqual({
      marked: 1,
    });
    await row(page, 'bob').getByText('1 unread').waitFor();
    await alice.run('inbox', '--read', 'bob', '--key-file', alice.keyFile);
    expect(await unread()).toEqual([]);
    await page.close();
  });

  test('what is begun waits in each conversation, also when the node is killed, and is gone when it is sent', async () => {
    const bobs = await bobsDid();
    let page = await open();
    await row(page, 'bob').click();
    await field(page).fill('Bring the ladder, and');
    await row(page, 'Everyone').click();
    await row(page, 'bob').getByText('Draft: Bring the ladder, and').waitFor();
    await field(page).fill('Who has');
    await row(page, 'bob').click();
    await expect.poll(() => field(page).inputValue()).toBe('Bring the ladder, and');
    await field(page).pressSequentially(' rope');
    await pollUntil(
      () => draftFor(bobs),
      (text) => text.endsWith(' rope'),
    );

    await alice.kill();
    await page.close();
    await alice.start('--dashboard', '127.0.0.1:0');
    page = await open();
    await row(page, 'Everyone').getByText('Draft: Who has').waitFor();
    await row(page, 'bob').click();
    await expect.poll(() => field(page).inputValue()).toBe('Bring the ladder, and rope');
    await field(page).pressSequentially('.');
    await field(page).press('Enter');
    await expect
      .poll(async () => (await bob.inbox()).map(({ text }) => text), { timeout: 40_000 })
      .toEqual(['Bring the ladder, and rope.']);
    expect(await draftFor(bobs)).toBe('');
    await page.close();
    page = await open();
    await row(page, 'bob').click();
    await page.locator('article', { hasText: 'Bring the ladder, and rope.' }).waitFor();
    expect(await field(page).inputValue()).toBe('');
    expect(await draftFor('broadcast')).toBe('Who has');
    await page.close();
  });

  test('an answer shows what it answers on both sides, leads there, and says when it is not here any more', async () => {
    const page = await open();
    await row(page, 'bob').click();
    const bubble = (text: string) => page.locator('article', { hasText: text });
    // By key on the message itself, and taken back by Esc.
    await bubble('one').getByRole('link').focus();
    await page.keyboard.press('r');
    await page.getByText('Reply to bob').waitFor();
    await expect.poll(() => field(page).evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByText('Reply to bob').count()).toBe(0);

    await bubble('two').getByRole('link').click();
    await page.getByRole('button', { name: 'Reply' }).last().click();
    await page.getByText('Reply to bob').waitFor();
    await field(page).fill('Two is right');
    await pollUntil(
      async () => draftFor(await bobsDid()),
      (text) => text === 'Two is right',
    );
    await page.close();

    // What it answers is begun with it.
    const again = await open();
    await row(again, 'bob').click();
    await again.getByText('Reply to bob').waitFor();
    await field(again).press('Enter');
    const quote = again
      .locator('article', { hasText: 'Two is right' })
      .getByRole('link', { name: 'bob two' });
    await quote.click();
    const original = again.locator('article', { hasText: 'two' }).first().getByRole('link').last();
    await expect.poll(() => original.evaluate((element) => element === document.activeElement)).toBe(true);

    const heard = async () =>
      (await bob.run<AnswerLine[]>('inbox')).find(({ text }) => text === 'Two is right');
    await pollUntil(heard, (line) => line !== undefined);
    const his = (await bob.queue()).find(({ text }) => text === 'two');
    const got = await heard();
    expect(got?.answers).toEqual({ id: his?.id });

    // Bob answers by command; alice deletes what he answered, and what she answered.
    await bob.run('send', '--to', 'alice', '--reply', got?.id ?? '', 'So it is');
    await again.getByRole('link', { name: 'You Two is right' }).waitFor();
    for (const text of ['two', 'Two is right']) {
      const [first] = (
        await alice.ask('messages.list', { ...PAGE, thread: await bobsDid() })
      ).messages.filter((message) => message.text === text);
      await again.evaluate(
        (hash) => {
          location.hash = hash;
        },
        `#/messages/${encodeURIComponent(await bobsDid())}/${first?.number}`,
      );
      await again.getByRole('button', { name: 'Delete' }).click();
      await again.getByText('A message that is not here any more').waitFor();
    }
    await expect(bob.run('send', '--to', 'everyone', '--reply', got?.id ?? '', 'x')).rejects.toThrow(
      /another conversation/,
    );
    await again.close();
  });

  test('it is muted for a while, and written to a file by itself, in the window and in the terminal', async () => {
    const page = await open();
    await row(page, 'bob').click();
    await page.getByRole('button', { name: 'More for bob' }).click();
    await page.getByRole('menuitem', { name: 'Mute notifications' }).click();
    await page.getByRole('radio', { name: '1 hour' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Mute' }).click();
    await page.getByText(/Notifications of messages are muted until/).waitFor();
    const { settings, peers } = await alice.ask('state.snapshot', {});
    const [muted] = settings.notices.muted;
    expect(muted?.thread).toBe(peers[0]?.did);
    expect(Math.abs((muted?.untilMs ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000);
    await row(page, 'bob').getByText('muted').waitFor();

    await alice.run('send', '--to', 'everyone', 'not for this file');
    const file = join(folder, 'bob.txt');
    await page.getByRole('button', { name: 'More for bob' }).click();
    await page.getByRole('menuitem', { name: 'Export' }).click();
    const question = page.getByRole('dialog', { name: 'Export the conversation with bob' });
    await question.getByLabel('File on the computer').fill(file);
    await question.getByRole('button', { name: 'Export' }).click();
    await page.getByText(`5 messages in ${file}`).waitFor();
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d /, ''))).toEqual([
      'bob: one',
      'bob: three',
      'bob: before her eyes',
      'alice: Bring the ladder, and rope.',
      'bob: So it is',
    ]);

    const json = join(folder, 'everyone.json');
    expect(await alice.run('export', '--thread', 'everyone', '--format', 'json', json)).toMatchObject({
      rows: 1,
    });
    expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject([{ text: 'not for this file' }]);
    await expect(
      alice.run('export', '--thread', 'bob', '--what', 'tokens', join(folder, 'no.csv')),
    ).rejects.toThrow(/--what/);
    await page.close();
  });

  test('what is signed with a key that was changed says so, in the window and by command', async () => {
    const home = new Database(join(alice.home, 'node.db'));
    const changedAtMs = Date.UTC(2026, 10, 12, 12);
    // As the inbox stores it: nobody's log in a cell has two keys yet.
    const mark = home.prepare('UPDATE messages SET key_changed_at_ms = ? WHERE payload = ?');
    expect(mark.run(changedAtMs, 'three').changes).toBe(1);
    home.close();
    const page = await open();
    await row(page, 'bob').click();
    const said = 'Signed with a key that was changed on 12 Nov 2026';
    const items = page.locator('article', { hasText: said });
    await items.filter({ hasText: 'three' }).waitFor();
    expect(await items.count()).toBe(1);
    await items.getByRole('link').click();
    await page.getByText('bob changed the key that this is signed with on 12 Nov 2026.').waitFor();
    const lines = await alice.run<{ text: string; keyChangedAtMs: number | null }[]>('inbox');
    expect(lines.filter(({ keyChangedAtMs }) => keyChangedAtMs !== null)).toMatchObject([
      { text: 'three', keyChangedAtMs: changedAtMs },
    ]);
    await page.close();
  });
});
