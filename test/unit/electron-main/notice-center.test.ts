import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { Notification } from 'electron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import type { Message, Thread } from '#shared/contract/domain/message.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/domain/settings.ts';
import type { Push, Slices, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { NodeView } from '../../../electron/main/node-view.ts';
import { NoticeCenter } from '../../../electron/main/notifications/notice-center.ts';
import { toldFile } from '../../../electron/main/notifications/told-file.ts';
import type { Look } from '../../../electron/main/window/look.ts';
import { sampleProposal } from '../../support/sample-proposal.ts';
import { NOW_MS, sampleMessage, samplePeer } from '../../support/sample-states.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const BOB = 'did:key:bob';
const DAY = 24 * 3_600_000;
const needed = (id: string) => sampleProposal({ id, needsMyVote: true, deadlineAtMs: NOW_MS + DAY });
const thread = (unread: number, id = BOB): Thread => ({ id, unread, waiting: 0, last: null });
const from = (number: number, direction: Message['direction'] = 'in'): Message =>
  sampleMessage({ number, id: `m${number}`, direction, senderDid: BOB, state: 'received', text: 'secret' });

class Shown extends EventEmitter {
  static supported = true;
  static isSupported = () => Shown.supported;
  static all: Shown[] = [];
  readonly options: { title: string };
  closed = false;
  constructor(options: { title: string }) {
    super();
    this.options = options;
  }
  show(): void {
    Shown.all.push(this);
  }
  close(): void {
    this.closed = true;
    this.emit('close');
  }
}

/** A node whose pushes and snapshots agree, and the window's view of it. */
class FakeNode {
  instance = 'first';
  slices: Slices = { ...INITIAL_SLICES, phase: 'running', settings: DEFAULT_SETTINGS, peers: [samplePeer()] };
  look: Look = { window: 'hidden', hash: '' };
  answers = true;
  nowMs = NOW_MS;
  readonly opened: string[] = [];
  readonly file: string;
  #version = 0;
  #center: NoticeCenter | null = null;
  #view: NodeView | null = null;

  constructor(file = join(temporaryFolder(), 'told.json')) {
    this.file = file;
  }

  start(): this {
    this.#center = new NoticeCenter({
      Notification: Shown as unknown as typeof Notification,
      look: () => this.look,
      open: (hash) => this.opened.push(hash),
      answers: () => Promise.resolve(this.answers),
      memory: toldFile(this.file),
      nowMs: () => this.nowMs,
    });
    this.#view = new NodeView({
      snapshot: () => Promise.resolve({ ok: true, value: this.#snapshot() }),
      onChange: (state) => this.#center?.changed(state),
    });
    return this;
  }

  /** What the node says next, and what comes of it once nothing more is gathered. */
  async say(changes: Partial<Slices> = {}, messages?: Message[]): Promise<void> {
    this.slices = { ...this.slices, ...changes };
    this.#version += 1;
    const { instance, nowMs } = this;
    const push = {
      instance,
      version: this.#version,
      atMs: nowMs,
      changes,
      ...(messages ? { messages } : {}),
    };
    this.#center?.heard(messages ?? []);
    this.#view?.heard(push as Push);
    await vi.advanceTimersByTimeAsync(2_000);
  }

  stop(): void {
    this.#center?.stop();
  }

  #snapshot(): Snapshot {
    return { ...this.slices, instance: this.instance, version: this.#version, atMs: this.nowMs };
  }
}

const titles = () => Shown.all.map(({ options }) => options.title);
const onScreen = () => Shown.all.filter(({ closed }) => !closed).map(({ options }) => options.title);

