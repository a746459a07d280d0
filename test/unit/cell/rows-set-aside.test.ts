import { expect, test } from 'vitest';
import { says } from '#shared/protocol/saying.ts';
import { rowsSetAside } from '../../../electron/node/cell/own-feed/rows-set-aside.ts';
import { readMemberIdentity } from '../../../electron/node/identity/member-identity.ts';
import { SafetyState } from '../../../electron/node/store/safety-state.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { CELL, keyOf, multikey, RecoveringMember } from '../../support/cell/recovering-member.ts';

const bob = new RecoveringMember('bob', 10);
const before = multikey(bob.key);
bob.take(bob.byDevice());
const self = readMemberIdentity(bob.log.didLog);

function barredBy(author: string, key: string | null): string | null {
  const safety = new SafetyState(openStore({ path: ':memory:' }));
  const row = { hash: 'ff'.repeat(32), author, seq: 3, key, why: says('error.log.rowLacksPast') };
  rowsSetAside([row], { cell: CELL, self, safety, failed: undefined });
  return safety.read(CELL)?.why ?? null;
}

test.each([
  ['under its key', bob.scid, multikey(bob.nextKey), 'damaged'],
  ['under the key that it had before', bob.scid, before, 'damaged'],
  ['and cannot be read', bob.scid, null, 'damaged'],
  ['under a key of somebody else', bob.scid, multikey(keyOf(90)), null],
  ['of another member, and cannot be read', 'another', null, null],
])('a row of a member that is set aside %s', (_, author, key, why) => {
  expect(barredBy(author, key)).toBe(why);
});
