import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { inEnglish } from '#shared/protocol/saying.ts';
import { CellStore } from '../../../electron/node/cell/cell-store.ts';
import { inviterKey } from '../../../electron/node/cell/joining/write-join.ts';
import { addressesKey } from '../../../electron/node/messaging/peer-registry.ts';
import { NodeCells } from '../../../electron/node/root/node-cells.ts';
import type { JoinCall } from '../../../electron/node/root/node-cells-options.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { RealMember } from '../../support/cell/real-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

const cell = LocalCell.found('Maple Street', { name: 'alice' });
afterAll(() => cell.close());

const code = () => cell.first.node.admissions.invite(['/ip4/127.0.0.1/tcp/1'], 60_000).code;

type Home = Pick<RealMember, 'store' | 'identity' | 'key' | 'name' | 'nowMs'>;
type Ask = (call: JoinCall) => Promise<unknown>;

function nodeOf(home: Home, calls: JoinCall[], ask: Ask = () => new Promise(() => {})): NodeCells {
  const { store, identity, key, name, nowMs } = home;
  const node = new NodeCells({
    store,
    settings: new SettingsStore(store),
    clock: () => nowMs,
    uptime: () => nowMs,
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
    askToJoin: (call) => {
      calls.push(call);
      return ask(call);
    },
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

test('whoever is admitted and has no receipts, as the inviter is gone, may come by another member', async () => {
  const bob = await cell.admit({ name: 'bob' });
  const carol = await cell.admit({ name: 'carol' });
  const store = openStore({ path: ':memory:' });
  const { identity, key, name } = bob;
  const settings = new SettingsStore(store);
  const { id } = cell.first.node;
  new CellStore(store).add(id, Date.now());
  settings.set(inviterKey(id), { alias: 'alice', didLog: cell.first.identity.log });
  const ask: Ask = ({ request }) => carol.node.admissions.answer(request, key.publicKey);
  const node = nodeOf({ store, identity, key, name, nowMs: Date.now() }, [], ask);
  expect(node.joining()?.trouble?.message).toContain('as soon as alice is connected');
  node.join(carol.node.admissions.invite(['/ip4/127.0.0.1/tcp/2'], 60_000).code, false);
  await pollUntil(
    () => node.joining()?.trouble?.message ?? '',
    (reason) => reason.includes('as soon as carol is connected'),
  );
  expect(settings.get(addressesKey(carol.identity.did), z.array(z.string()), [])).toEqual([
    '/ip4/127.0.0.1/tcp/2',
  ]);
  node.stop();
  store.close();
});
