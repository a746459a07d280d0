/**
 * Keys that are changed while others vote, are away, or hold them as well: a cell of four whole nodes over loopback, that
 * lives through it all.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  accepted,
  allMeet,
  allSay,
  approve,
  asksBack,
  balanceOf,
  certified,
  copyOf,
  inEnglishOf,
  isTold,
  knowVersion,
  LIMIT_MS,
  linkOf,
  oneHistory,
  restoreInto,
  scidOf,
  shownOf,
  signs,
  stateOf,
  wordsOf,
} from '../../support/cell/keys-at-stake.ts';
import { LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let alice: LiveMember;
let bob: LiveMember;
let carol: LiveMember;
let dave: LiveMember;
let daveWords: string;
const others: LiveMember[] = [];
/** Whoever comes back after a week has time to vote. */
const DEADLINE_MS = 600_000;
const PASSPHRASE = 'maple syrup at dawn';
const all = () => [alice, bob, carol, dave];

/** A home on a computer whose clock reads what alice's does. */
function another(home: LiveMember): LiveMember {
  home.aheadMs = alice.aheadMs;
  others.push(home);
  return home;
}

/** By all clocks; whatever comes lets them look at them. */
function deadlinePasses(id: string): void {
  for (const one of [...all(), ...others]) one.aheadMs += DEADLINE_MS + 60_000;
  alice.node.cell.deciding().comment(id, 'It is late.');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-races-'));
  [alice, bob, carol, dave] = (await liveCell(folder, ['alice', 'bob', 'carol', 'dave'], {
    deadlineMs: DEADLINE_MS,
  })) as [LiveMember, LiveMember, LiveMember, LiveMember];
  daveWords = await wordsOf(dave);
  alice.node.cell.trusting().endorse(scidOf(bob), 0.8);
  carol.node.cell.trusting().endorse(scidOf(bob), 0.4);
  alice.node.cell.trusting().transfer(scidOf(bob), 7, undefined);
  await pollUntil(
    () => all().map((by) => JSON.stringify(shownOf(scidOf(bob), by))),
    (shown) => new Set(shown).size === 1 && shown[0]?.includes('carol') === true,
  );
});
afterAll(async () => {
  await Promise.all([...all(), ...others].map((member) => member.stop().catch(() => undefined)));
  rmSync(folder, { recursive: true, force: true });
});

test('a key changes while two ballots are open: votes under the former key count, and each ends with one certificate', async () => {
  const tea = alice.node.cell.deciding().propose({ title: 'Tea', text: '', open: true });
  await approve(tea, bob);
  const rules = carol.node.cell.deciding().proposeRules({ graceMs: 300 }, '');
  await pollUntil(() => stateOf(bob, rules), Boolean);
  const rekey = bob.node.cell.changeKey();
  await approve(rekey, alice, carol, dave);
  await knowVersion(bob, 2, all());
  await allMeet(all());
  // Of the two in the membership slot one came first; the other goes on in the next epoch, if its members want it.
  await approve(tea, alice, carol, dave);
  await allSay(tea, 'passed', all());
  await oneHistory(all());
});

test('who was away while the others certified a key learns it from its holder alone, and they meet', async () => {
  await dave.stop();
  await pollUntil(() => linkOf(carol, dave)?.state !== 'connected', Boolean);
  const waiting = dave;
  const id = carol.node.cell.changeKey({ words: await wordsOf(carol) });
  await approve(id, alice, bob);
  // Not all have voted.
  deadlinePasses(id);
  await knowVersion(carol, 3, [alice, bob, carol]);
  await Promise.all([alice, bob].map(({ node }) => node.setOnline(false)));
  await waiting.start();
  await knowVersion(carol, 3, [dave]);
  await allMeet([carol, dave]);
  dave.send(carol, 'You have another key');
  await pollUntil(
    () => carol.received(dave),
    (texts) => texts.includes('You have another key'),
    LIMIT_MS,
  );
  await Promise.all([alice, bob].map(({ node }) => node.setOnline(true)));
  await allMeet(all());
  await oneHistory(all());
});

test('whoever stole a computer changes the key first, and asks once more: the words win, and what they bring is all there', async () => {
  const words = await wordsOf(bob);
  const scid = scidOf(bob);
  const before = shownOf(scid, alice);
  const thief = bob;
  await approve(thief.node.cell.changeKey(), alice, carol, dave);
  await knowVersion(thief, 3, all());

  const machine = another(new LiveMember(folder, 'bob again'));
  others.push(thief);
  await machine.start();
  const race = thief.node.cell.changeKey();
  await pollUntil(
    () => stateOf(alice, race),
    (state) => state === 'voting',
  );
  const back = await asksBack(machine, alice, words);
  await approve(back, carol, dave);
  bob = machine;
  await pollUntil(() => machine.isMember() && machine.did === thief.did, Boolean, LIMIT_MS);
  await knowVersion(bob, 5, all());
  await allMeet(all());
  expect(certified(bob, alice).by).toBe('device');
  await signs(bob);
  await oneHistory(all());
  await isTold(thief);
  await thief.stop();
  expect(shownOf(scid, bob)).toEqual(before);
  expect(shownOf(scid, alice)).toEqual(before);
  bob.node.cell.trusting().transfer(scidOf(dave), 3, undefined);
  await pollUntil(
    () => all().map((by) => balanceOf(scid, by)),
    (now) => now.every((each) => each === before.tokens! - 3),
    LIMIT_MS,
  );
});

