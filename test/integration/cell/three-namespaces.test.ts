import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import {
  ipWithin,
  makeNetwork,
  type NamespaceNetwork,
  namespacesRequirement,
} from '../../support/network-namespaces.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { describeIfMet } from '../../support/requirements.ts';

const NAMES = ['alice', 'bob', 'carol'];

let folder: string;
let network: NamespaceNetwork;
let homes: CellHome[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-lan-'));
  homes = [];
  if (namespacesRequirement() === null) network = makeNetwork(NAMES.length);
});

afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  network?.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (index: number, ...args: string[]) => homes[index]!.startIn(network.nodes[index]!, ...args);
const inSync = async () => {
  const members = await Promise.all(homes.map((home) => home.members()));
  return members.every(
    (list) => list.length === 3 && list.every(({ state }) => state === 'me' || state === 'inSync'),
  );
};

describeIfMet(namespacesRequirement(), 'three homes on a network without a router', () => {
  test('join by code, hold what waits, and find each other by multicast when every address has changed', async () => {
    homes = NAMES.map((name) => new CellHome(folder, name));
    const [alice, bob] = homes as [CellHome, CellHome, CellHome];
    await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
    for (const home of homes.slice(1)) await home.run('init', '--name', home.name);
    for (const index of [0, 1, 2]) await start(index, '--accept-joins');
    for (const home of homes.slice(1)) {
      const { code } = await alice.act<{ code: string }>('invite');
      await home.act('join', code);
    }
    await pollUntil(inSync, Boolean);

    await bob.stop();
    for (const text of ['one', 'two', 'three']) await alice.act('send', '--to', 'bob', text);
    const waiting = await alice.queue();
    expect(waiting.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
    for (const { reason } of waiting) expect(reason).toContain('bob');

    // Nothing that anybody remembers is true any more.
    await Promise.all(homes.map((home) => home.stop()));
    network.nodes.forEach(({ name, address }, index) => {
      const ip = (...args: string[]) => execFileSync('ip', ['-n', name, 'address', ...args, 'dev', 'lan0']);
      ip('del', `${address}/24`);
      ip('add', `10.77.0.${100 + index}/24`);
    });
    await Promise.all([0, 1, 2].map((index) => start(index)));
    const readyAtMs = performance.now();
    await pollUntil(inSync, Boolean);
    process.stderr.write(
      `found by multicast and in sync ${Math.round(performance.now() - readyAtMs)} ms after start\n`,
    );
    expect((await bob.inbox()).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    await pollUntil(
      () => alice.queue(),
      (queue) => queue.every(({ state }) => state === 'delivered'),
    );
    const hashes = (await Promise.all(homes.map((home) => home.status()))).map(({ stateHash }) => stateHash);
    expect(new Set(hashes).size).toBe(1);

    // The doctor's own packet takes the same way, and does not where the adapter passes none on.
    const multicast = async () => {
      const { checks } = await alice.ask('doctor.run', { probe: true, surroundings: null });
      return checks.find(({ id }) => id === 'multicast');
    };
    expect(await multicast()).toMatchObject({ mark: 'ok', facts: { heard4: 1 } });
    ipWithin(network.nodes[0]!, 'link', 'set', 'lan0', 'down');
    expect(await multicast()).toMatchObject({ mark: 'warning', facts: { probes: 0 } });
  });
});
