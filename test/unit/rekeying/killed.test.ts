/** A change of key, killed at every write: what lay on the disk then goes on, or begins again; never with two keys. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inEnglish } from '#shared/protocol/saying.ts';
import { unlockHome } from '../../../electron/node/identity/home-keys.ts';
import { newestVersion, readMemberLog } from '../../../electron/node/identity/member-log/index.ts';
import { openKeyStore } from '../../../electron/node/identity/open-key-store.ts';
import { multikeyOf, readRing } from '../../../electron/node/identity/ring-content.ts';
import { readWords, recoveryKeyFor } from '../../../electron/node/identity/words/index.ts';
import { exportLog } from '../../../electron/node/log/log-file.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { homeAt, openHome } from '../../../electron/node/root/home.ts';
import type { GhostNode } from '../../../electron/node/root/node.ts';
import { QUICK } from '../../support/hostile/quick-cell.ts';
import { KillPoints } from '../../support/kill-points.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { expectNowhere, filesIn, secretsIn } from '../../support/secrets-nowhere.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode } from '../../support/throws-code.ts';

const SECRET = new Uint8Array(32).fill(5);
const PROTECTION = { kind: 'secret', secret: SECRET, origin: 'keychain' } as const;

/** A node whose home, and what this computer knows of it, are in one folder. */
async function nodeIn(folder: string): Promise<GhostNode> {
  const node = await createNode({
    home: openHome(join(folder, 'home')),
    stateFolder: join(folder, 'state'),
    listen: [],
    network: false,
    discovery: [],
    protection: null,
    deviceSecret: SECRET,
  });
  onTestFinished(() => node.stop());
  return node;
}

function logOf({ cell }: GhostNode) {
  const read = readMemberLog(cell.current?.ownDidLog() ?? []);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** How a key is changed, with the 24 words that its operator has on paper. */
interface Way {
  readonly by: string;
  readonly begin: (node: GhostNode, words: string) => void;
  /** Of how many versions the log is in the end. */
  readonly versions: number;
  /** Whether the words are written down before, and so forgotten by the home. */
  readonly written: boolean;
  /** Whether the home holds words in the end; none but those of the newest version. */
  readonly holds: boolean;
}

const WAYS: readonly Way[] = [
  { by: 'the device', begin: ({ cell }) => cell.changeKey(), versions: 2, written: false, holds: true },
  {
    by: 'the words',
    begin: ({ cell }, words) => cell.changeKey({ words }),
    versions: 3,
    written: true,
    holds: false,
  },
  {
    by: 'the words, with new ones after them',
    begin: ({ cell }, words) => cell.changeKey({ words, renewWords: true }),
    versions: 3,
    written: false,
    holds: true,
  },
];

/** Does what its operator would: goes on with what is open, or begins again. */
async function goesOn(node: GhostNode, way: Way, words: string): Promise<void> {
  const { cell } = node;
  const isChanged = () => logOf(node).versions.length === way.versions;
  const open = cell.shown.allProposals().find(({ state }) => state === 'voting' || state === 'closing');
  if (!isChanged() && !open) way.begin(node, words);
  else if (open && open.myVote === null) cell.deciding().vote(open.id, 'APPROVE', null);
  await pollUntil(isChanged, Boolean, 10_000);
}

async function expectOneKey(folder: string, node: GhostNode, way: Way, words: string): Promise<void> {
  const log = logOf(node);
  const { key } = newestVersion(log);
  await pollUntil(
    () => node.me()?.fingerprint !== undefined && node.phase,
    (phase) => phase === 'running',
  );
  const { graph } = node.cell.current!.log;
  expect(graph.heads(log.scid)).toHaveLength(1);
  expect(graph.forkedAuthors()).toEqual([]);
  expect(node.cell.current?.signingBarred()).toBeNull();
  node.cell.deciding().propose({ title: 'Tea', text: '', open: false });
  expect(node.cell.current!.log.ownHead()?.entry.key).toBe(key);
  await node.stop();
  const home = homeAt(join(folder, 'home'));
  const ring = await unlockHome(home, PROTECTION);
  expect([multikeyOf(ring.inUse), ring.get(newestVersion(log).key) !== null]).toEqual([key, true]);
  expect(ring.keyFor(newestVersion(log).device)).not.toBeNull();
  // Words that bring nothing back any more are not kept, and none are lost that would.
  const promised = newestVersion(log).words;
  const held = readRing((await openKeyStore(home.keyPath, PROTECTION)).content.bytes)!.words;
  expect(held).toHaveLength(way.holds ? 1 : 0);
  const known = held[0]?.seed ?? seedOf(words);
  expect(recoveryKeyFor(known, promised)).not.toBeNull();
}

function seedOf(words: string): Uint8Array {
  const seed = readWords(words);
  if (!seed.ok) throw new Error(seed.error.message);
  return seed.value;
}

/** All of them in the long form; in the short one some, others each time, the first and the last among them. */
function some(points: readonly string[], count: number): string[] {
  if (process.env.GHOSTSTACK_LONG) return [...points];
  const step = (points.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, at) => {
    const isEnd = at === 0 || at === count - 1;
    return points[Math.round(at * step + (isEnd ? 0 : (Math.random() - 0.5) * step))] ?? '';
  });
}

