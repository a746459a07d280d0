import { afterEach, expect, test } from 'vitest';
import { LocalCell } from '../../../electron/node/cell/local-cell.ts';
import { type JoinCall, NodeCell } from '../../../electron/node/node-cell.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { RealMember } from '../../support/cell/real-member.ts';

const cell = LocalCell.found('Maple Street', { name: 'alice' });
afterEach(() => cell.close());

const code = () => cell.first.node.admissions.invite(['/ip4/127.0.0.1/tcp/1'], 60_000).code;

test('asking again with one invitation goes on asking; another invitation is asked with in its place', () => {
  const { store, identity, key, name, nowMs } = new RealMember('bob', 2);
  const calls: JoinCall[] = [];
  const node = new NodeCell({
    store,
    settings: new SettingsStore(store),
    clock: () => nowMs,
    acceptJoins: false,
    changed: () => {},
    gone: () => {},
    entered: async () => {},
    askToJoin: (call) => {
      calls.push(call);
      return new Promise(() => {});
    },
    addresses: () => [],
  });
  node.open({ name, identity, key });
  const first = code();
  node.join(first, true);
  node.join(first, false);
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([false]);
  node.join(code(), false);
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  node.stop();
});
