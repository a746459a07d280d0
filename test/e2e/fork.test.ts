/** Seven members and an eighth who asks: through windows into four and three, and both go on. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { aliasesIn, heldBy, liveOf, lives, until } from '../support/cell/forking-members.ts';
import { allSay, approve, scidOf } from '../support/cell/keys-at-stake.ts';
import { LiveMember, liveCell } from '../support/cell/live-member.ts';
import { openMemberPage } from '../support/cell/member-page.ts';
import { launchChromium } from '../support/chromium.ts';
import * as tour from '../support/dashboard-tour.ts';
import type { RunningApp } from '../support/electron-app.ts';
import { snapshot } from '../support/electron-bridge.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';
import { StreetMember } from '../support/street/street-member.ts';

const STEP_LIMIT_MS = 45_000;
/** Ballots in which somebody is away take so long: enough for whoever clicks on a busy machine. */
const DEADLINE_MS = 10_000;
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

/** Whose home the app opens later: its key is opened by a passphrase. */
class AppMember extends LiveMember {
  override readonly makesKey = false;

  override async start(): Promise<void> {
    await super.start();
    if (this.node.phase === 'setup')
      await this.node.createKey(this.name, { kind: 'passphrase', passphrase: tour.PASSPHRASE });
  }
}

const IN_APP = ['alice', 'grace'];
const IN_BROWSER = ['bob', 'carol', 'dave'];

async function liveIn(page: Page, name: string): Promise<readonly HeldCell[]> {
  const { cells } = await pollUntil(
    () => snapshot(page),
    (node) => node.cells[0]?.name === name,
  );
  return cells;
}

/** What a click on Copy puts on the clipboard of the computer. */
async function copied({ app }: RunningApp, copy: Locator): Promise<string> {
  await app.evaluate(({ clipboard }) => clipboard.clear());
  await copy.click();
  return pollUntil(
    () => app.evaluate(({ clipboard }) => clipboard.readText()),
    (text) => text !== '',
  );
}

/** The same in a browser, whose clipboard has nothing yet. */
async function copiedIn(page: Page, copy: Locator): Promise<string> {
  await copy.click();
  return pollUntil(
    () => page.evaluate(() => navigator.clipboard.readText()),
    (text) => text !== '',
  );
}

const bridgesCard = (page: Page) =>
  tour.mainPart(page).getByRole('region', { name: 'Bridges to other cells' });

/** Opens what a bridge is agreed on by. */
async function toBridge(page: Page): Promise<Locator> {
  await tour.visit(page, 'Reputation');
  await bridgesCard(page).getByRole('button', { name: 'Agree on a bridge' }).click();
  return page.getByRole('dialog');
}

/** Takes the other cell's card, compares what is read out of it there, opens the vote, and approves. */
async function agree(dialog: Locator, card: string, readOut: readonly string[]): Promise<void> {
  await dialog.getByRole('textbox', { name: 'The other cell’s card' }).fill(card);
  await dialog.getByRole('button', { name: 'Read the card' }).click();
  await dialog.getByRole('button', { name: 'They are the same' }).waitFor();
  expect(await tour.wordsShown(dialog.page())).toEqual(readOut);
  await dialog.getByRole('button', { name: 'They are the same' }).click();
  await dialog.waitFor({ state: 'detached' });
}

type Seven = [LiveMember, StreetMember, StreetMember, StreetMember, LiveMember, LiveMember, LiveMember];

/** Once its ballot is open, of that title. */
async function openBallot(by: LiveMember, title: string): Promise<string> {
  const found = await until(
    () => by.node.cell.shown.allProposals().find((one) => one.title === title && one.state === 'voting'),
    (one) => one !== undefined,
  );
  return found?.id ?? '';
}

