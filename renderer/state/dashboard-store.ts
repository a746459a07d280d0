/** What the dashboard knows: the node's snapshot kept current by numbered pushes, and what was loaded beside it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { applyPush } from '#shared/contract/apply-push.ts';
import type { Client, ConnectionState } from '#shared/contract/client.ts';
import type { CallInput, CallName, CallOutput } from '#shared/contract/contract.ts';
import type { Push, Snapshot } from '#shared/contract/domain/snapshot.ts';
import type { Failure, Result } from '#shared/contract/errors.ts';
import { type Conversation, mergeMessages, PAGE_LENGTH, withoutMessage } from './conversation.ts';
import { type Happening, happeningsBetween } from './happenings.ts';

/** The node is heard at least every 5 s; twice that is too long. */
export const STALE_AFTER_MS = 10_000;
const RETRY_SNAPSHOT_MS = 1_500;
const HAPPENINGS_MAX = 50;

export interface DashboardState {
  readonly snapshot: Snapshot | null;
  /** Why there is no snapshot yet. */
  readonly failure: Failure | null;
  readonly connection: ConnectionState;
  /** This computer's clock when the node was last heard; 0 before. */
  readonly heardAtMs: number;
  readonly stale: boolean;
  readonly conversations: Readonly<Record<string, Conversation>>;
  /** Grows with each push that brings messages, and with each whole snapshot: what was read of them may be old. */
  readonly messagesTold: number;
  /** What was seen to happen since this dashboard was opened, newest first. */
  readonly happenings: readonly Happening[];
}

export interface Dashboard {
  readonly store: StoreApi<DashboardState>;
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  /** Loads the newest page of a conversation, or the page before or after what is held. */
  loadMessages(thread: string, which: 'newest' | 'earlier' | 'later'): Promise<Failure | null>;
  /** Loads the part of a conversation in which a message stands, if it is not held. */
  loadAround(thread: string, number: number): Promise<Failure | null>;
  /** What was deleted at the node is not shown any more; `number`: one message, or else all that is held of it. */
  forgetMessages(thread: string, number?: number): Promise<void>;
  stop(): void;
}

