/** Seven members and an eighth who asks: through windows into four and three, and both go on. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { LiveMember, liveCell } from '../support/cell/live-member.ts';
import * as tour from '../support/dashboard-tour.ts';
import { callBridge, snapshot } from '../support/electron-bridge.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const STEP_LIMIT_MS = 45_000;
const LIMIT_MS = 60_000;
const HERE = 'Maple Street';
const THERE = 'Maple Street 2';
/** Where pictures of the windows go, if anybody wants them. */
const PICTURES = process.env.GHOSTSTACK_PICTURES;

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const until = <T>(read: () => T | Promise<T>, is: (value: T) => boolean) => pollUntil(read, is, LIMIT_MS);

/** Whose home a window can open later: its key is opened by a passphrase. */
class WindowMember extends LiveMember {
  override readonly makesKey = false;

  override async start(): Promise<void> {
    await super.start();
    if (this.node.phase === 'setup')
      await this.node.createKey(this.name, { kind: 'passphrase', passphrase: tour.PASSPHRASE });
  }
}

const WINDOWS = ['alice', 'bob', 'grace'];

async function liveIn(page: Page, name: string): Promise<readonly HeldCell[]> {
  const { cells } = await until(
    () => snapshot(page),
    (node) => node.cells[0]?.name === name,
  );
  return cells;
}

const namesIn = ({ node }: LiveMember): string[] =>
  (node.cell.current?.epoch()?.members ?? []).map(({ alias }) => alias);

/** They approve a ballot as soon as they know it. */
async function approve(id: string, ...members: readonly LiveMember[]): Promise<void> {
  for (const { node } of members) {
    await until(() => node.cell.current?.log.book.ballotsOf(id).length ?? 0, Boolean);
    node.cell.deciding().vote(id, 'APPROVE', null);
  }
}

async function hasPassed({ node }: LiveMember, id: string): Promise<void> {
  await until(
    () => node.cell.decisions().detail(id).state,
    (state) => state === 'passed',
  );
}

