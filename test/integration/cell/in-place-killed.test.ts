/** A home that comes back where it is, killed at every write of it and of the members: from what lay on the disks it goes on. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unlockHome } from '../../../electron/node/identity/home-keys.ts';
import { newestVersion } from '../../../electron/node/identity/member-log/index.ts';
import { multikeyOf } from '../../../electron/node/identity/ring-content.ts';
import { homeAt } from '../../../electron/node/root/home.ts';
import { approve, knowVersion } from '../../support/cell/keys-at-stake.ts';
import { expectEachWriteToGoOn, threeIn } from '../../support/cell/recovery-copies.ts';
import {
  asksBack,
  codeOf,
  ended,
  everybody,
  fellowActs,
  logOf,
  memberIn,
  standingOf,
  type World,
} from '../../support/cell/recovery-world.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const VERSIONS = ['first', 'words', 'device', 'words', 'device'];

/** Until all have another key of it than they had, it has begun its feed anew under that, and all hold one state. */
async function goesOn(world: World): Promise<void> {
  const { machine, bob, carol, did } = world;
  const look = () => {
    for (const fellow of [bob, carol]) fellowActs(fellow);
    const { cell } = machine.node;
    const isKnown = logOf(machine, did)?.versions.length === VERSIONS.length;
    const mayAsk = cell.recovery.view() !== null || cell.current?.signingBarred() != null;
    if (!isKnown && mayAsk) asksBack(machine, world, () => codeOf(bob));
    return everybody(world).map((member) => standingOf(member, did));
  };
  const hasBegun = () => {
    const log = logOf(machine, did);
    return log !== null && machine.node.cell.current?.log.ownHead()?.entry.key === newestVersion(log).key;
  };
  const isOver = (all: ReturnType<typeof look>) =>
    hasBegun() &&
    all.every(({ versions, barred }) => versions === VERSIONS.length && barred === null) &&
    all[0]?.asks === null &&
    new Set(all.map(({ stateHash }) => stateHash)).size === 1;
  await pollUntil(look, isOver, 90_000);
}

/** Whatever was begun again: one key, under which the feed begins anew once, and nothing under the former ones after it. */
async function expectOneKey(world: World): Promise<void> {
  const { machine, bob, did } = world;
  const log = logOf(bob, did)!;
  expect(log.versions.map(({ by }) => by)).toEqual(VERSIONS);
  const { key, device } = newestVersion(log);
  machine.node.cell.deciding().propose({ title: 'Tea', text: '', open: false });
  const { graph } = machine.node.cell.current!.log;
  const [head, ...others] = graph.heads(log.scid);
  expect([head?.entry.key, others]).toEqual([key, []]);
  const begun = [...graph.nodes()].filter(({ entry }) => entry.author === log.scid && entry.key === key);
  expect(begun[0]?.entry).toMatchObject({ kind: 'restored', seq: 0 });
  expect(begun.filter(({ entry }) => entry.kind === 'restored')).toHaveLength(1);
  for (const member of everybody(world))
    expect(member.node.cell.current!.log.graph.forkedAuthors()).toEqual([]);
  expect(machine.node.cell.recovery.view()).toBeNull();
  expect(bob.node.cell.recovery.requests().some(({ state }) => state === 'asking')).toBe(false);
  await ended(everybody(world));
  const ring = await unlockHome(homeAt(machine.home), {
    kind: 'secret',
    secret: machine.secret,
    origin: 'keychain',
  });
  expect([multikeyOf(ring.inUse), ring.keyFor(device) !== null]).toEqual([key, true]);
}

test('a home that asks where it is, killed after any write, on all computers at once, goes on or begins again, under one key', async () => {
  const folder = temporaryFolder();
  const watched = join(folder, 'homes');
  const [alice, bob, carol] = await threeIn(watched);
  const words = (await alice.node.words.show()).words.join(' ');
  const { did } = alice;
  await alice.stop();
  // Of the home alone: nothing on its computer tells how far it had come.
  const machine = memberIn(watched, 'alice of old', alice);
  cpSync(alice.home, machine.home, { recursive: true });
  await alice.start();
  await approve(alice.node.cell.changeKey({ words }), bob, carol);
  await knowVersion(alice, 3, [alice, bob, carol]);
  await alice.stop();
  await machine.start();
  const { code } = bob.node.cell.recovery.makeCode();
  const world = { machine, bob, carol, words, code, did };
  await expectEachWriteToGoOn(world, { folder, watched, goesOn, expectOneKey });
}, 1_200_000);