/** As its operator writes them down. */
async function onPaper({ words }: GhostNode, isWritten: boolean): Promise<string> {
  const shown = await words.show();
  const answers = shown.asked.map((place) => ({ place, word: shown.words[place - 1] ?? '' }));
  if (isWritten) expect(words.check(answers)).toEqual({ wrong: [] });
  return shown.words.join(' ');
}

test.each(WAYS)(
  'by $by: killed after any write, it goes on or is begun again, under one key',
  async (way) => {
    const folder = temporaryFolder();
    const watched = join(folder, 'alice');
    const node = await nodeIn(watched);
    await node.createKey('alice', { kind: 'keychain' });
    await node.cell.found('Maple Street', { ...QUICK, deadlineMinMs: 0 });
    const words = await onPaper(node, way.written);
    const points = new KillPoints(watched, join(folder, 'killed'));
    onTestFinished(() => points.end());
    const copies = points.during(() => way.begin(node, words));
    expect(copies.length).toBeGreaterThan(12);
    for (const copy of some(copies, 4)) {
      const again = await nodeIn(copy);
      await goesOn(again, way, words);
      await expectOneKey(copy, again, way, words);
    }
    // And where nobody killed it.
    await goesOn(node, way, words);
    await expectOneKey(watched, node, way, words);
    // What was written holds no seed that opens to anybody without the keychain.
    const { content } = await openKeyStore(homeAt(join(watched, 'home')).keyPath, PROTECTION);
    const own = readRing(content.bytes)!;
    const secrets = secretsIn({ ...own, words: [...own.words, { seed: seedOf(words), madeAtMs: 0 }] });
    expect(Object.keys(secrets).length).toBeGreaterThan(20);
    const written = filesIn(folder).map((path) => ({ path, text: readFileSync(path, 'latin1') }));
    expectNowhere(written, secrets, []);
  },
);

test('a home whose keys are from before a change by the words can read, and signs nothing until its owner asks with them', async () => {
  const folder = join(temporaryFolder(), 'alice');
  const node = await nodeIn(folder);
  await node.createKey('alice', { kind: 'keychain' });
  await node.cell.found('Maple Street', { ...QUICK, deadlineMinMs: 0 });
  const { keyPath, didLogPath } = homeAt(join(folder, 'home'));
  const before = [keyPath, didLogPath].map((path) => [path, readFileSync(path)] as const);
  const { words } = await node.words.show();
  node.cell.changeKey({ words: words.join(' ') });
  await pollUntil(
    () => logOf(node).versions.length,
    (count) => count === 3,
    10_000,
  );
  await node.stop();
  // What a backup of before the change brings back, once the log of now has come to it.
  for (const [path, bytes] of before) writeFileSync(path, bytes);
  const restored = await nodeIn(folder);
  expect([restored.phase, restored.cell.shown.allProposals()[0]?.state]).toEqual(['running', 'passed']);
  const barred = restored.cell.current?.signingBarred();
  expect(barred && inEnglish(barred)).toContain('Your key was changed');
  const { log } = restored.cell.current!;
  const size = log.graph.size;
  expectCode('conflict', () => restored.cell.deciding().propose({ title: 'Tea', text: '', open: false }));
  expectCode('conflict', () => restored.cell.changeKey({ words: words.join(' ') }));
  const author = restored.cell.current!.author!;
  expect(() => [...exportLog(log, author, 0)]).toThrow('Your key was changed');
  // A kept cell goes on knowing a key that was here, and is not used again: no words bring that back.
  const kept = { get: () => null, holds: () => true };
  expect(() => [...exportLog(log, { ...author, keys: kept }, 0)]).toThrow(/Ask a member there to export/);
  expect(log.graph.size).toBe(size);
});
