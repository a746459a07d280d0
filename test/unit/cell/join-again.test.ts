import { afterAll, expect, test } from 'vitest';
import { LocalCell } from '../../../electron/node/cell/local-cell.ts';
import { NodeCell } from '../../../electron/node/node-cell.ts';
import type { JoinCall } from '../../../electron/node/node-cell-options.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { RealMember } from '../../support/cell/real-member.ts';

const cell = LocalCell.found('Maple Street', { name: 'alice' });
afterAll(() => cell.close());

const code = () => cell.first.node.admissions.invite(['/ip4/127.0.0.1/tcp/1'], 60_000).code;

function nodeOf({ store, identity, key, name, nowMs }: RealMember, calls: JoinCall[]): NodeCell {
  const node = new NodeCell({
    store,
    settings: new SettingsStore(store),
    clock: () => nowMs,
    acceptJoins: false,
    failed: (what, error) => {
      throw new Error(what, { cause: error });
    },
    stateFolder: process.env.GHOSTSTACK_STATE_DIR!,
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
  return node;
}

test('asking again with one invitation goes on asking; another invitation is asked with in its place', () => {
  const calls: JoinCall[] = [];
  const node = nodeOf(new RealMember('bob', 2), calls);
  const first = code();
  node.join(first, true);
  node.join(first, false);
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([false]);
  node.join(code(), false);
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  node.stop();
});

test('a question that was under way when the node ended goes on when it starts again, until it is called off', () => {
  const bob = new RealMember('bob', 3);
  const first = nodeOf(bob, []);
  first.join(code(), true);
  first.stop();
  const calls: JoinCall[] = [];
  const again = nodeOf(bob, calls);
  again.resumeJoin();
  expect(again.joining()).toMatchObject({ state: 'connecting' });
  expect(calls).toHaveLength(1);
  again.cancelJoin();
  again.stop();
  const last = nodeOf(bob, calls);
  last.resumeJoin();
  expect(last.joining()).toBeNull();
  expect(calls).toHaveLength(1);
});
