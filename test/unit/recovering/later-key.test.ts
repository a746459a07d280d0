import { expect, test } from 'vitest';
import { isLaterKey } from '../../../electron/node/cell/recovering/later-key.ts';
import { versionByDevice } from '../../../electron/node/identity/rotation/make-versions.ts';
import { BORN_AT_MS, keyOf, RecoveringMember, readLog } from '../../support/cell/recovering-member.ts';

test('a later key is one to which a log leads that goes on from the one here by 1 to 8 versions', () => {
  const alice = new RecoveringMember('alice', 1);
  const held = alice.member;
  const keys = [alice.nextKey, ...Array.from({ length: 9 }, (_, at) => keyOf(50 + at))];
  const logs = [alice.log];
  keys.slice(0, 9).forEach((nextKey, at) => {
    const log = logs[at]!;
    const made = versionByDevice({
      log,
      nextKey,
      keyAfterNext: keys[at + 1]!.publicKey,
      nowMs: BORN_AT_MS + 60_000 * (at + 1),
    });
    logs.push(readLog([...log.didLog, ...made]));
  });
  const shows = (more: number, key = keys[more - 1]!) => isLaterKey(held, logs[more]!.didLog, key.publicKey);
  expect([1, 8, 9].map((more) => shows(more))).toEqual([true, true, false]);
  expect(shows(0, alice.key)).toBe(false);
  expect(shows(2, keys[0])).toBe(false);
  // Of somebody else, of nobody here, cut short, and nothing at all.
  expect(isLaterKey(new RecoveringMember('bob', 11).member, logs[1]!.didLog, keys[0]!.publicKey)).toBe(false);
  expect(isLaterKey(undefined, logs[1]!.didLog, keys[0]!.publicKey)).toBe(false);
  expect(isLaterKey(held, logs[1]!.didLog.slice(1), keys[0]!.publicKey)).toBe(false);
  expect(isLaterKey(held, [{}], keys[0]!.publicKey)).toBe(false);
});
