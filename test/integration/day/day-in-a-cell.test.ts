/** `npm run test:day`: five real homes live through a day that is made short by its cell's rules. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import { Day, dayTable } from '../../support/day/day.ts';
import { approve, decided, namesIn, quickCell, snapshot } from '../../support/hostile/quick-cell.ts';

const isLong = process.env.GHOSTSTACK_LONG === '1';
/** The same morning again and again, until it is evening. */
const ROUNDS = isLong ? 5 : 1;

let folder: string;
let homes: [CellHome, CellHome, CellHome, CellHome, CellHome];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-day-'));
  homes = ['alice', 'bob', 'carol', 'dave', 'erin'].map((name) => new CellHome(folder, name)) as typeof homes;
});

afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const scidOf = async (home: CellHome, name: string): Promise<string> =>
  (await snapshot(home)).cell?.members.find((member) => member.name === name)?.scid ?? '';
const propose = async (home: CellHome, title: string): Promise<string> =>
  (await home.ask('governance.propose', { title, text: '', open: true })).id;
const vote = (home: CellHome, id: string, choice: 'APPROVE' | 'REJECT') =>
  home.ask('governance.vote', { id, choice, comment: null });

test('five homes live through a day, and after every act all is delivered once, equal, quiet and true', async () => {
  const [alice, bob, carol, dave, erin] = homes;
  const day = new Day(homes);
  const start = (home: CellHome) => home.start('--accept-joins');

  await day.act('found, invite, join', () => quickCell(homes));
  for (let round = 1; round <= ROUNDS; round += 1) {
    const of = (what: string) => (ROUNDS === 1 ? what : `${what} (${round})`);
    await day.act(of('a message to one'), () => day.send(alice, [bob], of('good morning, bob')));
    await day.act(of('a message to everyone'), () => day.send(bob, 'everyone', of('breakfast at nine')));
    await day.act(of('a vote that passes'), async () => {
      const id = await propose(alice, of('Plant a pear tree'));
      await approve(homes, id);
      await decided(homes, id, 'passed');
    });
    await day.act(of('a vote that fails'), async () => {
      const id = await propose(bob, of('Cut the pear tree'));
      await Promise.all([alice, carol, dave].map((home) => decidedOpen(home, id)));
      for (const home of [alice, carol, dave]) await vote(home, id, 'REJECT');
      await decided(homes, id, 'failed');
    });
    await day.act(of('a vote that nobody gives'), async () => {
      await decided(homes, await propose(carol, of('Talk about nothing')), 'expired');
    });
    await day.act(of('a vote that is withdrawn'), async () => {
      const id = await propose(dave, of('Sell the shed'));
      await dave.ask('governance.withdraw', { id });
      await decided(homes, id, 'withdrawn');
    });
    await day.act(of('an endorsement and tokens'), async () => {
      await erin.ask('trust.endorse', { scid: await scidOf(erin, 'alice'), strength: 0.5 });
      await alice.ask('tokens.transfer', { scid: await scidOf(alice, 'erin'), amount: 1, note: 'thanks' });
    });
    await day.act(of('the agent feels'), () =>
      carol.ask('agent.cycle', { type: 'visual', intensity: 0.8, novelty: 0.9 }),
    );
    await day.act(of('one goes offline on purpose'), async () => {
      await dave.ask('me.setOnline', { online: false });
      await day.send(alice, 'everyone', of('dave is out'));
      await dave.ask('me.setOnline', { online: true });
    });
    await day.act(of('one is stopped, and is written to'), async () => {
      await carol.stop();
      await day.send(bob, [carol], of('for when you are back'));
      await day.send(alice, 'everyone', of('carol sleeps'));
    });
    await day.act(of('the others decide without it'), async () => {
      const id = await propose(erin, of('Buy a kettle'));
      await approve([alice, bob, dave, erin], id);
      await decided([alice, bob, dave, erin], id, 'passed');
    });
    await day.act(of('it is started'), () => start(carol));
    await day.act(of('one is killed, and started'), async () => {
      await day.send(erin, 'everyone', of('the power is gone'));
      await erin.kill();
      await start(erin);
    });
  }
  await day.act('one is removed', async () => {
    const { id } = await alice.ask('governance.proposeRemoval', {
      scid: await scidOf(alice, 'erin'),
      text: 'She moves away.',
    });
    await approve([alice, bob, carol, dave], id);
    await decided([alice, bob, carol, dave], id, 'passed');
    day.left(erin);
  });
  await day.act('the four go on', async () => {
    await day.send(dave, 'everyone', 'we are four');
    const id = await propose(bob, 'Keep her chair');
    await approve([alice, bob, carol, dave], id);
    await decided([alice, bob, carol, dave], id, 'passed');
  });
  await day.act('it comes back by an invitation', async () => {
    const { code } = await alice.run<{ code: string }>('invite');
    await erin.run('join', code);
    for (const home of homes) await namesIn(home, ['alice', 'bob', 'carol', 'dave', 'erin']);
    day.came(erin);
  });
  await day.act('all are restarted', async () => {
    await Promise.all(homes.map((home) => home.stop()));
    await Promise.all(homes.map(start));
    await day.send(erin, 'everyone', 'good night');
  });
  process.stderr.write(`${dayTable(day.lines)}\n`);
  expect(day.lines).toHaveLength(5 + ROUNDS * 13);
});

/** The vote is known there. */
async function decidedOpen(home: CellHome, id: string): Promise<void> {
  await decided([home], id, 'voting');
}