describe('the notices of a window', () => {
  let node: FakeNode;
  beforeEach(async () => {
    vi.useFakeTimers();
    Shown.all = [];
    Shown.supported = true;
    node = new FakeNode().start();
  });
  afterEach(() => {
    node.stop();
    vi.useRealTimers();
  });

  test('tell nothing of what holds at the very first start', async () => {
    await node.say({ proposals: [needed('a1')] });
    await node.say({ proposals: [needed('a1'), needed('a2')] });
    expect(titles()).toEqual([expect.stringMatching(/^P-14 /)]);
    Shown.all[0]?.emit('click');
    expect(node.opened).toEqual(['#/governance/a2/vote']);
  });

  test('gather, replace, and go when the thing is done', async () => {
    await node.say();
    await node.say({ threads: [thread(1)] }, [from(1)]);
    expect(onScreen()).toEqual(['bob']);
    await node.say({ threads: [thread(3)] }, [from(2), from(3), from(4, 'out')]);
    expect(onScreen()).toEqual(['3 messages from bob']);
    expect(Shown.all).toHaveLength(2);
    await node.say({ threads: [thread(0)] });
    expect(onScreen()).toEqual([]);
    await node.say({ threads: [thread(1)] }, [from(5)]);
    expect(onScreen()).toEqual(['bob']);
  });

  test('tell once over a restart, and a next attempt again', async () => {
    await node.say();
    await node.say({ proposals: [needed('a1')] });
    node.stop();
    const again = new FakeNode(node.file).start();
    again.instance = 'second';
    await again.say({ phase: 'starting', proposals: [] });
    await again.say({ phase: 'running', proposals: [needed('a1')] });
    expect(titles()).toHaveLength(1);
    await again.say({ proposals: [sampleProposal({ id: 'a1' })] });
    await again.say({ proposals: [needed('a1')] });
    expect(titles()).toHaveLength(2);
    again.stop();
  });

  test('tell after a restart what quiet hours kept back, without having written a text down', async () => {
    await node.say();
    const notices = { ...DEFAULT_SETTINGS.notices, showText: true };
    const quiet = { on: true, from: '17:00', to: '21:00', passVotes: true };
    const settings = { ...DEFAULT_SETTINGS, notices: { ...notices, quiet } };
    await node.say({ settings, threads: [thread(1)] }, [from(1)]);
    expect(titles()).toEqual([]);
    node.stop();
    const again = new FakeNode(node.file).start();
    await again.say({ settings, threads: [thread(1)] });
    expect(titles()).toEqual([]);
    again.nowMs = new Date(2026, 4, 14, 21, 0).getTime();
    await vi.advanceTimersByTimeAsync(40_000);
    expect(titles()).toEqual(['bob']);
    again.stop();
  });

  test('stay away where nothing can show them, and do not pile up', async () => {
    await node.say();
    node.answers = false;
    await node.say({ proposals: [needed('a1')] });
    node.answers = true;
    Shown.supported = false;
    await node.say({ proposals: [needed('a1'), needed('a2')] });
    Shown.supported = true;
    await node.say({ online: true });
    expect(titles()).toEqual([]);
  });

  test('say that the node is locked, and take away what they had said before', async () => {
    await node.say();
    await node.say({ threads: [thread(1)] }, [from(1)]);
    node.instance = 'locked';
    await node.say({ phase: 'locked', threads: [], peers: [] });
    expect(onScreen()).toEqual(['GhostStack is locked']);
    node.instance = 'third';
    await node.say({ phase: 'running', threads: [thread(1)], peers: [samplePeer()] });
    expect(onScreen()).toEqual([]);
    expect(titles()).toHaveLength(2);
  });

  test('tell of an absence only once others had the time to call', async () => {
    const away = samplePeer({ link: { state: 'offline' }, lastSeenAtMs: NOW_MS - 2 * DAY });
    await node.say();
    await node.say({ peers: [away] });
    const minutes = async (n: number) => {
      for (let i = 0; i < n * 2; i += 1) {
        node.nowMs += 30_000;
        await vi.advanceTimersByTimeAsync(30_000);
      }
    };
    await minutes(10);
    // The computer sleeps for an hour, and begins anew.
    node.nowMs += 3_600_000;
    await minutes(14);
    expect(titles()).toEqual([]);
    await minutes(3);
    expect(titles()).toEqual(['bob']);
    await minutes(30);
    expect(titles()).toHaveLength(1);
  });

  test('hear of messages that come before the node’s state does, and with another start of it', async () => {
    await node.say({ threads: [thread(0)] });
    node.instance = 'second';
    await node.say({ threads: [thread(1)] }, [from(1)]);
    expect(titles()).toEqual(['bob']);
  });
});