export function createDashboard(client: Client, nowMs: () => number = Date.now): Dashboard {
  const store = createStore<DashboardState>(() => ({
    snapshot: null,
    failure: null,
    connection: 'connected',
    heardAtMs: 0,
    stale: false,
    conversations: {},
    messagesTold: 0,
    happenings: [],
  }));
  let fetching = false;
  let again = false;
  let early: Push[] = [];
  let stopped = false;
  let restarting = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function accept(next: Snapshot, messages: Push['messages'] | null = null): void {
    const { snapshot, conversations, happenings, messagesTold } = store.getState();
    // A node that starts anew knows nothing yet: what was true stays, marked, until it has read its store.
    restarting = next.phase === 'starting' && snapshot?.phase === 'running';
    if (restarting && snapshot) {
      const { instance, version } = next;
      store.setState({ snapshot: { ...snapshot, instance, version }, stale: true });
      return;
    }
    const merged = { ...conversations };
    const brought = messages ?? [];
    for (const message of brought) {
      const held = merged[message.thread];
      if (held) merged[message.thread] = mergeMessages(held, [message]);
    }
    const known = new Set(happenings.map((one) => one.id));
    const news = snapshot
      ? happeningsBetween(snapshot, next, brought).filter((one) => !known.has(one.id))
      : [];
    store.setState({
      snapshot: next,
      failure: null,
      heardAtMs: nowMs(),
      stale: false,
      conversations: brought.length > 0 ? merged : conversations,
      messagesTold: messages === null || brought.length > 0 ? messagesTold + 1 : messagesTold,
      happenings: news.length > 0 ? [...news, ...happenings].slice(0, HAPPENINGS_MAX) : happenings,
    });
  }

  function onPush(push: Push): void {
    const { snapshot } = store.getState();
    if (!snapshot || fetching) {
      early.push(push);
      return;
    }
    const applied = applyPush(snapshot, push);
    if (restarting) void refresh();
    else if (applied.kind === 'applied') accept(applied.snapshot, push.messages ?? []);
    else if (applied.kind === 'gap') void refresh();
  }

  /** Asks for a whole snapshot; one at a time, and until one comes. */
  async function refresh(): Promise<void> {
    if (stopped) return;
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    clearTimeout(retry);
    const answer = await client.call('state.snapshot', { stateHash: false });
    fetching = false;
    const missed = early;
    early = [];
    if (stopped) return;
    if (!answer.ok) {
      store.setState({ failure: answer.error, stale: store.getState().snapshot !== null });
      retry = setTimeout(() => void refresh(), RETRY_SNAPSHOT_MS);
      return;
    }
    accept(answer.value);
    for (const [thread, { later }] of Object.entries(store.getState().conversations)) {
      if (!later) void loadMessages(thread, 'newest');
    }
    for (const push of missed) onPush(push);
    if (again) {
      again = false;
      void refresh();
    }
  }

  async function loadAround(thread: string, number: number): Promise<Failure | null> {
    const held = store.getState().conversations[thread];
    if (held?.messages.some((message) => message.number === number)) return null;
    const half = PAGE_LENGTH / 2;
    const before = await client.call('messages.list', { thread, before: number + 1, limit: half });
    if (!before.ok) return before.error;
    const after = await client.call('messages.list', { thread, before: null, after: number, limit: half });
    if (!after.ok) return after.error;
    const messages = [...before.value.messages, ...after.value.messages];
    const part: Conversation = { messages, more: before.value.more, later: after.value.more };
    store.setState({ conversations: { ...store.getState().conversations, [thread]: part } });
    return null;
  }

  async function loadLater(thread: string, held: Conversation): Promise<Failure | null> {
    const after = held.messages.at(-1)?.number ?? 0;
    const answer = await client.call('messages.list', { thread, before: null, after, limit: PAGE_LENGTH });
    if (!answer.ok) return answer.error;
    const { conversations } = store.getState();
    const merged = mergeMessages(conversations[thread] ?? held, answer.value.messages, true);
    const next = { ...merged, later: answer.value.more };
    store.setState({ conversations: { ...conversations, [thread]: next } });
    return null;
  }

  async function loadMessages(
    thread: string,
    which: 'newest' | 'earlier' | 'later',
  ): Promise<Failure | null> {
    const shown = store.getState().conversations[thread];
    if (which === 'later' && shown) return loadLater(thread, shown);
    // Beyond a gap there is nothing that the newest could be put to.
    const held = which === 'newest' && shown?.later ? undefined : shown;
    const before = which === 'earlier' ? (held?.messages[0]?.number ?? null) : null;
    const answer = await client.call('messages.list', { thread, before, limit: PAGE_LENGTH });
    if (!answer.ok) return answer.error;
    const { conversations } = store.getState();
    const now = (held && conversations[thread]) ?? { messages: [], more: answer.value.more };
    const merged = mergeMessages(now, answer.value.messages, true);
    const more = which === 'earlier' || !held ? answer.value.more : now.more;
    store.setState({ conversations: { ...conversations, [thread]: { ...merged, more } } });
    return null;
  }

  async function forgetMessages(thread: string, number?: number): Promise<void> {
    const { conversations } = store.getState();
    const { [thread]: held, ...others } = conversations;
    if (number === undefined || !held) {
      store.setState({ conversations: others });
      await loadMessages(thread, 'newest');
      return;
    }
    store.setState({ conversations: { ...others, [thread]: withoutMessage(held, number) } });
  }

  function checkAge(): void {
    const { heardAtMs, stale, snapshot } = store.getState();
    if (snapshot && !stale && nowMs() - heardAtMs > STALE_AFTER_MS) {
      store.setState({ stale: true });
      void refresh();
    }
  }

  const endPush = client.onPush(onPush);
  const endConnection = client.onConnection((connection) => {
    store.setState({ connection, ...(connection === 'connected' ? {} : { stale: true }) });
    if (connection === 'connected') void refresh();
    if (connection === 'over') forget();
  });
  const timer = setInterval(checkAge, 1_000);
  void refresh();

  function stop(): void {
    stopped = true;
    clearInterval(timer);
    clearTimeout(retry);
    endPush();
    endConnection();
  }

  /** Whoever sits here now is not shown what was loaded for another. */
  function forget(): void {
    stop();
    early = [];
    store.setState({ snapshot: null, failure: null, conversations: {}, happenings: [] });
  }

  return {
    store,
    call: (name, input) => client.call(name, input),
    loadMessages,
    loadAround,
    forgetMessages,
    stop,
  };
}
