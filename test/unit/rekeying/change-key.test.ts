/** A change of one's own key on the device that works (docs/protocol.md, "The DID log of a member"). */
import { beforeEach, expect, test } from 'vitest';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { KeyChange, type Rekey } from '../../../electron/node/cell/rekeying/change-key.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { createDidLog, nextKeyHash } from '../../../electron/node/identity/did-webvh/index.ts';
import { firstRing, KeyRing } from '../../../electron/node/identity/key-ring.ts';
import {
  extendMemberLog,
  type MemberLog,
  newestVersion,
  readMemberLog,
} from '../../../electron/node/identity/member-log/index.ts';
import type { RingContent } from '../../../electron/node/identity/ring-content.ts';
import { versionsByWords } from '../../../electron/node/identity/rotation/make-versions.ts';
import { recoveryKey } from '../../../electron/node/identity/words/index.ts';
import { expectCode } from '../../support/throws-code.ts';

const NOW = Date.UTC(2026, 10, 30);
const WORDS = new Uint8Array(32).fill(7);

let log: MemberLog;
let kept: RingContent;
let change: KeyChange;
let proposed: Rekey[];
let open: Rekey[];
/** Whether the cell says yes to what is proposed, at once. */
let passes: boolean;

function read(result: ReturnType<typeof readMemberLog>): MemberLog {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

beforeEach(() => {
  passes = true;
  const key = SigningKey.generate();
  kept = firstRing(key, NOW);
  const ring = new KeyRing(kept, key, (content) => {
    kept = content;
  });
  const nextKeyHashes = [ring.spare(NOW), recoveryKey(WORDS, 0)].map((one) => nextKeyHash(one.publicKey));
  const sealingPublicKey = key.sealing.publicKey;
  log = read(
    readMemberLog(createDidLog({ signingKey: key, sealingPublicKey, nextKeyHashes, nowMs: NOW }).log),
  );
  [proposed, open] = [[], []];
  change = new KeyChange({
    me: log.scid,
    open: () => open,
    ring,
    epoch: () => ({ members: [{ scid: log.scid, didLog: log.didLog }] }) as unknown as Epoch,
    clock: () => NOW,
    propose: (rekey) => {
      proposed.push(rekey);
      if (passes) log = read(extendMemberLog(log, rekey.versions));
      return 'an id';
    },
  });
});

function grownTo(versions: number): void {
  while (log.versions.length < versions) change.byDevice();
  expect(log.versions).toHaveLength(versions);
  proposed = [];
}

test('by the device it is refused while the log has 20 versions, and nothing is made for it', () => {
  grownTo(19);
  change.byDevice();
  expect([log.versions.length, proposed.length]).toEqual([20, 1]);
  const { keys } = kept;
  expectCode('conflict', () => change.byDevice());
  expect([proposed.length, kept.keys === keys]).toEqual([1, true]);
});

test('by the words it is refused while the log has 22: what is left is for a machine that is lost, once', () => {
  grownTo(20);
  change.byWords(WORDS);
  expect([log.versions.length, proposed[0]?.versions.length]).toEqual([22, 2]);
  const before = kept;
  expectCode('conflict', () => change.byWords(WORDS, true));
  expect(kept).toBe(before);
  // 24 versions are a member's log, and no more.
  const lost = (nowMs: number) => {
    const index = (log.versions.length - 20) / 2;
    const [device, after] = [SigningKey.generate(), SigningKey.generate().publicKey];
    const [recovery, next] = [recoveryKey(WORDS, index), recoveryKey(WORDS, index + 1).publicKey];
    return versionsByWords({ log, recovery, nextRecovery: next, device, keyAfterNext: after, nowMs });
  };
  log = read(extendMemberLog(log, lost(NOW)));
  expect(log.versions).toHaveLength(24);
  expect(extendMemberLog(log, lost(NOW))).toMatchObject({ ok: false, error: { rule: 1 } });
});

test('at an odd count, too: 21 versions take a change by the words, and 23 none', () => {
  grownTo(19);
  change.byWords(WORDS);
  change.byWords(WORDS);
  expect(log.versions).toHaveLength(23);
  expect(newestVersion(log).by).toBe('device');
  expectCode('conflict', () => change.byWords(WORDS));
  expectCode('conflict', () => change.byDevice());
});

test('words of somebody else, and words that were followed by new ones, change nothing', () => {
  const before = kept;
  expectCode('invalid-argument', () => change.byWords(new Uint8Array(32).fill(8)));
  expect([kept, proposed]).toEqual([before, []]);
  change.byWords(WORDS, true);
  const { words } = newestVersion(log);
  expect(words).not.toBe(nextKeyHash(recoveryKey(WORDS, 1).publicKey));
  const renewed = kept;
  expectCode('invalid-argument', () => change.byWords(WORDS));
  expect(kept).toBe(renewed);
});

test('what is asked for twice is voted on once: but words come before a device, and before whoever else asks', () => {
  passes = false;
  change.byDevice();
  open = [...proposed];
  const { keys } = kept;
  expectCode('conflict', () => change.byDevice());
  expect(kept.keys).toBe(keys);
  change.byWords(WORDS);
  open = [...proposed];
  expectCode('conflict', () => change.byWords(WORDS));
  expectCode('conflict', () => change.byDevice());
  // Of a machine that has the words as well, and keys of its own.
  const [device, after] = [SigningKey.generate(), SigningKey.generate()];
  const others = versionsByWords({
    log,
    recovery: recoveryKey(WORDS, 0),
    nextRecovery: recoveryKey(WORDS, 1).publicKey,
    device,
    keyAfterNext: after.publicKey,
    nowMs: NOW,
  });
  open = [{ ...proposed[0]!, versions: others.map((one) => ({ ...one })) }];
  change.byWords(WORDS);
  change.byDevice();
  expect(proposed).toHaveLength(4);
});
