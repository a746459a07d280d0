/** Homes that are in their cell and may not sign any more, and how they come back where they are: whole nodes over loopback. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  accepted,
  allMeet,
  approve,
  isTold,
  knowVersion,
  oneHistory,
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
});
afterAll(async () => {
  await Promise.all([...all(), ...others].map((member) => member.stop().catch(() => undefined)));
  rmSync(folder, { recursive: true, force: true });
});

test('an old backup is restored after the words have changed the key: it is told so, and comes back where it is by the words', async () => {
  const file = join(folder, 'carol.gsbackup');
  const [scid, did, words, ofBob] = [scidOf(carol), carol.did, await wordsOf(carol), await wordsOf(bob)];
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
