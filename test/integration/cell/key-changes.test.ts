/** `ghoststack rotate` on running members: by the device, by the words, and by words that become new ones. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { PROJECT_FOLDER } from '../../support/electron-runtime.ts';
import { ghoststack, ghoststackGiven } from '../../support/headless-node.ts';
import { pollUntil } from '../../support/poll-until.ts';

const COMMAND = join(PROJECT_FOLDER, 'out/headless/cli.js');
const LIMIT_MS = 40_000;

interface Asked {
  readonly id: string;
  readonly label: string;
  readonly waitsFor: readonly string[];
}

let folder: string;
let alice: CellHome;
let bob: CellHome;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-keys-'));
  ({ alice, bob } = await twoMembers(folder));
});
afterEach(async () => {
  await Promise.all([alice, bob].map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Both give their vote, as their operators would; returns once both know of the new key. */
async function decide({ id }: Asked, name: string, version: number): Promise<void> {
  for (const home of [alice, bob]) {
    const detail = await pollUntil(
      () => home.ask('governance.detail', { id }).catch(() => null),
      (one) => one !== null && (one.needsMyVote || one.myVote !== null),
      LIMIT_MS,
    );
    if (detail?.needsMyVote) await home.ask('governance.vote', { id, choice: 'APPROVE', comment: null });
  }
  await Promise.all([alice, bob].map((home) => hasKey(home, name, version)));
}

async function keyOf(home: CellHome, name: string) {
  const { cell } = await home.ask('state.snapshot', {});
  return cell?.members.find((member) => member.name === name);
}

function hasKey(home: CellHome, name: string, version: number): Promise<unknown> {
  return pollUntil(
    () => keyOf(home, name),
    (member) => member?.key.version === version,
    LIMIT_MS,
  );
}

/** A text from one to the other, under whatever keys they have now. */
async function delivers(from: CellHome, to: CellHome, text: string): Promise<void> {
  await from.run('send', '--to', to.name, text);
  await pollUntil(
    () => to.inbox(),
    (inbox) => inbox.some((one) => one.text === text),
    LIMIT_MS,
  );
}

async function wordsOf(home: CellHome): Promise<string[]> {
  const { words } = (await ghoststack('words', '--home', home.home, '--yes-print')) as { words: string[] };
  return words;
}

test('a key changes by the device, then by the words in any spelling, and the member stays the same', async () => {
  const before = await keyOf(bob, 'alice');
  const asked = await alice.run<Asked>('rotate');
  expect(asked.waitsFor).toEqual(['bob']);
  await decide(asked, 'alice', 2);
  const after = await keyOf(bob, 'alice');
  expect(after?.scid).toBe(before?.scid);
  expect(after?.fingerprint).not.toBe(before?.fingerprint);
  expect(after?.key.by).toBe('device');
  await delivers(alice, bob, 'under my second key');
  await delivers(bob, alice, 'to your second key');

  // The words are the same as before the device changed the key.
  const words = await wordsOf(alice);
  const wrong = [...words.slice(0, 23), 'ghoststack'].join(' ');
  const refused = ghoststackGiven(`${wrong}\n`, 'rotate', '--home', alice.home, '--words');
  await expect(refused).rejects.toThrow(/Word 24 is not a recovery word/);
  const typed = `  ${words.join('\u00a0 ').toUpperCase()}\n`;
  const byWords = (await ghoststackGiven(typed, 'rotate', '--home', alice.home, '--words')) as Asked;
  await decide(byWords, 'alice', 4);
  expect((await keyOf(bob, 'alice'))?.key.by).toBe('words');
  await delivers(alice, bob, 'under my third key');
  // It goes on after a restart, by the key that the cell has certified.
  await alice.stop();
  await alice.start();
  await delivers(alice, bob, 'after a start');
  const { cell } = await alice.ask('state.snapshot', {});
  expect(cell?.signingBarred).toBeNull();
  expect(cell?.forked).toEqual([]);
});

test('with new words the old ones are worth nothing, and the new ones wait to be written down', async () => {
  const old = await wordsOf(bob);
  const asked = (await ghoststackGiven(
    `${old.join(' ')}\n`,
    'rotate',
    '--home',
    bob.home,
    '--words',
    '--new-words',
  )) as Asked;
  await decide(asked, 'bob', 3);
  const renewed = await pollUntil(
    () => wordsOf(bob).catch(() => old),
    (words) => words.join(' ') !== old.join(' '),
    LIMIT_MS,
  );
  expect((await bob.ask('state.snapshot', {})).recoveryWords?.state).toBe('here');
  const again = ghoststackGiven(`${old.join(' ')}\n`, 'rotate', '--home', bob.home, '--words');
  await expect(again).rejects.toThrow(/not the recovery words of this identity/);
  expect(renewed).toHaveLength(24);
});

test('new words are not taken without the old ones', async () => {
  const args = [COMMAND, 'rotate', '--home', alice.home, '--new-words'];
  const failed = promisify(execFile)(process.execPath, args, { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  await expect(failed).rejects.toMatchObject({ code: 2 });
});
