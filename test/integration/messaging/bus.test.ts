/** Four computers of which two at a time can hear each other, as by a bus that goes round. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DayHome } from '../../support/day/day-home.ts';
import { namesIn, quickCell, snapshot } from '../../support/hostile/quick-cell.ts';
import {
  makeNetwork,
  type NamespaceNetwork,
  namespacesRequirement,
} from '../../support/network-namespaces.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { describeIfMet } from '../../support/requirements.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave'];
const WAIT_MS = 30_000;

let folder: string;
let network: NamespaceNetwork;
let homes: DayHome[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-bus-'));
  homes = [];
  if (namespacesRequirement() !== null) return;
  network = makeNetwork(NAMES.length);
  homes = NAMES.map((name, index) => new DayHome(folder, name, network.nodes[index] ?? null));
});

afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  network?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Only these two have a link, and they have met. */
async function meet(...present: DayHome[]): Promise<void> {
  for (const home of homes) if (!home.isCut && !present.includes(home)) home.pullCable();
  for (const home of present) if (home.isCut) home.putCableBack();
  const [one, other] = present as [DayHome, DayHome];
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const)
    await pollUntil(
      () => linked(from),
      (names) => names.join() === to.name,
      WAIT_MS,
    );
}

async function linked(home: DayHome): Promise<string[]> {
  const { peers } = await snapshot(home);
  return peers.filter(({ link }) => link.state === 'connected').map(({ name }) => name);
}

describeIfMet(namespacesRequirement(), 'a cell whose members meet two at a time', () => {
  test('a message goes by two others to somebody whom its sender never meets, once, and word of it comes back', async () => {
    const [alice, bob, carol, dave] = homes as [DayHome, DayHome, DayHome, DayHome];
    await quickCell(homes, {}, (home) => home.start('--accept-joins'));
    for (const home of homes) await namesIn(home, NAMES);
    for (const home of homes) home.pullCable();
    for (const home of homes)
      await pollUntil(
        () => linked(home),
        (names) => names.length === 0,
        WAIT_MS,
      );
    await alice.act('send', '--to', 'bob', 'the well is dry');
    const bobs = await bob.status();
    const ofAlice = async () => (await alice.queue()).find(({ text }) => text === 'the well is dry');
    const waits = await ofAlice();
    expect(waits?.state).toBe('queued');

    await meet(alice, carol);
    const given = await pollUntil(ofAlice, (line) => line?.state === 'relayed', WAIT_MS);
    expect(given?.reason).toContain('carol');
    expect(given?.reason).toContain('bob');

    await meet(carol, dave);
    await pollUntil(
      async () => (await dave.ask('messages.carried', {})).parcels,
      (parcels) => parcels === 1,
      WAIT_MS,
    );
    // Its process ends as by a power cut between the two meetings: what it carries is on its disk.
    await dave.kill();
    await dave.start();

    await meet(dave, bob);
    await pollUntil(
      () => bob.inbox(),
      (inbox) => inbox.length > 0,
      WAIT_MS,
    );
    expect((await ofAlice())?.state).toBe('relayed');

    // And carol has her copy still, which is the same message.
    await meet(carol, bob);
    await meet(carol, alice);
    const told = await pollUntil(ofAlice, (line) => line?.state === 'delivered', WAIT_MS);
    const { messages } = await alice.ask('messages.list', { thread: bobs.did, before: null, limit: 9 });
    const steps = messages[0]?.steps.map(({ step, detail }) => [step, detail]) ?? [];
    expect(steps).toContainEqual(['relayed', 'carol']);
    expect(steps.at(-1)).toEqual(['delivered', "bob's receipt came by carol"]);
    expect(told?.state).toBe('delivered');
    expect((await bob.inbox()).map(({ from, text }) => [from, text])).toEqual([['alice', 'the well is dry']]);
  });
});
