import { expect, test } from 'vitest';
import { inEnglish, says } from '#shared/protocol/saying.ts';
import { CellStore } from '../../../electron/node/cell/cell-store.ts';
import { inviterKey } from '../../../electron/node/cell/joining/write-join.ts';
import { NodeCells } from '../../../electron/node/root/node-cells.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { RealMember } from '../../support/cell/real-member.ts';

function nodeCellOf(member: RealMember): NodeCells {
  const { store, identity, key, name, nowMs } = member;
  const cell = new NodeCells({
    store,
    settings: new SettingsStore(store),
    clock: () => nowMs + 60_000,
    uptime: () => nowMs + 60_000,
    acceptJoins: false,
    failed: (what, error) => {
      throw new Error(inEnglish(what), { cause: error });
    },
    stateFolder: process.env.GHOSTSTACK_STATE_DIR!,
    changed: () => {},
    gone: () => {},
    keptChanged: () => undefined,
    entered: async () => {},
    linkState: () => undefined,
    wasRefused: () => false,
    askToJoin: async () => null,
    sight: () => {
      throw new Error('no network');
    },
    addresses: () => [],
    ring: () => null,
    meetAnew: () => undefined,
    adopt: () => {
      throw new Error('no keys');
    },
  });
  cell.open({ name, identity, key });
  return cell;
}

test('a member whose log is still with the others says so, with the one who invited it', () => {
  const alice = new RealMember('alice', 1);
  const bob = new RealMember('bob', 2);
  const id = 'ab'.repeat(32);
  new CellStore(bob.store).add(id, bob.nowMs);
  const inviter = { alias: 'alice', didLog: alice.identity.log };
  new SettingsStore(bob.store).set(inviterKey(id), inviter);
  const cell = nodeCellOf(bob);
  expect(cell.shown.view()).toBeNull();
  expect(cell.joining()).toEqual({
    cellName: null,
    inviter: 'alice',
    words: null,
    state: 'waiting',
    standing: null,
    trouble: {
      message: 'You are admitted. The receipts of the cell come as soon as alice is connected.',
      says: says('error.join.awaitsLog', { inviter: 'alice' }),
    },
    sinceMs: bob.nowMs,
  });
});

test('a member that has the log is not joining any more', () => {
  const alice = new RealMember('alice', 1);
  alice.found('Maple Street');
  const cell = nodeCellOf(alice);
  expect(cell.shown.view()?.name).toBe('Maple Street');
  expect(cell.joining()).toBeNull();
});
