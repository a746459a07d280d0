import { expect, test } from 'vitest';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import type { Push, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { ok, type Result } from '#shared/contract/errors.ts';
import { NodeView } from '../../../electron/main/node-view.ts';

const snapshot = (instance: string, version: number, online = true): Snapshot => ({
  ...INITIAL_SLICES,
  instance,
  version,
  atMs: 0,
  online,
});
const push = (instance: string, version: number, changes: Push['changes']): Push => ({
  instance,
  version,
  atMs: 0,
  changes,
});

test('the shell holds what a node says, asks when it missed something, and hears nothing in a heartbeat', async () => {
  const asked: ((answer: Result<unknown>) => void)[] = [];
  const news: boolean[] = [];
  const view = new NodeView({
    snapshot: () => new Promise((resolve) => asked.push(resolve)),
    onChange: ({ online }) => news.push(online),
  });
  const answer = async (value: Snapshot): Promise<void> => {
    asked.shift()?.(ok(value));
    await Promise.resolve();
    await Promise.resolve();
  };
  view.heard(push('one', 3, { online: true }));
  // Comes while everything is asked for, and is not in the answer yet.
  view.heard(push('one', 4, { online: false }));
  await answer(snapshot('one', 3));
  expect(view.node).toMatchObject({ version: 4, online: false });
  view.heard(push('one', 5, {}));
  expect(news).toEqual([true, false]);
  view.heard(push('one', 8, { online: true }));
  await answer(snapshot('one', 8));
  expect(view.node).toMatchObject({ version: 8, online: true });
  view.heard(push('two', 1, { online: true }));
  await answer(snapshot('two', 1, false));
  expect(view.node).toMatchObject({ instance: 'two', online: false });
  expect(asked).toEqual([]);
});
