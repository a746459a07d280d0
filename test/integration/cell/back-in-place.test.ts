/** Homes that are in their cell and may not sign any more, and how they come back where they are: whole nodes over loopback. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  accepted,
  allMeet,
  approve,
  asksBack,
  isTold,
  knowVersion,
  LIMIT_MS,
  oneHistory,
  refusedWith,
  restoreInto,
  scidOf,
  shownOf,
  signs,
  wordsOf,
} from '../../support/cell/keys-at-stake.ts';
import { LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let alice: LiveMember;
let bob: LiveMember;
let carol: LiveMember;
let carolWords: string;
const others: LiveMember[] = [];
const PASSPHRASE = 'maple syrup at dawn';
const all = () => [alice, bob, carol];

function another(home: LiveMember): LiveMember {
  others.push(home);
  return home;
}

/** Up to where the 24 words are to be typed. */
async function asksForWords(home: LiveMember, fellow: LiveMember): Promise<string> {
  const { code, id } = fellow.node.cell.recovery.makeCode();
  home.node.cell.recovery.begin(code);
  await pollUntil(
    () => home.node.cell.recovery.view()?.state,
    (now) => now === 'words',
  );
  return id;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-in-place-'));
  [alice, bob, carol] = (await liveCell(folder, ['alice', 'bob', 'carol'], { deadlineMs: 600_000 })) as [
    LiveMember,
    LiveMember,
    LiveMember,
  ];
  carolWords = await wordsOf(carol);
});
afterAll(async () => {
  await Promise.all([...all(), ...others].map((member) => member.stop().catch(() => undefined)));
  rmSync(folder, { recursive: true, force: true });
});

test('an old backup is restored after the words have changed the key: it is told so, and comes back where it is by the words', async () => {
  const file = join(folder, 'carol.gsbackup');
  const [scid, did, words, ofBob] = [scidOf(carol), carol.did, carolWords, await wordsOf(bob)];
  await carol.node.care.backup(file, PASSPHRASE);
  await approve(carol.node.cell.changeKey({ words }), alice, bob);
  await knowVersion(carol, 3, all());
  await allMeet(all());
  const before = shownOf(scid, alice);
  await carol.stop();
  const restored = another(new LiveMember(folder, 'carol of old'));
  await restoreInto(restored, file, PASSPHRASE);
  await isTold(restored);
  expect(() => restored.node.cell.deciding().propose({ title: 'Mine', text: '', open: true })).toThrow(
    /^Restored from a backup of .*key was changed since.*ghoststack recover/,
  );
  // Its operator goes on all the same, and finds that nobody hears it.
  restored.node.cell.resumeSigning();
  restored.node.cell.trusting().transfer(scidOf(alice), 5, 'to nobody');
  const id = await asksForWords(restored, alice);
  expect(() => restored.node.cell.recovery.giveWords(ofBob)).toThrow(/These are the words of bob/);
  restored.node.cell.recovery.giveWords(words);
  await approve(await accepted(restored, alice, id), bob);
  carol = restored;
  await knowVersion(carol, 5, all());
  await allMeet(all());
  await signs(carol);
  expect(carol.did).toBe(did);
  await oneHistory(all());
  expect(all().map((by) => shownOf(scid, by))).toEqual(all().map(() => before));
});

test('a code that has expired, and words that were changed while somebody asks with the old ones, are refused in words', async () => {
  const finder = another(new LiveMember(folder, 'finder'));
  await finder.start();
  const { recovery } = finder.node.cell;
  const { code } = alice.node.cell.recovery.makeCode(1);
  for (const one of [...all(), finder]) one.aheadMs += 2 * 3_600_000;
  recovery.begin(code);
  await pollUntil(() => recovery.view()?.state, isRefused, LIMIT_MS);
  expect(refusedWith(finder)).toBe('This recovery code has expired. Ask for a new one.');
  recovery.cancel();
  // Somebody found the paper with carol's words; she hears of it, and has new ones.
  await asksBack(finder, alice, carolWords);
  await approve(carol.node.cell.changeKey({ words: carolWords, renewWords: true }), bob, alice);
  await knowVersion(carol, 7, all());
  await pollUntil(() => recovery.view()?.state, isRefused, LIMIT_MS);
  expect(refusedWith(finder)).toContain('These 24 words no longer open it.');
  recovery.cancel();
  // It stands in nobody's way.
  expect(alice.node.cell.recovery.requests()).toEqual([]);
  await allMeet(all());
  await oneHistory(all());
});

test('a log that grows while a machine asks from it is told anew, and the versions follow from the newer one', async () => {
  const machine = another(new LiveMember(folder, 'bob again'));
  machine.aheadMs = alice.aheadMs;
  await machine.start();
  const { recovery } = machine.node.cell;
  const id = await asksForWords(machine, alice);
  recovery.giveWords(await wordsOf(bob));
  await pollUntil(
    () => recovery.view()?.state,
    (now) => now === 'comparing',
  );
  await approve(bob.node.cell.changeKey(), alice, carol);
  await knowVersion(bob, 2, all());
  const back = await accepted(machine, alice, id);
  const { change } = alice.node.cell
    .current!.log.book.ballots()
    .find(({ body }) => body.proposal === back)!.body;
  expect(change).toMatchObject({
    versions: [{ versionId: expect.stringMatching(/^3-/) }, { versionId: expect.stringMatching(/^4-/) }],
    lost: true,
  });
  await approve(back, carol);
  await knowVersion(bob, 4, [alice, carol]);
  await pollUntil(() => machine.isMember() && machine.did === bob.did, Boolean, LIMIT_MS);
  await isTold(bob);
  others.push(bob);
  bob = machine;
  await allMeet(all());
  await oneHistory(all());
});

const isRefused = (state: unknown): boolean => state === 'refused';
