/** `npm run test:day`: five real homes live through a day that is made short by its cell's rules. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { browserRequirement } from '../../support/browser-requirement.ts';
import type { CellHome } from '../../support/cell/cell-home.ts';
import { Day, dayTable } from '../../support/day/day.ts';
import { DayHome } from '../../support/day/day-home.ts';
import { DayWindow } from '../../support/day/window.ts';
import { approve, decided, namesIn, quickCell, snapshot } from '../../support/hostile/quick-cell.ts';
import {
  makeNetwork,
  type NamespaceNetwork,
  namespacesRequirement,
} from '../../support/network-namespaces.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { describeIfMet } from '../../support/requirements.ts';

const isLong = process.env.GHOSTSTACK_LONG === '1';
const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin'];
const HOUR_MS = 3_600_000;
const DAY_MS = isLong ? 3_600_000 : 900_000;
/** The same morning again and again, until it is evening. */
const ROUNDS = isLong ? 5 : 1;

const missing = namespacesRequirement();
const isNetworkPossible = missing === null;
if (missing) process.stderr.write(`No cable is pulled. ${missing.what} To pull one: ${missing.remedy}\n`);

let folder: string;
let homes: [DayHome, DayHome, DayHome, DayHome, DayHome];
let window: DayWindow;
let network: NamespaceNetwork | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-day-'));
  network = isNetworkPossible ? makeNetwork(NAMES.length) : null;
  homes = NAMES.map(
    (name, index) => new DayHome(folder, name, network?.nodes[index] ?? null),
  ) as typeof homes;
  window = await DayWindow.make(homes[0], folder);
});

afterEach(async () => {
  await window?.close();
  await Promise.all(homes.map((home) => home.stop()));
  network?.close();
  rmSync(folder, { recursive: true, force: true });
});

const scidOf = async (home: CellHome, name: string): Promise<string> =>
  (await snapshot(home)).cell?.members.find((member) => member.name === name)?.scid ?? '';
const propose = async (home: CellHome, title: string): Promise<string> =>
  (await home.ask('governance.propose', { title, text: '', open: true })).id;
const vote = (home: CellHome, id: string, choice: 'APPROVE' | 'REJECT') =>
  home.ask('governance.vote', { id, choice, comment: null });

