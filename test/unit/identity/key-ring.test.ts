import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { unlockHome } from '../../../electron/node/identity/home-keys.ts';
import type { KeyRing } from '../../../electron/node/identity/key-ring.ts';
import { createKeyStore, readKeyStoreHeader } from '../../../electron/node/identity/key-store.ts';
import {
  adoptDidLog,
  ensureMemberIdentity,
  readOwnIdentity,
} from '../../../electron/node/identity/member-identity.ts';
import {
  extendMemberLog,
  type MemberLog,
  newestVersion,
  readMemberLog,
} from '../../../electron/node/identity/member-log/index.ts';
import { multikeyOf } from '../../../electron/node/identity/ring-content.ts';
import { versionByDevice, versionsByWords } from '../../../electron/node/identity/rotation/make-versions.ts';
import { recoveryKeyFor } from '../../../electron/node/identity/words/index.ts';
import { type Home, homeAt } from '../../../electron/node/root/home.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode, expectCodeAsync } from '../../support/throws-code.ts';

const SECRET = { kind: 'secret', secret: new Uint8Array(32).fill(9), origin: 'key-file' } as const;
const NOW = Date.UTC(2026, 10, 30);

let home: Home;
let ring: KeyRing;
let log: MemberLog;

const opened = () => unlockHome(home, SECRET);

