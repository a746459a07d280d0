/** A recovery, killed at every write of the machine that asks and of the members: from what lay on the disks it goes on. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { unlockHome } from '../../../electron/node/identity/home-keys.ts';
import { newestVersion, readMemberLog } from '../../../electron/node/identity/member-log/index.ts';
import { openKeyStore } from '../../../electron/node/identity/open-key-store.ts';
import { multikeyOf, readRing } from '../../../electron/node/identity/ring-content.ts';
import { readWords, recoveryKeyFor } from '../../../electron/node/identity/words/index.ts';
import { homeAt } from '../../../electron/node/root/home.ts';
import { LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { KillPoints } from '../../support/kill-points.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { expectNowhere, filesIn, secretsIn } from '../../support/secrets-nowhere.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Homes and what their computers know of them, in one folder. */
interface World {
  readonly machine: LiveMember;
  readonly bob: LiveMember;
  readonly carol: LiveMember;
  /** What the operator of the new machine has on paper, and was told. */
  readonly words: string;
  readonly code: string;
  readonly did: string;
}

const scidOf = (did: string) => did.split(':')[2] ?? '';
const everybody = ({ machine, bob, carol }: World) => [machine, bob, carol];

function memberIn(folder: string, name: string, like?: LiveMember): LiveMember {
  const member = new LiveMember(folder, name);
  if (like) member.secret = like.secret;
  member.stateFolder = join(folder, `${name} state`);
  return member;
}

/** The same homes, where a copy of their folder is. */
function worldIn(folder: string, { machine, bob, carol, ...told }: World): World {
  const again = (one: LiveMember) => memberIn(folder, one.name, one);
  return { ...told, machine: again(machine), bob: again(bob), carol: again(carol) };
}

async function ended(world: World): Promise<void> {
  await Promise.all(everybody(world).map((member) => member.stop().catch(() => undefined)));
}

/** What a member's operator does when it sees that somebody asks, or that a key is voted on. */
function fellowActs({ node }: LiveMember): void {
  for (const { id, state, compared } of node.cell.recovery.requests())
    if (state === 'asking' && compared) node.cell.recovery.answer(id, true);
  for (const { id, kind, state, myVote } of node.cell.shown.allProposals())
    if (kind === 'rekey' && state === 'voting' && myVote === null)
      node.cell.deciding().vote(id, 'APPROVE', null);
}

/** What the operator of the new machine does by what its screen says. */
function machineActs({ machine: { node }, bob, words, code }: World): void {
  const { recovery, current } = node.cell;
  if (current) return;
  const view = recovery.view();
  if (view === null) recovery.begin(code);
  else if (view.state === 'words') recovery.giveWords(words);
  else if (view.state === 'comparing') recovery.confirmWords(true);
  // The ballot ended while too few were there: as it says, with a new code.
  else if (view.state === 'refused') recovery.begin(bob.node.cell.recovery.makeCode().code);
}

function logOf(member: LiveMember, did: string) {
  const epoch = member.node.cell.current?.epoch();
  const read = readMemberLog(epoch?.members.find(({ scid }) => scid === scidOf(did))?.didLog ?? []);
  return read.ok ? read.value : null;
}

/** Who is where, for whoever looks why it does not go on. */
function seenAt({ name, node }: LiveMember): unknown {
  const { current } = node.cell;
  const links = node.peers().map((peer) => [peer.name, peer.link]);
  return [name, node.phase, links, current?.log.graph.size, current?.signingBarred()];
}

/** Until the machine is the member again, has begun its feed anew, and all hold one state. */
async function goesOn(world: World): Promise<void> {
  const { machine, bob, carol, did } = world;
  const acts = () => {
    for (const fellow of [bob, carol]) fellowActs(fellow);
    machineActs(world);
    return machine.isMember() && machine.did === did;
  };
  await pollUntil(acts, Boolean, 60_000).catch((cause) => {
    const told = [machine.node.cell.recovery.view(), everybody(world).map(seenAt)];
    throw new Error(`it is stuck: ${JSON.stringify(told)}`, { cause });
  });
  const rests = () => ({
    kind: machine.node.cell.current?.log.ownHead()?.entry.kind,
    barred: machine.node.cell.current?.signingBarred(),
    hashes: new Set(everybody(world).map(({ node }) => node.cell.current?.stateHash())).size,
  });
  await pollUntil(
    rests,
    ({ kind, barred, hashes }) => kind !== undefined && barred === null && hashes === 1,
    40_000,
  );
}