describeIfMet(await browserRequirement(), 'a day in a cell', () => {
  test(
    'five homes live through a day, and after every act all is delivered once, equal, quiet and true',
    async () => {
      const [alice, bob, carol, dave, erin] = homes;
      const day = new Day(homes, window);
      const dashboard = (home: CellHome) => (home === alice ? ['--dashboard', '127.0.0.1:0'] : []);
      const start = (home: CellHome) => home.start('--accept-joins', ...dashboard(home));
      // alice is behind the window, and does everything by clicks.
      const approveAll = async (all: readonly CellHome[], id: string, title: string) => {
        // Together: a click takes a while, and a ballot that has a majority does not wait for it.
        const others = all.filter((home) => home !== alice);
        await Promise.all([approve(others, id), window.vote(title, 'Approve')]);
      };

      await day.act('found, invite, join', async () => {
        await quickCell(homes, {}, start);
        await window.open();
      });
      for (let round = 1; round <= ROUNDS; round += 1) {
        const of = (what: string) => (ROUNDS === 1 ? what : `${what} (${round})`);
        await day.act(of('a message to one'), () => day.send(alice, [bob], of('good morning, bob')));
        await day.act(of('a message to everyone'), () => day.send(bob, 'everyone', of('breakfast at nine')));
        await day.act(of('a vote that passes'), async () => {
          const title = of('Plant a pear tree');
          const id = await window.propose(title);
          await approveAll(homes, id, title);
          await decided(homes, id, 'passed');
        });
        await day.act(of('a vote that fails'), async () => {
          const id = await propose(bob, of('Cut the pear tree'));
          await Promise.all([alice, carol, dave].map((home) => decidedOpen(home, id)));
          await window.vote(of('Cut the pear tree'), 'Reject');
          for (const home of [carol, dave]) await vote(home, id, 'REJECT');
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
          await alice.ask('tokens.transfer', {
            scid: await scidOf(alice, 'erin'),
            amount: 1,
            note: 'thanks',
          });
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
        await day.act(of('one is killed, and lies from now on about what it carries'), async () => {
          await day.send(erin, 'everyone', of('the power is gone'));
          await erin.kill();
          erin.liesFromNowOn();
          await start(erin);
        });
        await day.act(of('the others decide without it'), async () => {
          const id = await propose(erin, of('Buy a kettle'));
          await approveAll([alice, bob, dave, erin], id, of('Buy a kettle'));
          await decided([alice, bob, dave, erin], id, 'passed');
        });
        await day.act(of('it is started, and has its mail while who wrote it is away'), async () => {
          const text = of('for when you are back');
          // By bob or by each other; and by whomever erin has it, she drops it.
          await pollUntil(
            () => Promise.all([alice, dave].map((home) => home.ask('messages.carried', {}))),
            (carried) => carried.every(({ parcels }) => parcels > 0),
          );
          await pollUntil(
            () => erin.thrownAway().length,
            (count) => count > 0,
          );
          await bob.ask('me.setOnline', { online: false });
          await start(carol);
          await day.hasByOthers(carol, bob, text);
          expect(await day.fateOf(bob, text)).toBe('relayed');
          await bob.ask('me.setOnline', { online: true });
          await pollUntil(
            () => day.fateOf(bob, text),
            (state) => state === 'delivered',
          );
        });
        await day.act(of('a clock goes wrong'), async () => {
          dave.setClock(3 * HOUR_MS);
          await rejoined(dave);
          await day.says(alice, dave, ({ clockAheadMs }) => (clockAheadMs ?? 0) > 2 * HOUR_MS);
          await day.says(dave, alice, ({ clockAheadMs }) => (clockAheadMs ?? 0) < -2 * HOUR_MS);
          await day.send(dave, 'everyone', of('is it evening already?'));
          await day.send(alice, [dave], of('not here'));
          const title = of('Buy dave a watch');
          const id = await window.propose(title);
          await approveAll(homes, id, title);
          await decided(homes, id, 'passed');
        });
        await day.act(of('it is set right'), async () => {
          // The others hear of it although they are connected, and nobody does anything.
          dave.setClock(0);
          await day.says(alice, dave, ({ clockAheadMs }) => Math.abs(clockAheadMs ?? 0) < HOUR_MS);
          await day.send(dave, 'everyone', of('now it is'));
        });
        if (network) {
          await day.act(of('a cable is pulled'), async () => {
            dave.pullCable();
            await day.says(alice, dave, ({ link }) => link.state !== 'connected');
            await day.send(alice, 'everyone', of('where is dave?'));
            await day.send(dave, [alice], of('where are you all?'));
            const title = of('Sew a longer cable');
            const id = await propose(bob, title);
            await approveAll([alice, bob, carol, erin], id, title);
            await decided([alice, bob, carol, erin], id, 'passed');
          });
          await day.act(of('and put back'), async () => {
            dave.putCableBack();
            await day.says(alice, dave, ({ link }) => link.state === 'connected');
          });
        }
      }
      await day.act('one is removed', async () => {
        const { id } = await alice.ask('governance.proposeRemoval', {
          scid: await scidOf(alice, 'erin'),
          text: 'She moves away.',
        });
        await approveAll([alice, bob, carol, dave], id, 'Remove erin');
        await decided([alice, bob, carol, dave], id, 'passed');
        day.left(erin);
      });
      await day.act('the four go on', async () => {
        await day.send(dave, 'everyone', 'we are four');
        const id = await propose(bob, 'Keep her chair');
        await approveAll([alice, bob, carol, dave], id, 'Keep her chair');
        await decided([alice, bob, carol, dave], id, 'passed');
      });
      await day.act('it comes back by an invitation', async () => {
        const { code } = await alice.act<{ code: string }>('invite');
        await erin.act('join', code);
        for (const home of homes) await namesIn(home, ['alice', 'bob', 'carol', 'dave', 'erin']);
        day.came(erin);
      });
      await day.act('a key is changed', async () => {
        const { id } = await bob.ask('identity.changeKey', {});
        await approveAll([alice, carol, dave, erin], id, 'bob asks for a new key, by the device');
        await decided(homes, id, 'passed');
        for (const home of homes) await hasKey(home, 'bob', 2);
        await day.send(bob, 'everyone', 'under another key');
        await day.send(carol, [bob], 'for another key');
      });
      await day.act('a computer is lost, and its owner comes back on another one', async () => {
        const { words } = await carol.ask('words.show', {});
        await carol.stop();
        for (const path of [carol.home, carol.keyFile]) rmSync(path, { recursive: true });
        day.lost(carol);
        await carol.run('init', '--name', 'carol');
        await start(carol);
        const { code, id } = await bob.ask('recovery.makeCode', { hours: 1 });
        await carol.ask('recovery.begin', { code });
        await recovering(carol, 'words');
        await carol.ask('recovery.giveWords', { text: words.join(' ') });
        await recovering(carol, 'comparing');
        await carol.ask('recovery.confirmWords', { same: true });
        await pollUntil(
          () => snapshot(bob),
          ({ cell }) => cell?.recoveryRequests.some((one) => one.id === id && one.compared) === true,
        );
        await bob.ask('recovery.answer', { id, accept: true });
        const { proposals } = await pollUntil(
          () => snapshot(bob),
          (view) => view.proposals.some(isOpenRekey),
        );
        const ballot = proposals.find(isOpenRekey)?.id ?? '';
        await approveAll([alice, dave, erin], ballot, 'carol asks for a new key, by recovery words');
        for (const home of homes) await hasKey(home, 'carol', 3);
        await day.send(carol, 'everyone', 'here I am again');
        await day.send(dave, [carol], 'there you are');
      });
      await day.act('all are restarted', async () => {
        await Promise.all(homes.map((home) => home.stop()));
        await Promise.all(homes.map(start));
        await window.open();
        await day.send(erin, 'everyone', 'good night');
      });
      await day.commandsAgree();
      process.stderr.write(`${dayTable(day.lines)}\n`);
      expect(day.lines).toHaveLength(7 + ROUNDS * (network ? 17 : 15));
    },
    DAY_MS,
  );
});

const isOpenRekey = ({ kind, state }: Snapshot['proposals'][number]): boolean =>
  kind === 'rekey' && state === 'voting';

/** It is known there that somebody's key is that of this version; and nothing keeps the home from signing. */
async function hasKey(home: CellHome, name: string, version: number): Promise<void> {
  await pollUntil(
    async () => (await snapshot(home)).cell,
    (cell) =>
      cell?.signingBarred === null &&
      cell.members.some((member) => member.name === name && member.key.version === version),
    60_000,
  );
}

async function recovering(home: CellHome, state: 'words' | 'comparing'): Promise<void> {
  await pollUntil(
    async () => (await snapshot(home)).recovering?.state,
    (now) => now === state,
    60_000,
  );
}

/** It meets the others anew, and hears what their clocks say. */
async function rejoined(home: CellHome): Promise<void> {
  for (const online of [false, true]) await home.ask('me.setOnline', { online });
}

/** The vote is known there. */
async function decidedOpen(home: CellHome, id: string): Promise<void> {
  await decided([home], id, 'voting');
}
