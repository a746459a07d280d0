/** What happens to a member of a real cell, told by the window's centre of notices: only the bus's server is a stand-in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Notification } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ok } from '#shared/contract/errors.ts';
import { publisherFor } from '../../../electron/host/dispatch.ts';
import { NodeView } from '../../../electron/main/node-view.ts';
import { NoticeCenter } from '../../../electron/main/notifications/notice-center.ts';
import { toldFile } from '../../../electron/main/notifications/told-file.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

const HOUR_MS = 3_600_000;

let folder: string;
let members: LiveMember[] = [];
let windows: { stop(): void }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-told-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  for (const window of windows) window.stop();
  windows = [];
  await Promise.all(members.map((member) => member.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** The window of that member, hidden, from now on. `ahead`: by how much the evening is later than the morning. */
function windowOf({ node }: LiveMember, ahead: () => number) {
  const told: string[] = [];
  class Server {
    static isSupported = () => true;
    readonly #line: string;
    constructor({ title, body }: { readonly title: string; readonly body: string }) {
      this.#line = `${title} / ${body}`;
    }
    on(): void {}
    close(): void {}
    show(): void {
      told.push(this.#line);
    }
  }
  const notices = new NoticeCenter({
    Notification: Server as unknown as typeof Notification,
    look: () => ({ window: 'hidden', hash: '' }),
    open() {},
    answers: async () => true,
    memory: toldFile(join(folder, 'told.json')),
    nowMs: () => Date.now() + ahead(),
    gatherMs: 20,
  });
  const publisher = publisherFor(node, (push) => {
    notices.heard(push.messages ?? []);
    view.heard(push);
  });
  const view = new NodeView({
    snapshot: async () => ok(publisher.snapshot()),
    onChange: (now) => notices.changed(now),
  });
  node.onChange(({ slices, message }) => {
    if (slices) publisher.mark(...slices);
    if (message) publisher.message(message);
  });
  publisher.markAll();
  const window = {
    told,
    lookAgain: () => notices.lookAgain(),
    stop() {
      publisher.stop();
      notices.stop();
    },
  };
  windows.push(window);
  return window;
}

test('a newcomer, a full disk and a member who stays away are each told once, also by a window that is opened again', async () => {
  const cell = await liveCell(folder, ['alice', 'bob']);
  const [alice, bob] = cell as [LiveMember, LiveMember];
  const carol = new LiveMember(folder, 'carol');
  members = [...cell, carol];
  // Carol compares words with bob, who alone can answer her.
  bob.acceptsAll = false;
  await bob.stop();
  await bob.start();
  await pollUntil(
    () => bob.node.peers().map(({ link }) => link.state),
    (states) => states.join() === 'connected',
  );
  let laterMs = 0;
  let window = windowOf(bob, () => laterMs);
  const expectTold = async (...lines: RegExp[]): Promise<void> => {
    const told = await pollUntil(
      async () => window.told,
      ({ length }) => length >= lines.length,
    );
    expect(told).toEqual(lines.map((line) => expect.stringMatching(line)));
  };
  await carol.start();
  carol.node.cell.join(bob.node.cell.invite(1).code, true);
  const newcomer = /carol.* \/ /;
  await expectTold(newcomer);

  // The disk is full until a look at it says otherwise.
  const full = vi.spyOn(SettingsStore.prototype, 'set').mockImplementation(() => {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  });
  bob.node.faults.guarded({ key: 'fault.background', params: {} }, () =>
    bob.node.updateSettings({ singleKeys: false }),
  );
  const disk = /disk is full/i;
  await expectTold(newcomer, disk);
  full.mockRestore();
  await pollUntil(
    () => bob.node.problem,
    (problem) => problem === null,
    15_000,
  );

  // A day goes by without alice.
  await alice.stop();
  await pollUntil(
    () => bob.node.peers().find(({ did }) => did === alice.did)?.link.state,
    (state) => state === 'offline' || state === 'connecting',
  );
  laterMs = 25 * HOUR_MS;
  for (const _ of [1, 2]) window.lookAgain();
  const away = /^alice \/ /;
  await expectTold(newcomer, disk, away);

  // The same holds in a window that is opened again.
  const before = [...window.told];
  window.stop();
  window = windowOf(bob, () => laterMs);
  laterMs += HOUR_MS;
  window.lookAgain();
  bob.node.updateSettings({ singleKeys: true });
  await pollUntil(
    () => bob.node.settings().singleKeys,
    (keys) => keys,
  );
  window.lookAgain();
  expect([...before, ...window.told]).toHaveLength(3);
});
