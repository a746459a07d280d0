import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { CellStore } from '../../../electron/node/cell/cell-store.ts';
import { MeetingSecrets } from '../../../electron/node/cell/joining/meeting-secrets.ts';
import { dayOf, serviceName } from '../../../electron/node/transport/discovery/mdns-packets.ts';
import { CellHome } from '../../support/cell/cell-home.ts';
import { openOperator } from '../../support/hostile/open-operator.ts';
import { namesIn, quickCell, snapshot } from '../../support/hostile/quick-cell.ts';
import {
  makeNetwork,
  type Namespace,
  type NamespaceNetwork,
  namespacesRequirement,
} from '../../support/network-namespaces.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { describeIfMet } from '../../support/requirements.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave'];
const LEFT = ['alice', 'bob', 'dave'];
const SNIFFER = fileURLToPath(new URL('../../support/mdns-sniffer.ts', import.meta.url));

let folder: string;
let network: NamespaceNetwork;
let homes: CellHome[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-where-'));
  homes = NAMES.map((name) => new CellHome(folder, name));
  if (namespacesRequirement() === null) network = makeNetwork(NAMES.length + 1);
});

afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  network?.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (home: CellHome) =>
  home.startIn(network.nodes[homes.indexOf(home)] as Namespace, '--accept-joins');

/** What is said by multicast from now on. */
async function listen(): Promise<{ has(service: string): boolean; packets(): number }> {
  const [command, args] = network.nodes[NAMES.length]!.command(
    process.execPath,
    SNIFFER,
    network.nodes[NAMES.length]!.address,
  );
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  await pollUntil(
    () => lines,
    ([first]) => first === 'ready',
  );
  const packets = () => lines.slice(1).map((line) => Buffer.from(line, 'base64'));
  return {
    has: (service) => packets().some((packet) => packet.includes(service.split('.')[0]!)),
    packets: () => packets().length,
  };
}

/** The services that a home's key can tell with any of these members, today and the days around. */
async function servicesOf(home: CellHome, others: readonly CellHome[]): Promise<string[]> {
  const own = await openOperator(home);
  const cell = new CellStore(own.store).current() as string;
  own.close();
  const secrets = new MeetingSecrets(cell, own.key.sealing);
  const services: string[] = [];
  for (const other of others) {
    const { identity, close } = await openOperator(other);
    close();
    const today = dayOf(Date.now());
    for (const day of [today - 1, today, today + 1])
      services.push(serviceName(secrets.of(identity, day) as string));
  }
  return services;
}

const allMeet = (those: readonly CellHome[]) =>
  pollUntil(
    () => Promise.all(those.map((home) => home.members())),
    (lists) =>
      lists.every(
        (list) =>
          list.map(({ name }) => name).join() === LEFT.join() &&
          list.every(
            ({ name, state }) => state === 'me' || state === 'inSync' || !those.some((h) => h.name === name),
          ),
      ),
    30_000,
  );

describeIfMet(namespacesRequirement(), 'a former member on the same network', () => {
  test('cannot tell who announces itself there, while the others meet again, one of them after having been away', async () => {
    const [alice, bob, carol, dave] = homes as [CellHome, CellHome, CellHome, CellHome];
    await quickCell(homes, { deadlineMs: 8_000 }, start);
    const { id } = await alice.run<{ id: string }>('remove', 'carol');
    for (const home of [bob, dave]) {
      await pollUntil(
        async () => (await snapshot(home)).proposals.find((proposal) => proposal.id === id)?.state,
        (state) => state === 'voting',
      );
    }
    for (const home of [alice, bob, dave])
      await home.ask('governance.vote', { id, choice: 'APPROVE', comment: null });
    await pollUntil(
      async () => (await snapshot(alice)).proposals.find((proposal) => proposal.id === id)?.tally.approve,
      (votes) => votes === 3,
    );
    await dave.stop();
    for (const home of [alice, bob, carol]) await namesIn(home, LEFT);

    // Nothing that anybody remembers is true any more.
    await Promise.all(homes.map((home) => home.stop()));
    network.nodes.slice(0, NAMES.length).forEach(({ name, address }, index) => {
      const ip = (...args: string[]) => execFileSync('ip', ['-n', name, 'address', ...args, 'dev', 'lan0']);
      ip('del', `${address}/24`);
      ip('add', `10.77.0.${100 + index}/24`);
    });
    const hers = await servicesOf(carol, [alice, bob, dave]);
    const theirs = await servicesOf(alice, [bob]);
    const before = await listen();
    await Promise.all([alice, bob].map(start));
    await allMeet([alice, bob]);
    expect(theirs.some((service) => before.has(service))).toBe(true);
    expect(hers.filter((service) => before.has(service))).toEqual([]);

    // Whoever was away looks for her once more, until a member tells.
    await start(dave);
    await allMeet([alice, bob, dave]);
    await Promise.all([alice, bob, dave].map((home) => home.stop()));
    const after = await listen();
    await Promise.all([alice, bob, dave].map(start));
    await allMeet([alice, bob, dave]);
    expect(after.packets()).toBeGreaterThan(0);
    expect(hers.filter((service) => after.has(service))).toEqual([]);
  });
});
