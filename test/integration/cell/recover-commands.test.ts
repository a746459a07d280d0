/**
 * `ghoststack recovery-code` and `recover`: a member's home is gone, and it comes back in a new one; then the old one turns
 * up, and comes back where it is.
 */
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atTerminal } from '../../support/at-terminal.ts';
import { CellHome, type InboxLine } from '../../support/cell/cell-home.ts';
import { ghoststack, ghoststackGiven } from '../../support/headless-node.ts';
import { pollUntil } from '../../support/poll-until.ts';

const LIMIT_MS = 40_000;
/** Of nobody, and every word is one of the list. */
const OTHER_WORDS = `${'abandon '.repeat(23)}art`;

interface Code {
  readonly code: string;
  readonly url: string;
}
interface Asking {
  readonly words: readonly string[];
  readonly compared: boolean;
}

let folder: string;
let homes: CellHome[];
let alice: CellHome;
let carol: CellHome;
/** bob's, as long as the computer was there. */
let lost: CellHome;
let again: CellHome;
/** What bob had before its home was lost. */
let bob: { readonly did: string; readonly words: string; readonly tokens: number };

async function made(name: string, ...args: readonly string[]): Promise<CellHome> {
  const home = new CellHome(folder, name);
  homes.push(home);
  await home.run('init', '--name', name, ...args);
  return home;
}

const LETTER = 'the key is under the mat';
const isWithLetter = (letters: readonly InboxLine[]) => letters.some(({ text }) => text === LETTER);
const gone = () => join(folder, 'lost with its computer');

const snapshot = (home: CellHome) => home.ask('state.snapshot', { stateHash: false });
async function balanceOf(home: CellHome, name: string): Promise<number | null> {
  const { cell, trust } = await snapshot(home);
  const scid = cell?.members.find((member) => member.name === name)?.scid;
  return trust?.balances.find((one) => one.scid === scid)?.balance ?? null;
}
const recoveryCode = ({ home }: CellHome, ...args: readonly string[]) =>
  ghoststack('recovery-code', '--home', home, ...args) as Promise<Code>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-recover-'));
  homes = [];
  alice = await made('alice', '--cell', 'Maple Street');
  lost = await made('bob');
  carol = await made('carol');
  await Promise.all(homes.map((home) => home.start('--accept-joins')));
  for (const home of [lost, carol]) {
    const { code } = await alice.run<Code>('invite');
    await home.run('join', code);
  }
  await carol.run('transfer', 'bob', '7');
  await carol.run('send', '--to', 'bob', LETTER);
  await pollUntil(() => lost.inbox(), isWithLetter, LIMIT_MS);
  await pollUntil(
    () => Promise.all([lost, alice].map((home) => balanceOf(home, 'bob'))),
    ([mine, theirs]) => mine === 107 && theirs === 107,
    LIMIT_MS,
  );
  // The words are on paper, and then the computer is gone.
  const { words } = (await ghoststack('words', '--home', lost.home, '--yes-print')) as { words: string[] };
  bob = { did: (await lost.status()).did, words: words.join(' '), tokens: 107 };
  await lost.stop();
  renameSync(lost.home, gone());
}, 120_000);
afterAll(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true });
});