describeIfMet(await electronRequirement(), 'a cell of seven', () => {
  const suite = electronSuite();
  let browser: Browser | null = null;
  afterAll(() => browser?.close());

  test('splits through windows into four and three, takes the eighth in, and both go on', async () => {
    browser = await launchChromium();
    const folder = await suite.userFolder();
    const names = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'];
    const make = (name: string) => {
      if (IN_APP.includes(name)) return new AppMember(folder, name);
      return IN_BROWSER.includes(name) ? new StreetMember(folder, name) : new LiveMember(folder, name);
    };
    const all = await liveCell(folder, names, { make, deadlineMs: DEADLINE_MS });
    const heidi = new LiveMember(folder, 'heidi');
    try {
      await splits(browser, all as Seven, heidi);
    } finally {
      await Promise.all([...all, heidi].map((member) => member.stop()));
    }
  }, 300_000);

  async function appOf({ home }: LiveMember): Promise<RunningApp> {
    const app = await suite.launch({ args: ['--home', home] });
    app.window.setDefaultTimeout(STEP_LIMIT_MS);
    await tour.unlock(app.window, tour.PASSPHRASE);
    return app;
  }

  async function splits(chromium: Browser, all: Seven, heidi: LiveMember): Promise<void> {
    const [alicesHome, bobsNode, carolsNode, davesNode, erin, frank, grace] = all;
    // Whom she trusts is among what goes along, and what the other cell is told later.
    liveOf(alicesHome).trust.endorse(scidOf(bobsNode), 1);
    await Promise.all([alicesHome, bobsNode, grace].map((member) => member.stop()));
    // He votes on newcomers himself.
    bobsNode.acceptsAll = false;
    await bobsNode.start();
    const [alicesApp, bob, carol, dave] = await Promise.all([
      appOf(alicesHome),
      ...[bobsNode, carolsNode, davesNode].map((member) => openMemberPage(chromium, member)),
    ] as [Promise<RunningApp>, Promise<Page>, Promise<Page>, Promise<Page>]);
    const alice = alicesApp.window;
    for (const page of [bob, carol, dave]) page.setDefaultTimeout(STEP_LIMIT_MS);

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

    await bob.getByText(`alice leaves for ${THERE} and asks carol and you along`).first().waitFor();
    await picture(bob, 'fork-asked');
    for (const page of [bob, carol]) await button(page, 'Go with them').click();
    const [{ id: there } = { id: '' }] = await liveIn(alice, THERE);
    for (const member of [bobsNode, carolsNode]) await lives(member, there);
    await bob.getByText(`You live in ${THERE} now`).first().waitFor();
    await picture(bob, 'fork-moved');

    // The eighth joins the three, by an invitation of the new cell.
    await heidi.start();
    const link = await tour.invite(alice);
    heidi.node.cell.join(link, false);
    await tour.acceptNewcomer(alice, 'heidi', async () => undefined);
    await tour.vote(bob, 'Admit heidi', 'Approve', 'bob');
    await until(
      () => aliasesIn(heidi),
      (members) => members.length === 4,
    );
    expect(aliasesIn(heidi)).toEqual(['alice', 'bob', 'carol', 'heidi']);

    // Those who stay count them out, and are four: one of them is away for all of it.
    await until(
      () => davesNode.node.cell.held.view()[0]?.departures.length,
      (length) => length === 3,
    );
    await button(dave, 'Count them out').first().click();
    for (const member of [davesNode, erin, frank])
      await until(
        () => aliasesIn(member),
        (members) => members.length === 4,
      );
    expect(aliasesIn(frank)).toEqual(['dave', 'erin', 'frank', 'grace']);

    // Both vote on.
    const here = erin.node.cell.deciding().propose({ title: 'Four of us', text: '', open: true });
    await tour.vote(dave, 'Four of us', 'Approve', 'dave');
    await approve(here, erin, frank);
    await tour.propose(alice, 'Four of us, too');
    await tour.vote(alice, 'Four of us, too', 'Approve', 'alice');
    await tour.vote(bob, 'Four of us, too', 'Approve', 'bob');
    const next = await openBallot(heidi, 'Four of us, too');
    await approve(next, carolsNode, heidi);

    // They write to each other, in the cell that both are in.
    await tour.openConversation(alice, 'dave');
    await tour.write(alice, 'We are next door.');
    await tour.openConversation(dave, 'alice');
    await dave.getByRole('list', { name: 'alice' }).getByText('We are next door.').waitFor();

    await allSay(next, 'passed', [bobsNode, carolsNode, heidi]);
    await allSay(here, 'passed', [davesNode, erin, frank]);

    // A bridge: a ballot in each of the two cells, over the other one's card.
    const [hers, his] = [await toBridge(alice), await toBridge(dave)];
    const words = { hers: await tour.wordsShown(alice), his: await tour.wordsShown(dave) };
    const cards = {
      hers: await copied(alicesApp, button(alice, 'Copy this cell’s card')),
      his: await copiedIn(dave, button(dave, 'Copy this cell’s card')),
    };
    const titles = { hers: `Agree on a bridge to ${HERE}`, his: `Agree on a bridge to ${THERE}` };
    await agree(hers, cards.his, words.his);
    await tour.vote(bob, titles.hers, 'Approve', 'bob');
    await approve(await openBallot(heidi, titles.hers), carolsNode, heidi);
    await agree(his, cards.hers, words.hers);
    await approve(await openBallot(erin, titles.his), erin, frank);

    // What the three and the eighth say of their trust is attested by each of them, and handed over.
    await tour.visit(alice, 'Reputation');
    await bridgesCard(alice)
      .getByText(/^Told on .*, 4 attest it, 3 are needed$/)
      .waitFor();
    await button(alice, `Hand over what is said to ${HERE}`).click();
    const handed = alice.getByRole('dialog');
    await handed.getByText(/attested by 4 members/).waitFor();
    const said = await copied(alicesApp, handed.getByRole('button', { name: 'Copy the text' }));
    await picture(alice, 'fork-bridge');

    // Who comes back reads who left, where to and when; and brings in what they say now.
    await alice.close();
    const { window: away } = await appOf(grace);
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
    await tour.visit(away, 'Reputation');
    await bridgesCard(away).getByRole('button', { name: 'Bring in what a cell says' }).click();
    await away.getByRole('dialog').getByRole('textbox').fill(said);
    await away.getByRole('dialog').getByRole('button', { name: 'Bring in what a cell says' }).click();
    await away.getByText(/^What Maple Street 2 says on .* counts now: 1 row$/).waitFor();
    await picture(away, 'fork-heard');
    await tour.visit(dave, 'Reputation');
    await bridgesCard(dave)
      .getByText(/^Heard of .*, 1 row$/)
      .waitFor();
    expect(heldBy(davesNode, there)).toBeUndefined();
  }
});
