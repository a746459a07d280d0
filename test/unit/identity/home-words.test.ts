import { randomBytes } from 'node:crypto';
import { cpSync, linkSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { ShownWords } from '#shared/contract/domain/recovery-words.ts';
import { unlockHome } from '../../../electron/node/identity/home-keys.ts';
import { readOwnIdentity } from '../../../electron/node/identity/member-identity.ts';
import { readWords, recoveryKeyFor } from '../../../electron/node/identity/words/index.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { homeAt, openHome } from '../../../electron/node/root/home.ts';
import type { GhostNode } from '../../../electron/node/root/node.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode, expectCodeAsync } from '../../support/throws-code.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 30);
const secret = new Uint8Array(randomBytes(32));
const PASSPHRASE = 'correct horse';

async function nodeAt(path: string, deviceSecret: Uint8Array | null): Promise<GhostNode> {
  const options = { listen: [], network: false, protection: null, deviceSecret, nowMs: () => NOW_MS };
  const node = await createNode({ home: openHome(path), ...options });
  onTestFinished(() => node.stop());
  return node;
}

/** Homes with their keys, made once: a passphrase costs a second. */
let made = '';
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'ghoststack-test-'));
  for (const kind of ['keychain', 'passphrase'] as const) {
    const home = openHome(join(made, kind));
    const options = { listen: [], network: false, protection: null, deviceSecret: secret };
    const node = await createNode({ home, ...options });
    await node.createKey('alice', kind === 'keychain' ? { kind } : { kind, passphrase: PASSPHRASE });
    await node.stop();
  }
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

function copied(kind: 'keychain' | 'passphrase'): string {
  const path = join(temporaryFolder(), 'alice');
  cpSync(join(made, kind), path, { recursive: true });
  return path;
}

const answersTo = ({ words, asked }: ShownWords) =>
  asked.map((place) => ({ place, word: words[place - 1] as string }));

test('the words stand for the seed that the DID log has committed to, and are told by nothing but the call', async () => {
  const path = copied('keychain');
  const node = await nodeAt(path, secret);
  expect(node.words.view()).toEqual({ state: 'here', remindAtMs: null });
  const { words, asked } = await node.words.show();
  const promised = readOwnIdentity(homeAt(path))?.log[0]?.parameters.nextKeyHashes?.[1] ?? '';
  const seed = readWords(words.join(' '));
  expect(seed.ok && recoveryKeyFor(seed.value, promised)?.index).toBe(0);
  expect([...asked].sort((a, b) => a - b)).toEqual(asked);
  expect(new Set(asked).size).toBe(3);
});

test('three of them are asked back: others are named by their place, and the right ones let the home forget all', async () => {
  const path = copied('keychain');
  const node = await nodeAt(path, secret);
  expectCode('conflict', () => node.words.check([]));
  const shown = await node.words.show();
  const [first, ...others] = answersTo(shown);
  const place = first?.place ?? 0;
  expectCode('conflict', () => node.words.check(others));
  expect(node.words.check([{ place, word: 'zoo zoo' }, ...others])).toEqual({ wrong: [place] });
  expect(node.words.check([{ place, word: '' }, ...others])).toEqual({ wrong: [place] });
  expect(node.words.view()?.state).toBe('here');
  const typed = ` ${first?.word.toUpperCase()}\u00a0`;
  expect(node.words.check([{ place, word: typed }, ...others])).toEqual({ wrong: [] });
  expect(node.words.view()?.state).toBe('forgotten');
  const ring = await unlockHome(homeAt(path), { kind: 'secret', secret, origin: 'keychain' });
  const promised = readOwnIdentity(homeAt(path))?.log[0]?.parameters.nextKeyHashes?.[1] ?? '';
  expect(ring.recoverySeed(promised)).toBeNull();
  await expectCodeAsync('not-found', () => node.words.show());
  expectCode('not-found', () => node.words.check(answersTo(shown)));
});

test('what a ring is replaced by leaves nothing of the one before, under any name', async () => {
  const path = copied('keychain');
  const { keyPath } = homeAt(path);
  const before = join(path, 'before');
  linkSync(keyPath, before);
  const node = await nodeAt(path, secret);
  const shown = await node.words.show();
  expect(node.words.check(answersTo(shown))).toEqual({ wrong: [] });
  const bytes = readFileSync(before);
  expect(bytes.length).toBeGreaterThan(500);
  expect(bytes.every((byte) => byte === 0)).toBe(true);
});

test('a passphrase is asked for each time, although the key is open', async () => {
  const node = await nodeAt(copied('passphrase'), null);
  await node.unlock({ kind: 'passphrase', passphrase: PASSPHRASE });
  await expectCodeAsync('invalid-argument', () => node.words.show());
  await expectCodeAsync('wrong-passphrase', () => node.words.show('battery staple'));
  expect((await node.words.show(PASSPHRASE)).words).toHaveLength(24);
});

test('a home that is locked shows and forgets them to whoever knows its passphrase', async () => {
  const path = copied('passphrase');
  const node = await nodeAt(path, null);
  expect(node.words.view()).toBeNull();
  await expectCodeAsync('wrong-passphrase', () => node.words.show('battery staple'));
  const shown = await node.words.show(PASSPHRASE);
  await node.unlock({ kind: 'passphrase', passphrase: PASSPHRASE });
  expect(node.words.check(answersTo(shown))).toEqual({ wrong: [] });
  expect(node.words.view()?.state).toBe('forgotten');
});

test('without its keychain a home shows none, and says where they are shown', async () => {
  const node = await nodeAt(copied('keychain'), null);
  await expectCodeAsync('key-missing', () => node.words.show());
});

test('whoever puts them off is reminded in a week, over restarts', async () => {
  const path = copied('keychain');
  const options = { listen: [], network: false, protection: null, deviceSecret: secret, nowMs: () => NOW_MS };
  const before = await createNode({ home: openHome(path), ...options });
  before.words.later();
  await before.stop();
  const node = await nodeAt(path, secret);
  expect(node.words.view()).toEqual({ state: 'here', remindAtMs: NOW_MS + 7 * DAY_MS });
});