test('other words, six that differ, and a code that was withdrawn lead nowhere, and each says why', async () => {
  const thief = await made(`thief-${homes.length}`);
  await thief.start();
  const recover = (given: string, ...args: readonly string[]) =>
    ghoststackGiven(`${given}\n`, 'recover', '--home', thief.home, ...args);
  const { code } = await recoveryCode(alice);
  await expect(recover(OTHER_WORDS, code)).rejects.toThrow(/belong to nobody in this cell/);
  await expect(recover('', code)).rejects.toThrow(/No recovery words came in/);
  await expect(recover('', '--same', code)).rejects.toMatchObject({ code: 2 });
  // It goes on with the right ones, as far as what only people can say.
  const waits = recover(bob.words, '--wait', '0');
  await expect(waits).rejects.toThrow(/"code":"pending"/);
  await pollUntil(
    async () => (await snapshot(thief)).recovering?.state,
    (state) => state === 'comparing',
    LIMIT_MS,
  );
  // Whoever asks how it stands is told so.
  expect((await ghoststack('status', '--home', thief.home)) as object).toMatchObject({
    recovering: { state: 'comparing', reason: 'Compare with alice, by voice or side by side.' },
  });
  await expect(recover('', '--differ')).rejects.toThrow(/The six words differ/);
  // alice is told so, and puts it away.
  await pollUntil(
    async () => (await snapshot(alice)).cell?.recoveryRequests.map(({ name, state }) => `${name} ${state}`),
    (asks) => asks?.join() === 'bob differ',
    LIMIT_MS,
  );
  await alice.run('refuse', 'bob');
  expect((await snapshot(alice)).proposals.filter(({ kind }) => kind === 'rekey')).toEqual([]);

  const other = await recoveryCode(alice);
  await alice.run('revoke', other.code);
  await expect(recover(bob.words, other.code)).rejects.toThrow(/not valid, or was withdrawn/);
  // A member is no machine that comes back, and an invitation no recovery code.
  const own = ghoststackGiven('', 'recover', '--home', alice.home, code);
  await expect(own).rejects.toThrow(/nothing keeps it from signing/);
  await expect(recover('', '--device', code)).rejects.toThrow(/not on this computer/);
  const { code: invitation } = await alice.run<Code>('invite');
  await expect(recover(bob.words, invitation)).rejects.toThrow(/Ask a member for a recovery code/);
}, 120_000);

test('a member comes back at a terminal, over a mistyped word, and acts as the one it was', async () => {
  const { url } = await recoveryCode(alice, '--hours', '2');
  again = await made(`somebody-${homes.length}`);
  const key = ['--home', again.home, '--key-file', again.keyFile];
  const terminal = atTerminal('recover', ...key, '--listen', '127.0.0.1:0', '--wait', '90', url);
  await terminal.shows(/Your 24 words, on one line:/);
  terminal.type(bob.words.replace(/\w+$/, 'ghoststack'));
  await terminal.shows(/Word 24 is not a recovery word/);
  terminal.type(OTHER_WORDS);
  await terminal.shows(/belong to nobody in this cell/);
  terminal.type(bob.words.toUpperCase());
  const shown = await terminal.shows(/Compare with alice: ((?:[a-z]+ ){5}[a-z]+)/);
  expect(terminal.seen().toLowerCase()).not.toContain(bob.words.split(' ').slice(0, 3).join(' '));
  const asking = async () => (await alice.run<Asking[]>('joins')).at(-1);
  const asked = await asking();
  expect(asked).toMatchObject({ name: 'bob', by: 'words', recovery: true, compared: false });
  expect(asked?.words.join(' ')).toBe(shown[1]);
  terminal.type('yes');
  await pollUntil(asking, (one) => one?.compared ?? false, LIMIT_MS);
  await alice.run('accept', 'bob');
  await terminal.shows(/Waits for carol, until/);
  const ballot = await pollUntil(
    async () => (await snapshot(carol)).proposals.find(({ kind }) => kind === 'rekey'),
    (found) => found?.needsMyVote ?? false,
    LIMIT_MS,
  );
  await carol.run('vote', ballot?.id ?? '', 'approve');
  await terminal.shows(/You are back in Maple Street as bob\./);
  expect(await terminal.exited).toBe(0);

  await again.start();
  await pollUntil(
    async () => {
      const { name, did, signingBarred } = await again.status();
      return { name, did, signingBarred, tokens: await balanceOf(again, 'bob') };
    },
    (now) =>
      now.signingBarred === null &&
      now.name === 'bob' &&
      now.did === bob.did &&
      now.tokens !== null &&
      now.tokens >= bob.tokens,
    LIMIT_MS,
  );
  await votes(again, 'Back again');
}, 120_000);

