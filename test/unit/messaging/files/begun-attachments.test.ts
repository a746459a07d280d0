import { appendFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { Attachments } from '../../../../electron/node/messaging/files/attachments.ts';
import { BegunAttachments } from '../../../../electron/node/messaging/files/begun-attachments.ts';
import { Uploads } from '../../../../electron/node/messaging/files/uploads.ts';
import { SettingsStore } from '../../../../electron/node/store/settings-store.ts';
import { openStore } from '../../../../electron/node/store/store.ts';
import { TestClock } from '../../../support/messaging.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NOBODY = { signal: new AbortController().signal, progress: () => undefined };

function home() {
  const folder = temporaryFolder();
  const clock = new TestClock();
  const store = openStore({ path: join(folder, 'node.db') });
  onTestFinished(() => store.close());
  const start = () => {
    const attachments = new Attachments(new BegunAttachments(new SettingsStore(store), clock.now));
    return { attachments, uploads: new Uploads(join(folder, 'outgoing'), attachments) };
  };
  const written = (name: string): string => {
    writeFileSync(join(folder, name), name);
    return join(folder, name);
  };
  return { folder, clock, store, start, written };
}

test('What was chosen in a conversation is there after a restart, until it is sent or taken back', async () => {
  const { start, written } = home();
  const before = start().attachments;
  const chosen = [];
  for (const name of ['plan', 'list', 'photo'])
    chosen.push(await before.attach(written(name), { thread: 'bob' }));
  const [plan, list, photo] = chosen;
  await before.attach(written('other'), { thread: 'carol' });
  // Of a command, which is over when its message is written or not.
  await before.attach(written('sent at once'));

  const after = start().attachments;
  expect(after.ofThread('bob')).toEqual(chosen);
  expect(await after.prepare(list!.id, ['did:bob'], NOBODY)).toMatchObject({ facts: { name: 'list' } });
  after.sent(list!.id);
  await after.detach(plan!.id);
  expect(start().attachments.ofThread('bob')).toEqual([photo]);
  expect(start().attachments.ofThread('carol')).toHaveLength(1);
});

test('What is another file by then, or none, is said when it is sent, and stays until it is taken back', async () => {
  const { start, written } = home();
  const before = start().attachments;
  const plan = await before.attach(written('plan'), { thread: 'bob' });
  const list = await before.attach(written('list'), { thread: 'bob' });
  appendFileSync(written('plan'), ', changed');
  rmSync(written('list'));
  const after = start().attachments;
  const prepared = ({ id }: { id: string }) => after.prepare(id, ['did:bob'], NOBODY);
  await expect(prepared(plan)).rejects.toThrow(/plan was changed since you chose it/);
  await expect(prepared(list)).rejects.toThrow(/There is no file .*list/);
  expect(after.ofThread('bob')).toEqual([plan, list]);
});

test('A copy of what was uploaded stays with it, for 30 days', async () => {
  const { folder, clock, start } = home();
  const first = start().uploads;
  const id = await first.begin({ name: 'plan', type: '', bytes: 1, thread: 'bob' });
  await first.piece(id, 0, Buffer.from('a'));
  const { uploads, attachments } = start();
  await uploads.sweep(() => []);
  expect(attachments.ofThread('bob')).toMatchObject([{ name: 'plan', bytes: 1 }]);
  expect(readdirSync(join(folder, 'outgoing'))).toEqual([id]);

  clock.advance(30 * DAY_MS);
  const late = start();
  await late.uploads.sweep(() => []);
  expect(late.attachments.ofThread('bob')).toEqual([]);
  expect(existsSync(join(folder, 'outgoing', id))).toBe(false);
});

test('What a full disk does not keep is not chosen, and what is sent is sent all the same', async () => {
  const { store, start, written } = home();
  const { attachments } = start();
  const { id } = await attachments.attach(written('plan'), { thread: 'bob' });
  store.db.pragma('query_only = ON');
  await expect(attachments.attach(written('list'), { thread: 'bob' })).rejects.toThrow(/readonly/);
  expect(attachments.ofThread('bob')).toHaveLength(1);
  attachments.sent(id);
  expect(attachments.ofThread('bob')).toEqual([]);
});
