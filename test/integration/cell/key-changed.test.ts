/** Members change their keys on working devices: nodes with homes on disk, over libp2p on the loopback. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unlockHome } from '../../../electron/node/identity/home-keys.ts';
import { newestVersion, readMemberLog } from '../../../electron/node/identity/member-log/index.ts';
import { signEntry } from '../../../electron/node/log/signed-entry.ts';
import { homeAt } from '../../../electron/node/root/home.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let members: [LiveMember, LiveMember, LiveMember];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-keys-'));
  members = (await liveCell(folder, ['alice', 'bob', 'carol'])) as typeof members;
});
afterAll(async () => {
  await Promise.all(members.map((member) => member.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** The versions of somebody's log as a member's cell has certified them. */
function versionsOf(of: LiveMember, by: LiveMember) {
  const scid = of.did.split(':')[2];
  const member = by.node.cell.current?.epoch()?.members.find((one) => one.scid === scid);
  const read = readMemberLog(member?.didLog ?? []);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

const connected = (one: LiveMember, other: LiveMember) =>
  one.node.peers().find(({ did }) => did === other.did)?.link?.state === 'connected';

async function approve(id: string, ...voters: LiveMember[]): Promise<void> {
  for (const { node } of voters) {
    await pollUntil(() => node.cell.shown.allProposals().some((one) => one.id === id), Boolean);
    node.cell.deciding().vote(id, 'APPROVE', null);
  }
}

/** All have the certificate, and are connected again. */
async function settled(of: LiveMember, versions: number): Promise<void> {
  await pollUntil(
    () => members.every((by) => versionsOf(of, by).versions.length === versions),
    Boolean,
    40_000,
  );
  const others = members.filter((one) => one !== of);
  await pollUntil(() => others.every((one) => connected(of, one) && connected(one, of)), Boolean, 40_000);
}

test('by the device: the cell certifies the next key, and all go on with it: links, mail, votes, restarts', async () => {
  const [alice, bob, carol] = members;
  const [did, code] = [carol.did, carol.node.cell.invite(1).code];
  expect(code).not.toBe('');
  const before = newestVersion(versionsOf(carol, carol));
  // Nobody has delivered it when the key changes.
  await carol.node.setOnline(false);
  const waiting = carol.send(alice, 'sealed under the former key');
  await carol.node.setOnline(true);
  const id = carol.node.cell.changeKey();
  await approve(id, alice, bob);
  await settled(carol, 2);
  const after = newestVersion(versionsOf(carol, alice));
  expect(after).toMatchObject({ by: 'device', words: before.words });
  expect(carol.did).toBe(did);
  expect(carol.node.cell.current?.view([])?.invitations).toEqual([]);
  await pollUntil(
    () => alice.received(carol).length,
    (count) => count === 1,
  );
  expect(carol.message(waiting, alice).state).not.toBe('expired');
  const text = `under the new key`;
  alice.send(carol, text);
  await pollUntil(
    () => carol.received(alice),
    (texts) => texts.includes(text),
  );
  // What carol writes stands under the new key, also after a restart.
  await carol.stop();
  await carol.start();
  await settled(carol, 2);
  const { id: proposal } = { id: carol.node.cell.deciding().propose({ title: 'Tea', text: '', open: true }) };
  const entry = carol.node.cell.current?.log.graph.heads(did.split(':')[2] ?? '')[0]?.entry;
  expect(entry?.key).toBe(after.key);
  await approve(proposal, alice, bob, carol);
  const state = (by: LiveMember) =>
    by.node.cell.shown.allProposals().find((one) => one.id === proposal)?.state;
  await pollUntil(
    () => members.map(state),
    (states) => states.every((one) => one === 'passed'),
    40_000,
  );
  expect(JSON.parse(readFileSync(join(carol.home, 'key.json'), 'utf8')).did).toBe(`did:key:${after.key}`);
});

test('by the words: a fresh key, and where it is wanted new words, which this home shows until they are written down', async () => {
  const [alice, bob, carol] = members;
  const { words } = await bob.node.words.show();
  expect(() => bob.node.cell.changeKey({ words: words.slice(1).join(' ') })).toThrow('must be 24');
  const { words: others } = await alice.node.words.show();
  expect(() => bob.node.cell.changeKey({ words: others.join(' ') })).toThrow('not the recovery words');
  const id = bob.node.cell.changeKey({ words: words.join('\n').toUpperCase(), renewWords: true });
  await approve(id, alice, carol);
  await settled(bob, 3);
  expect(versionsOf(bob, alice).versions.map(({ by }) => by)).toEqual(['first', 'words', 'device']);
  expect(bob.node.words.view()?.state).toBe('here');
  const shown = await bob.node.words.show();
  expect(shown.words).not.toEqual(words);
  const answers = shown.asked.map((place) => ({ place, word: shown.words[place - 1] ?? '' }));
  expect(bob.node.words.check(answers)).toEqual({ wrong: [] });
  // Written down, they change the key once more; the former ones do not.
  expect(() => bob.node.cell.changeKey({ words: words.join(' ') })).toThrow('not the recovery words');
  const again = bob.node.cell.changeKey({ words: shown.words.join(' ') });
  await approve(again, alice, carol);
  await settled(bob, 5);
  expect(bob.node.words.view()?.state).toBe('forgotten');
  alice.send(bob, 'after two changes');
  await pollUntil(
    () => bob.received(alice),
    (texts) => texts.includes('after two changes'),
  );
});

test('somebody who signs with a former key is told of to whom it belonged, and stops nothing', async () => {
  const [alice, bob, carol] = members;
  const secret = { kind: 'secret', secret: carol.secret, origin: 'keychain' } as const;
  const ring = await unlockHome(homeAt(carol.home), secret);
  const key = versionsOf(carol, alice).versions[0]?.key ?? '';
  const former = ring.get(key);
  expect(carol.node.problem).toBeNull();
  // A copy of her computer of before the change has gone on where nobody knew of the change.
  const { log } = alice.node.cell.current!;
  const own = [...log.graph.nodes()].filter(({ entry }) => entry.key === key);
  const forged = own.toReversed().map((node) => {
    const [text = ''] = log.textsOf(node);
    const { entry } = JSON.parse(text);
    const next = { seq: entry.seq + 1, prev: node.hash, seen: {}, kind: 'note', body: { from: 'the copy' } };
    return signEntry(former!, { ...entry, ...next });
  });
  const taken = forged.find(({ text, hash }) => {
    log.receive([text]);
    return log.graph.get(hash) !== undefined;
  });
  expect(taken?.entry.kind).toBe('note');
  const problem = await pollUntil(
    () => carol.node.problem,
    (told) => told !== null,
  );
  expect(problem?.message).toContain('Somebody signs with a key of yours that was changed: one entry came');
  // The others are told nothing of the kind, and what she writes counts.
  expect([alice.node.problem, bob.node.problem, carol.node.cell.current?.signingBarred()]).toEqual([
    null,
    null,
    null,
  ]);
  const id = carol.node.cell.deciding().propose({ title: 'Cake', text: '', open: true });
  await approve(id, alice, bob, carol);
  await pollUntil(
    () => members.map((by) => by.node.cell.shown.allProposals().find((one) => one.id === id)?.state),
    (states) => states.every((one) => one === 'passed'),
    40_000,
  );
  // Until she has read it, also after a restart.
  await carol.stop();
  await carol.start();
  expect(carol.node.problem?.message).toContain('one entry came');
  carol.node.damageSeen();
  expect(carol.node.problem).toBeNull();
});