function value(result: ReturnType<typeof readMemberLog>): MemberLog {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

beforeEach(async () => {
  home = homeAt(temporaryFolder());
  await createKeyStore(home.keyPath, { name: 'alice', createdAtMs: NOW }, SECRET);
  ring = await opened();
  log = value(readMemberLog(ensureMemberIdentity(home, ring, NOW).log));
});

/** The log after a change by the device, as the cell would certify it. */
function changed(): MemberLog {
  const nextKey = ring.keyFor(newestVersion(log).device)!;
  const keyAfterNext = ring.make(NOW).publicKey;
  return value(extendMemberLog(log, versionByDevice({ log, nextKey, keyAfterNext, nowMs: NOW })));
}

describe('a fresh home', () => {
  test('commits to a key of the device and to words, both of them on disk before', async () => {
    const again = await opened();
    const { device, words, key } = newestVersion(log);
    expect(multikeyOf(again.inUse)).toBe(key);
    expect(again.keyFor(device)).not.toBeNull();
    expect(recoveryKeyFor(again.recoverySeed(words)!, words)?.index).toBe(0);
    expect(again.keyFor(words)).toBeNull();
  });

  test('makes the same version again where only its DID log was not written', async () => {
    const before = newestVersion(log);
    rmSync(home.didLogPath);
    const again = value(readMemberLog(ensureMemberIdentity(home, await opened(), NOW).log));
    expect(again.versions).toEqual([before]);
  });

  test('shows no seed in what it has written, nor where a ring is printed', () => {
    const seed = Buffer.from(ring.inUse.exportSeed());
    const text = readFileSync(home.keyPath, 'latin1') + JSON.stringify(ring);
    for (const spelling of ['hex', 'base64', 'base64url'] as const) {
      expect(text).not.toContain(seed.toString(spelling).replace(/=+$/, ''));
    }
  });
});

describe('keys', () => {
  test('are on disk before anybody gets them', async () => {
    const made = ring.make(NOW);
    expect((await opened()).get(multikeyOf(made))?.did).toBe(made.did);
    expect(ring.holds(multikeyOf(made))).toBe(true);
  });

  test('are not made where the disk takes nothing, and the ring is as it was', async () => {
    const before = readFileSync(home.keyPath, 'utf8');
    const path = home.keyPath;
    rmSync(join(path, '..'), { recursive: true });
    expectCode('key-file', () => ring.make(NOW));
    expectCode('key-file', () => ring.forgetRecoverySeed(newestVersion(log).words));
    expect(ring.recoverySeed(newestVersion(log).words)).not.toBeNull();
    home = homeAt(temporaryFolder());
    writeFileSync(home.keyPath, before);
    expect((await opened()).inUse.did).toBe(ring.inUse.did);
  });

  test('that are in use are those of the newest log: a log that was written alone is followed at the next unlock', async () => {
    const before = multikeyOf(ring.inUse);
    const next = changed();
    const { key } = newestVersion(next);
    adoptDidLog(home, ring, next.didLog);
    expect([multikeyOf(ring.inUse), ring.holds(before)]).toEqual([key, true]);
    expect(readKeyStoreHeader(home.keyPath)?.did).toBe(`did:key:${key}`);
    expect(readOwnIdentity(home)?.log).toHaveLength(2);
    // Killed between the two files.
    ring.use(before);
    const again = await opened();
    expect(multikeyOf(again.inUse)).toBe(before);
    ensureMemberIdentity(home, again, NOW);
    expect(multikeyOf(again.inUse)).toBe(key);
  });

  test('that are not here are not taken into use, and nothing is written', () => {
    const stranger = value(
      extendMemberLog(
        log,
        versionByDevice({
          log,
          nextKey: ring.keyFor(newestVersion(log).device)!,
          keyAfterNext: ring.make(NOW).publicKey,
          nowMs: NOW,
        }),
      ),
    );
    const before = readFileSync(home.didLogPath, 'utf8');
    rmSync(home.keyPath);
    const elsewhere = homeAt(temporaryFolder());
    return createKeyStore(elsewhere.keyPath, { name: 'bob' }, SECRET).then(async () => {
      const other = await unlockHome(elsewhere, SECRET);
      expectCode('key-missing', () => adoptDidLog(home, other, stranger.didLog));
      expect(readFileSync(home.didLogPath, 'utf8')).toBe(before);
      await expectCodeAsync('key-file', async () => ensureMemberIdentity(home, other, NOW));
    });
  });
});

describe('the seed of the words', () => {
  test('is gone once they are written down, in memory and on disk; the key that it made is still promised', async () => {
    const { words } = newestVersion(log);
    const seed = ring.recoverySeed(words)!;
    ring.forgetRecoverySeed(words);
    expect(ring.recoverySeed(words)).toBeNull();
    const again = await opened();
    expect(again.recoverySeed(words)).toBeNull();
    // What was written down is enough to go on, also on another machine.
    const { key, index } = recoveryKeyFor(seed, words)!;
    const device = again.make(NOW);
    const made = versionsByWords({
      log,
      recovery: key,
      nextRecovery: recoveryKeyFor(seed, words)!.key.publicKey,
      device,
      keyAfterNext: again.make(NOW).publicKey,
      nowMs: NOW,
    });
    expect([index, extendMemberLog(log, made)]).toMatchObject([0, { ok: false, error: { rule: 4 } }]);
  });

  test('of new words is kept beside the old one until either is written down', async () => {
    const { words } = newestVersion(log);
    const { wordsHash } = ring.newRecoverySeed(NOW);
    const again = await opened();
    expect([again.recoverySeed(words), again.recoverySeed(wordsHash)].map(Boolean)).toEqual([true, true]);
    again.forgetRecoverySeed(words);
    expect([again.recoverySeed(words), again.recoverySeed(wordsHash)].map(Boolean)).toEqual([false, true]);
  });

  test('is forgotten once the cell has others, with what a change that was cut short left; not what was made since', async () => {
    const former = newestVersion(log).words;
    const cutShort = ring.newRecoverySeed(NOW);
    const { seed, wordsHash } = ring.newRecoverySeed(NOW);
    const since = ring.newRecoverySeed(NOW);
    const made = versionsByWords({
      log,
      recovery: recoveryKeyFor(ring.recoverySeed(former)!, former)!.key,
      nextRecovery: recoveryKeyFor(seed, wordsHash)!.key.publicKey,
      device: ring.make(NOW),
      keyAfterNext: ring.make(NOW).publicKey,
      nowMs: NOW,
    });
    const hashes = [former, cutShort.wordsHash, wordsHash, since.wordsHash];
    const held = (one: KeyRing) => hashes.map((hash) => one.recoverySeed(hash) !== null);
    // Not while it is only proposed, and not where another cell still names them.
    ring.follow(log, NOW);
    expect(held(ring)).toEqual([true, true, true, true]);
    const next = value(extendMemberLog(log, made));
    const ours = await opened();
    ours.follow(next, NOW, new Set([former]));
    expect(held(ours)).toEqual([true, false, true, true]);
    ring.follow(next, NOW);
    for (const one of [ring, await opened()]) expect(held(one)).toEqual([false, false, true, true]);
    // Written down, they leave what may be about to be promised.
    ring.forgetRecoverySeed(wordsHash);
    ring.follow(next, NOW);
    expect(held(await opened())).toEqual([false, false, false, true]);
  });
});

describe('former keys', () => {
  test('open mail for 31 days after they were replaced, and then their seeds are destroyed', async () => {
    const former = ring.inUse;
    const next = changed();
    adoptDidLog(home, ring, next.didLog);
    ring.follow(next, NOW);
    ring.follow(next, NOW + 31 * DAY_MS - 1);
    expect(ring.formerSealing(next).map(({ publicKey }) => publicKey)).toEqual([former.sealing.publicKey]);
    // Another cell still names it.
    ring.follow(next, NOW + 31 * DAY_MS, new Set([multikeyOf(former)]));
    expect((await opened()).get(multikeyOf(former))).not.toBeNull();
    ring.follow(next, NOW + 31 * DAY_MS);
    for (const one of [ring, await opened()]) {
      expect(one.formerSealing(next)).toEqual([]);
      expect([one.get(multikeyOf(former)), one.holds(multikeyOf(former))]).toEqual([null, true]);
      expect(multikeyOf(one.inUse)).toBe(newestVersion(next).key);
    }
  });

  test('are counted from when they were replaced here, and a ring with nothing due is not written', () => {
    const next = changed();
    adoptDidLog(home, ring, next.didLog);
    ring.follow(next, NOW);
    const before = readFileSync(home.keyPath, 'utf8');
    ring.follow(next, NOW + 5 * DAY_MS);
    ring.follow(log, NOW + 90 * DAY_MS);
    expect(readFileSync(home.keyPath, 'utf8')).toBe(before);
  });
});
