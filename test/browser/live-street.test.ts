/** Every page of members who have lived through a week, read for what no page may say and for what it must. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { takePicture } from '../../scripts/screenshots/take.ts';
import { browserRequirement } from '../support/browser-requirement.ts';
import { launchChromium } from '../support/chromium.ts';
import { pageStrings } from '../support/page-strings.ts';
import { pollUntil } from '../support/poll-until.ts';
import { buildPseudoPage } from '../support/pseudo-build.ts';
import { describeIfMet } from '../support/requirements.ts';
import { setUp } from '../support/set-up.ts';
import { slips } from '../support/street/forbidden.ts';
import { LAST_LOOK, NOW, Street } from '../support/street/street.ts';
import type { StreetMember } from '../support/street/street-member.ts';
import { Content, untranslated } from '../support/untranslated.ts';

const PAGES = [
  'overview',
  'messages',
  'messages/broadcast',
  'sync',
  'governance',
  'governance/list',
  'chain',
  'reputation',
  'tokens',
  'identity',
  'agent',
  'agent/episodes',
  'settings',
];
const SHOW_KEYS = ['identity', 'settings'];
const TELL_MS = 240_000;

describeIfMet(await browserRequirement(), 'a street of real members', () => {
  let folder: string;
  let street: Street;
  let browser: Browser;
  const complaints: string[] = [];

  setUp('a week of the street', {
    limitMs: TELL_MS,
    make: async () => {
      folder = await mkdtemp(join(tmpdir(), 'ghoststack-street-'));
      street = new Street(folder);
      browser = await launchChromium();
      await buildPseudoPage(join(folder, 'pseudo'));
      await street.tell();
    },
    clear: async () => {
      await browser?.close();
      await street?.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  });

  /** `told` hears whatever its node tells the page. */
  async function open(member: StreetMember, told?: (said: unknown) => void): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(`${member.name}: ${error.message}`));
    page.on('websocket', (socket) => {
      if (told) socket.on('framereceived', ({ payload }) => told(JSON.parse(String(payload))));
    });
    await page.clock.setFixedTime(NOW);
    await page.addInitScript((ms) => localStorage.setItem('ghoststack.lastLookMs', ms), String(+LAST_LOOK));
    await page.goto(member.link());
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  /** What a page says, once it has come. */
  async function read(page: Page, hash: string): Promise<string> {
    await page.evaluate((to) => location.assign(`#/${to}`), hash);
    await page.getByRole('main').waitFor();
    await page.waitForLoadState('networkidle');
    return page.getByRole('main').innerText();
  }

  const peersOf = (member: StreetMember): string[] =>
    Object.values(street.members)
      .filter((one) => one !== member && one.did)
      .map(({ did }) => `messages/${encodeURIComponent(did)}`);

  describe('what pages say', () => {
    let pages: Record<'alice' | 'carol' | 'erin' | 'grace', Page>;
    beforeAll(async () => {
      const { alice, carol, erin, grace } = street.members;
      const opened = await Promise.all([alice, carol, erin, grace].map((one) => open(one)));
      pages = Object.fromEntries(
        ['alice', 'carol', 'erin', 'grace'].map((name, n) => [name, opened[n]]),
      ) as never;
    });

    test('a receipt says what its author did', async () => {
      const chain = await read(pages.alice, 'chain');
      expect(chain).toContain('commented on “A lamp at the gate”');
      expect(chain).toContain('asked for comments on “A garden behind the mill”');
      expect(chain).toContain('wrote a new version of “A lamp at the gate”');
      for (const kind of ['Comment', 'Review', 'New version', 'Endorsement', 'Transfer'])
        expect(chain).toMatch(new RegExp(`^\\s*${kind}\\s*$`, 'm'));
      expect(chain).not.toMatch(/^\s*Unknown\s*$/m);
    });

    test('a vote that was opened at once had no review, and one that was reviewed had', async () => {
      const passed = street.proposals.get('Repair the bench at the mill');
      expect(await read(pages.alice, `governance/${passed}`)).toMatch(/Review\s+left out/);
      const garden = street.proposals.get('A garden behind the mill');
      expect(await read(pages.alice, `governance/${garden}`)).not.toMatch(/Review\s+(left out|done)/);
    });

    test('who signed a count stands in the order of joining; who did not close has not merely not yet', async () => {
      const passed = await read(
        pages.alice,
        `governance/${street.proposals.get('Repair the bench at the mill')}`,
      );
      expect(passed).toContain('alice, bob, carol, dave and erin signed the same count.');
      expect(passed).toMatch(/frank\s+no vote\s+–\s+did not close\s+not needed/);
      const first = street.members.alice.node.cell.shown
        .proposals()
        .find(({ title }) => title === 'Admit bob');
      expect(await read(pages.alice, `governance/${first?.id}`)).toContain(
        'alice signed the count. 1 was needed',
      );
    });

    test('a ballot on a newcomer carries the words of its draft', async () => {
      const admit = street.members.alice.node.cell.shown
        .proposals()
        .find(({ title }) => title === 'Admit dave');
      const said = await read(pages.alice, `governance/${admit?.id}`);
      expect(said).toContain('dave came by an invitation.');
      expect(said).toContain('Both others stored it');
    });

    test('members are found by themselves, whatever was typed by hand', async () => {
      const settings = await read(pages.alice, 'settings');
      expect(settings).not.toContain('connects to you');
      expect(settings).toContain('no address set by hand');
    });

    test('who went offline on purpose did so alone: nobody else went, nothing failed, nobody is missed', async () => {
      const overview = await read(pages.carol, 'overview');
      expect(overview).toContain('You are offline on purpose.');
      expect(overview).not.toMatch(/(alice|dave|erin) went offline/);
      expect(await read(pages.carol, 'sync')).not.toMatch(/(alice|dave|erin) ended the transfer/);
      expect(await read(pages.carol, 'agent/episodes')).not.toMatch(
        /Peer (lost|still away), (alice|dave|erin)[\s\S]*16:20/,
      );
      expect(overview).not.toContain('is away. Does anyone know more?');
    });

    test('who wrote to everyone has a name, and several are counted', async () => {
      const overview = await read(pages.erin, 'overview');
      expect(overview).toContain('3 messages to everyone are unread');
      expect(overview).toContain('alice wrote to everyone');
    });

    test('an agent knows those who left by no key, and everyone by a word', async () => {
      const episodes = await read(pages.alice, 'agent/episodes');
      expect(episodes).toContain('Message queued for everyone');
      expect(episodes).not.toContain('Peer still away, erin');
    });

    test('who was never met joined when it joined', async () => {
      const sync = await read(pages.erin, 'sync');
      expect(sync).toContain('Joined Wed 6 May, 18:50.');
    });

    test('who asks to join is told so, and needs no peer', async () => {
      const overview = await read(pages.grace, 'overview');
      expect(overview).toContain('You ask to join Maple Street.');
      expect(overview).not.toContain('Add your first peer');
      expect(await read(pages.grace, 'messages')).toContain('No message was written or received yet.');
    });

    test('a reward names its proposal as the board does', async () => {
      expect(await read(pages.erin, 'tokens')).toContain('Vote on P-15·erin');
    });

    test('nothing is told twice: not what is seen to happen, and found in the state afterwards', async () => {
      const { dave, alice } = street.members;
      await read(pages.alice, 'overview');
      await read(pages.alice, 'agent');
      dave.send(alice, 'Good night');
      await pollUntil(() => alice.received(dave).includes('Good night'), Boolean);
      await read(pages.alice, 'overview');
      const told = pages.alice.getByRole('listitem').filter({ hasText: 'dave wrote to you' });
      await told.first().waitFor();
      expect(await told.count()).toBe(1);
    });
  });

  // Last: whatever is opened is read from then on.
  test.each(['alice', 'carol', 'dave', 'erin', 'grace'] as const)(
    'no page of %s shows a trace of the program',
    async (name) => {
      const member = street.members[name];
      const page = await open(member);
      const decisions = member.node.cell.shown
        .proposals()
        .map(({ id, kind }) => ({ hash: `governance/${id}`, kind }));
      const plain = [...PAGES, ...peersOf(member)].map((hash) => ({ hash, kind: 'page' }));
      const found: string[] = [];
      for (const { hash, kind } of [...plain, ...decisions]) {
        const showsKeys = SHOW_KEYS.includes(hash) || kind === 'admission' || kind === 'removal';
        found.push(...slips(await read(page, hash), showsKeys).map((slip) => `${hash}: ${slip}`));
      }
      const sidebar = await page.getByRole('navigation').first().innerText();
      found.push(...slips(sidebar, false));
      await page.context().close();
      expect(found).toEqual([]);
      expect(complaints.splice(0)).toEqual([]);
    },
  );

  test.each(['alice', 'erin', 'grace'] as const)(
    'every word that %s reads is from the catalogue, or a member’s',
    async (name) => {
      const member = street.members[name];
      const shown = member.page;
      member.page = join(folder, 'pseudo');
      onTestFinished(() => {
        member.page = shown;
      });
      const content = new Content();
      const page = await open(member, (said) => content.add(said));
      const decisions = member.node.cell.shown.proposals().map(({ id }) => `governance/${id}`);
      const found: Record<string, string[]> = {};
      for (const hash of [...PAGES, ...peersOf(member), ...decisions]) {
        await read(page, hash);
        const left = untranslated(await pageStrings(page), content);
        if (left.length > 0) found[hash] = left;
      }
      await page.context().close();
      expect(found).toEqual({});
    },
  );

  test('who comes back asks once', async () => {
    const { alice, frank } = street.members;
    expect([...street.timesAsked]).toEqual([['erin', 1]]);
    expect(alice.node.cell.shown.view()?.joinRequests.map(({ name }) => name)).toEqual(['grace']);
    expect(frank.isRunning).toBe(false);
  });

  test('the pictures are of these members: as before when nothing changed, and new when something has', async () => {
    const shot = { name: 'governance', hash: 'governance' };
    expect(await takePicture(browser, street, shot, folder)).toBe('new');
    expect(await takePicture(browser, street, shot, folder)).toBe('as before');
    const { alice } = street.members;
    const id = street.proposals.get('One key to the shed for everybody') ?? '';
    await alice.ask('governance.vote', { id, choice: 'APPROVE', comment: null });
    expect(await takePicture(browser, street, shot, folder)).toBe('changed');
    await writeFile(join(folder, 'kept.png'), await readFile(join(folder, 'governance.png')));
    expect(await takePicture(browser, street, { ...shot, name: 'kept' }, folder)).toBe('as before');
  });
});