/** One key is in use, by everybody's log and by what the machine holds and signs with; the feed begins anew once. */
async function expectOneKey(world: World): Promise<void> {
  const { machine, bob, did, words } = world;
  const log = logOf(bob, did)!;
  expect(log.versions.map(({ by }) => by)).toEqual(['first', 'words', 'device']);
  for (const member of everybody(world)) {
    expect(logOf(member, did)?.versions.at(-1)).toEqual(log.versions.at(-1));
    expect(member.node.cell.current!.log.graph.forkedAuthors()).toEqual([]);
  }
  const { graph } = machine.node.cell.current!.log;
  const { key, words: promised } = newestVersion(log);
  machine.node.cell.deciding().propose({ title: 'Tea', text: '', open: false });
  const [head, ...others] = graph.heads(log.scid);
  expect([head?.entry.key, others]).toEqual([key, []]);
  const begun = [...graph.nodes()].filter(({ entry }) => entry.author === log.scid && entry.key === key);
  expect(begun[0]?.entry).toMatchObject({ kind: 'restored', seq: 0 });
  expect(begun.filter(({ entry }) => entry.kind === 'restored')).toHaveLength(1);
  // The question is over, on both sides.
  expect(machine.node.cell.recovery.view()).toBeNull();
  expect(bob.node.cell.recovery.requests().some(({ state }) => state === 'asking')).toBe(false);
  expect(machine.node.words.view()?.state).toBe('forgotten');
  await ended(world);
  const home = homeAt(machine.home);
  const protection = { kind: 'secret', secret: machine.secret, origin: 'keychain' } as const;
  const ring = await unlockHome(home, protection);
  expect([multikeyOf(ring.inUse), ring.keyFor(newestVersion(log).device) !== null]).toEqual([key, true]);
  // Neither the words that were typed nor those that the home was made with are kept, and those on paper go on.
  const { keys, words: kept } = readRing((await openKeyStore(home.keyPath, protection)).content.bytes)!;
  expect([keys.length, kept]).toEqual([2, []]);
  expect(recoveryKeyFor(seedOf(words), promised)?.index).toBe(1);
}

function seedOf(words: string): Uint8Array {
  const seed = readWords(words);
  if (!seed.ok) throw new Error(seed.error.message);
  return seed.value;
}

/** All of them in the long form; in the short one some, others each time. */
function some(points: readonly string[], count: number): string[] {
  if (process.env.GHOSTSTACK_LONG) return [...points];
  return Array.from({ length: count }, (_, at) => {
    return points[Math.floor(((at + Math.random()) / count) * points.length)] ?? '';
  });
}

test('a recovery that is killed after any write, on all computers at once, goes on or is begun again, under one key', async () => {
  const folder = temporaryFolder();
  const watched = join(folder, 'homes');
  const [alice, bob, carol] = (await liveCell(watched, ['alice', 'bob', 'carol'], {
    make: (name) => memberIn(watched, name),
    deadlineMs: 20_000,
  })) as [LiveMember, LiveMember, LiveMember];
  const words = (await alice.node.words.show()).words.join(' ');
  const { did } = alice;
  // They have met, and know where: nobody else can tell them once she is gone.
  await pollUntil(
    () => bob.node.peers().filter(({ link }) => link.state === 'connected').length,
    (count) => count === 2,
  );
  await alice.stop();
  rmSync(alice.home, { recursive: true });
  const machine = memberIn(watched, 'alice again');
  await machine.start();
  const { code } = bob.node.cell.recovery.makeCode();
  const world = { machine, bob, carol, words, code, did };
  onTestFinished(() => ended(world));
  const points = new KillPoints(watched, join(folder, 'killed'), /brain|search|log_checked/);
  onTestFinished(() => points.end());
  points.begin();
  await goesOn(world);
  const copies = points.finish();
  expect(copies.length).toBeGreaterThan(40);
  await expectOneKey(world);
  for (const [at, copy] of some(copies, 2).entries()) {
    const again = worldIn(copy, world);
    onTestFinished(() => ended(again));
    const name = copy.slice(folder.length);
    try {
      // Members are there before the machine is, or after it.
      const order = at % 2 === 0 ? everybody(again) : everybody(again).reverse();
      for (const member of order) await member.start();
      await goesOn(again);
      await expectOneKey(again);
    } catch (cause) {
      throw new Error(
        `killed at ${name} of ${copies.length}: ${cause instanceof Error ? cause.message : cause}`,
        { cause },
      );
    }
  }
  // Nowhere in all that was written, at any time, are the words, or a seed that opens without the keychain.
  const { content } = await openKeyStore(homeAt(machine.home).keyPath, {
    kind: 'secret',
    secret: machine.secret,
    origin: 'keychain',
  });
  const ring = readRing(content.bytes)!;
  const secrets = secretsIn({ ...ring, words: [{ seed: seedOf(words), madeAtMs: 0 }] });
  const written = filesIn(folder).map((path) => ({ path, text: readFileSync(path, 'latin1') }));
  expectNowhere(written, secrets, []);
}, 1_200_000);