describeIfMet(await electronRequirement(), 'a cell of seven', () => {
  const suite = electronSuite();

  test('splits through windows into four and three, takes the eighth in, and both go on', async () => {
    const folder = await suite.userFolder();
    const names = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'];
    const make = (name: string) =>
      WINDOWS.includes(name) ? new WindowMember(folder, name) : new LiveMember(folder, name);
    const all = await liveCell(folder, names, { make });
    const heidi = new LiveMember(folder, 'heidi');
    try {
      await splits(all, heidi);
    } finally {
      await Promise.all([...all, heidi].map((member) => member.stop()));
    }
  }, 300_000);

  async function windowOf({ home }: LiveMember): Promise<Page> {
    const { window } = await suite.launch({ args: ['--home', home] });
    window.setDefaultTimeout(STEP_LIMIT_MS);
    await tour.unlock(window, tour.PASSPHRASE);
    return window;
  }

  async function splits(all: readonly LiveMember[], heidi: LiveMember): Promise<void> {
    const [alicesHome, bobsHome, carol, dave, erin, frank, grace] = all as [
      LiveMember,
      LiveMember,
      LiveMember,
      LiveMember,
      LiveMember,
      LiveMember,
      LiveMember,
    ];
    for (const member of [alicesHome, bobsHome, grace]) await member.stop();
    const [alice, bob] = await Promise.all([windowOf(alicesHome), windowOf(bobsHome)]);

    // No seat is left for heidi: whoever is to invite her is shown the way.
    await tour.visit(alice, 'Sync');
    await button(alice, 'Invite someone').first().click();
    await button(alice, 'Propose a fork').click();
    const dialog = alice.getByRole('dialog', { name: 'Propose a fork' });
    for (const name of ['bob', 'carol']) await dialog.getByRole('checkbox', { name }).check();
    await dialog.getByRole('img', { name: /alice, bob and carol go along to Maple Street 2\.$/ }).waitFor();
    await dialog.getByRole('table', { name: 'Goes along' }).getByText('carol').waitFor();
    await picture(alice, 'fork-proposed');
    await dialog.getByRole('button', { name: 'Ask them along' }).click();
    await alice
      .getByText('You have entered, bob and carol have not answered', { exact: false })
      .first()
      .waitFor();

    await tour.visit(bob, 'Overview');
    await bob.getByText(`alice leaves for ${THERE} and asks carol and you along`).first().waitFor();
    await picture(bob, 'fork-asked');
    await button(bob, 'Go with them').click();
    const branch = await until(
      () => carol.node.cell.forks.view().proposals[0],
      (fork) => fork?.state === 'asked' && fork.waitsFor === null,
    );
    const there = branch?.cell ?? '';
    await carol.node.cell.forks.go(there);
    for (const page of [alice, bob]) await liveIn(page, THERE);
    await until(
      () => carol.node.cell.current?.id,
      (id) => id === there,
    );
    await tour.visit(bob, 'Overview');
    await bob.getByText(`You live in ${THERE} now`).first().waitFor();
    await picture(bob, 'fork-moved');

    // The eighth joins the three, by an invitation of the new cell.
    await heidi.start();
    const link = await tour.invite(alice);
    heidi.node.cell.join(link, false);
    await tour.acceptNewcomer(alice, 'heidi', async () => undefined);
    await tour.vote(bob, 'Admit heidi', 'Approve', 'bob');
    await until(
      () => namesIn(heidi),
      (members) => members.length === 4,
    );
    expect(namesIn(heidi)).toEqual(['alice', 'bob', 'carol', 'heidi']);

    // Those who stay count them out, and are four: one of them is away for all of it.
    await until(
      () => dave.node.cell.held.view()[0]?.departures.length,
      (length) => length === 3,
    );
    dave.node.cell.held.countOut();
    for (const member of [dave, erin, frank])
      await until(
        () => namesIn(member),
        (members) => members.length === 4,
      );
    expect(namesIn(frank)).toEqual(['dave', 'erin', 'frank', 'grace']);

    // Both vote on.
    const { id } = { id: dave.node.cell.deciding().propose({ title: 'Four of us', text: '', open: true }) };
    await approve(id, dave, erin, frank);
    await hasPassed(frank, id);
    await tour.propose(alice, 'Four of us, too');
    await tour.vote(alice, 'Four of us, too', 'Approve', 'alice');
    await tour.vote(bob, 'Four of us, too', 'Approve', 'bob');
    const [theirs] = (await snapshot(alice)).proposals.filter(({ title }) => title === 'Four of us, too');
    await approve(theirs?.id ?? '', carol, heidi);
    await hasPassed(heidi, theirs?.id ?? '');

    // They write to each other, in the cell that both are in.
    const { peers } = await snapshot(alice);
    const davesDid = peers.find(({ name }) => name === 'dave')?.did;
    expect(davesDid).toBeDefined();
    await callBridge(alice, 'messages.send', { to: davesDid ?? '', text: 'We are next door.' });
    await until(
      () => dave.received(alicesHome),
      (texts) => texts.includes('We are next door.'),
    );

    // A bridge: a ballot in each of the two cells, over the other one's card.
    await agreeOnBridge(alice, [carol, heidi], dave, [dave, erin, frank]);

    // Who comes back reads who left, where to and when.
    await Promise.all([alice, bob].map((page) => page.close()));
    const away = await windowOf(grace);
    // In the order in which they left.
    await away
      .getByRole('heading', { name: /^(?:(?:alice|bob|carol)(?:, | and )?){3} left for Maple Street 2 on / })
      .waitFor();
    await picture(away, 'fork-back-again');
    await away
      .getByText('You stay with dave, erin and frank in Maple Street.', { exact: false })
      .first()
      .waitFor();
    expect((await liveIn(away, HERE))[0]?.members.map(({ name }) => name)).toEqual([
      'dave',
      'erin',
      'frank',
      'grace',
    ]);
  }

  async function agreeOnBridge(
    page: Page,
    voters: readonly LiveMember[],
    dave: LiveMember,
    others: readonly LiveMember[],
  ): Promise<void> {
    const here = await callBridge(page, 'bridges.card', {});
    if (!here.ok) throw new Error(here.error.message);
    const there = dave.node.cell.bridges.card();
    const opened = await callBridge(page, 'bridges.propose', {
      card: there.text,
      words: there.words.join(' '),
      days: 30,
    });
    if (!opened.ok) throw new Error(opened.error.message);
    await callBridge(page, 'governance.vote', { id: opened.value.id, choice: 'APPROVE', comment: null });
    await approve(opened.value.id, ...voters);
    const back = dave.node.cell.bridges.propose(here.value.text, here.value.words.join(' '), 30);
    await approve(back, ...others);
    await until(
      async () => (await snapshot(page)).trust?.bridges.map(({ name }) => name) ?? [],
      (names) => names.includes(HERE),
    );
    await until(
      () =>
        dave.node.cell
          .trust()
          .view()
          ?.bridges.map(({ name }) => name) ?? [],
      (names) => names.includes(THERE),
    );
  }
});