test('the old computer turns up: its home is told of the other key, comes back where it is, and has its letters', async () => {
  await again.stop();
  renameSync(gone(), lost.home);
  await lost.start();
  const barred = await pollUntil(
    async () => (await lost.status()).signingBarred ?? '',
    (why) => /key was changed/.test(why),
    LIMIT_MS,
  );
  expect(barred).toContain('ghoststack recover');
  const { url } = await recoveryCode(alice);
  const terminal = atTerminal('recover', '--home', lost.home, '--wait', '90', url);
  await terminal.shows(/Your 24 words, on one line:/);
  terminal.type(bob.words);
  await terminal.shows(/Compare with alice: (?:[a-z]+ ){5}[a-z]+/);
  terminal.type('yes');
  await pollUntil(
    async () => (await alice.run<Asking[]>('joins')).at(-1)?.compared ?? false,
    Boolean,
    LIMIT_MS,
  );
  await alice.run('accept', 'bob');
  await votesForKey(carol);
  await terminal.shows(/You are back in Maple Street as bob\./);
  expect(await terminal.exited).toBe(0);
  expect(await lost.status()).toMatchObject({ name: 'bob', did: bob.did, signingBarred: null });
  expect(isWithLetter(await lost.inbox())).toBe(true);
  await votes(lost, 'Back where I was');
}, 120_000);

test('a second copy of a home runs: its owner stops it, and asks by the next key of the device, without words', async () => {
  await lost.stop();
  const copy = new CellHome(folder, 'copy');
  homes.push(copy);
  cpSync(lost.home, copy.home, { recursive: true });
  cpSync(lost.keyFile, copy.keyFile);
  await Promise.all([lost.start(), copy.start()]);
  const isHeld = (why: string) => /second node/.test(why);
  await pollUntil(async () => (await lost.status()).signingBarred ?? '', isHeld, LIMIT_MS);
  await copy.stop();
  const { code } = await recoveryCode(alice);
  const asks = ghoststackGiven('', 'recover', '--home', lost.home, '--wait', '0', '--device', code);
  await expect(asks).rejects.toThrow(/"code":"pending"/);
  const recovering = async () => (await snapshot(lost)).recovering;
  const shown = await pollUntil(recovering, (now) => now?.state === 'comparing', LIMIT_MS);
  const same = ghoststackGiven('', 'recover', '--home', lost.home, '--wait', '0', '--same');
  await expect(same).rejects.toThrow(/"code":"pending"/);
  const asked = await pollUntil(
    async () => (await alice.run<Asking[]>('joins')).at(-1),
    (one) => one?.compared ?? false,
    LIMIT_MS,
  );
  expect(asked).toMatchObject({ name: 'bob', by: 'device', words: shown?.words });
  await alice.run('accept', 'bob');
  await votesForKey(carol);
  // It may not vote itself, and the others wait for that until the deadline.
  await pollUntil(
    async () => (await recovering())?.standing?.ballot?.waitsFor,
    (waitsFor) => waitsFor?.join() === 'bob',
    LIMIT_MS,
  );
}, 120_000);

/** Votes for the change of a key that waits for it. */
async function votesForKey(voter: CellHome): Promise<void> {
  const ballot = await pollUntil(
    async () =>
      (await snapshot(voter)).proposals.find(({ kind, needsMyVote }) => kind === 'rekey' && needsMyVote),
    (found) => found !== undefined,
    LIMIT_MS,
  );
  await voter.run('vote', ballot?.id ?? '', 'approve');
}

/** What it signs counts with the others. */
async function votes(home: CellHome, title: string): Promise<void> {
  const { id } = await home.run<{ id: string }>('propose', title);
  await home.run('vote', id, 'approve');
  await pollUntil(
    async () => (await snapshot(carol)).proposals.find((one) => one.id === id)?.seats,
    (seats) => seats?.find(({ name }) => name === 'bob')?.choice === 'APPROVE',
    LIMIT_MS,
  );
}