test('an owner changes the key by the words first: a thief with an older copy is told so and gets nothing', async () => {
  await carol.stop();
  const thief = another(copyOf(carol, folder, 'thief'));
  await carol.start();
  await approve(carol.node.cell.changeKey({ words: await wordsOf(carol) }), alice, bob, dave);
  await knowVersion(carol, 5, all());
  await thief.start();
  await isTold(thief);
  // Whoever has it goes on all the same.
  thief.node.cell.resumeSigning();
  const id = thief.node.cell.changeKey();
  expect(all().map((by) => stateOf(by, id))).toEqual([undefined, undefined, undefined, undefined]);
  await thief.stop();
  await allMeet(all());
  await oneHistory(all());
});

test('a backup of before a change of the key is restored: it signs with nothing but the new one, once that has come', async () => {
  const file = join(folder, 'dave.gsbackup');
  await dave.node.care.backup(file, PASSPHRASE);
  await approve(dave.node.cell.changeKey(), alice, bob, carol);
  await knowVersion(dave, 2, all());
  dave.node.cell.trusting().transfer(scidOf(alice), 1, 'under the new key');
  const tokens = balanceOf(scidOf(dave), dave);
  await pollUntil(
    () => all().map((by) => balanceOf(scidOf(dave), by)),
    (now) => now.every((each) => each === tokens),
  );
  await dave.stop();
  const restored = another(new LiveMember(folder, 'dave restored'));
  await restoreInto(restored, file, PASSPHRASE);
  expect(inEnglishOf(restored)).toMatch(/^Restored from a backup of /);
  await knowVersion(dave, 2, [restored]);
  await signs(restored);
  const ends = restored.node.cell.current?.log.graph.heads(scidOf(dave)) ?? [];
  expect(ends.map(({ entry }) => entry.key)).toEqual([certified(dave, alice).key]);
  dave = restored;
  await allMeet(all());
  restored.node.cell.trusting().transfer(scidOf(alice), 1, 'after the restore');
  await pollUntil(
    () => all().map((by) => balanceOf(scidOf(dave), by)),
    (now) => now.every((each) => each === (tokens ?? 0) - 1),
    LIMIT_MS,
  );
  // Once the cell has noted the restore, it closes ballots on members again.
  const isNote = ({ title }: { title: string }) => title === 'Note the restore of dave';
  const note = await pollUntil(() => alice.node.cell.shown.allProposals().find(isNote), Boolean);
  deadlinePasses(note?.id ?? '');
  await allSay(note?.id ?? '', 'expired', all());
  await oneHistory(all());
});

test('two copies of a home run at once: both say so and sign nothing; its owner stops one, and the words leave it behind', async () => {
  await carol.stop();
  const clone = another(copyOf(carol, folder, 'clone'));
  // Of the whole disk, with all that tells a copy.
  clone.stateFolder = null;
  await carol.start();
  await clone.start();
  await pollUntil(
    () => [carol, clone].map((one) => inEnglishOf(one)),
    (said) => said.every((why) => why?.includes('second node')),
    LIMIT_MS,
  );
  for (const { node } of [carol, clone])
    expect(() => node.cell.deciding().propose({ title: 'Mine', text: '', open: true })).toThrow(
      'second node',
    );
  await clone.stop();
  // carol still may not sign: another member opens the ballot on the next key of her device, and she closes none.
  const { code, id } = alice.node.cell.recovery.makeCode();
  carol.node.cell.recovery.begin(code, 'device');
  const next = await accepted(carol, alice, id);
  await approve(next, bob, dave);
  deadlinePasses(next);
  await knowVersion(carol, 6, all());
  await signs(carol);
  await pollUntil(
    () => carol.node.cell.recovery.view(),
    (view) => view === null,
  );
  // That key lay in the clone, too: the words make one that does not.
  await approve(carol.node.cell.changeKey({ words: await wordsOf(carol) }), alice, bob, dave);
  await knowVersion(carol, 8, all());
  await clone.start();
  await isTold(clone);
  await clone.stop();
  await allMeet(all());
  await oneHistory(all());
});

test('a machine is lost while a member is away for a week: nobody is locked out, and what was sealed for it comes', async () => {
  const words = daveWords;
  const lost = dave;
  const before = shownOf(scidOf(lost), alice);
  await lost.stop();
  await pollUntil(() => linkOf(carol, lost)?.state !== 'connected', Boolean);
  alice.send(lost, 'sealed to the lost key');
  carol.send(lost, 'before I went away');
  await carol.stop();
  rmSync(lost.home, { recursive: true });
  const machine = another(new LiveMember(folder, 'dave again'));
  await machine.start();
  const back = await asksBack(machine, alice, words);
  await approve(back, bob);
  const everybody = [alice, bob, carol, machine];
  for (const one of everybody) one.aheadMs += 6.5 * 86_400_000;
  await pollUntil(
    () => machine.node.cell.recovery.view()?.standing,
    (standing) => standing?.state === 'voting' && standing.ballot?.waitsFor.join() === 'carol',
    LIMIT_MS,
  );
  await carol.start();
  await approve(back, carol);
  dave = machine;
  await pollUntil(() => machine.isMember(), Boolean, LIMIT_MS);
  await knowVersion(machine, 4, all());
  await allMeet(all());
  await pollUntil(
    () => [machine.received(alice), machine.received(carol)].map((texts) => texts.at(-1)),
    ([one, other]) => one === 'sealed to the lost key' && other === 'before I went away',
    LIMIT_MS,
  );
  await signs(machine);
  await oneHistory(all());
  expect(all().map((by) => shownOf(scidOf(machine), by))).toEqual(all().map(() => before));
});
