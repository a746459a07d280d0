import { asWritten, says } from '#shared/protocol/saying.ts';

/** A node that lives in the page: answers the contract's calls over sample data and pushes what changes. */

import { checkCall } from '#shared/contract/check-call.ts';
import type { CallName, CallOutput, CallParsed } from '#shared/contract/contract.ts';
import type { Draft, Message } from '#shared/contract/domain/message.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { countProposals } from '#shared/contract/domain/proposal-column.ts';
import type { Push, Slices } from '#shared/contract/domain/snapshot.ts';
import { GhostStackError, toFailure } from '#shared/contract/errors.ts';
import type { Carrier } from '../../../renderer/state/checked-client.ts';
import { quotedOf, sampleCarried, unreadFrom } from './message-pieces.ts';
import { fixtureSearch } from './search-answers.ts';

export interface FixtureState {
  readonly slices: Slices;
  readonly messages: readonly Message[];
}

export type Handlers = { [N in CallName]?: (input: CallParsed<N>) => CallOutput<N> | Promise<CallOutput<N>> };

const DAY_MS = 86_400_000;
const HEARTBEAT_MS = 4_000;

export class FixtureNode {
  slices: Slices;
  messages: Message[];
  /** Names of the calls that came, in order. */
  readonly calls: string[] = [];
  /** What was answered, in order. */
  readonly told: unknown[] = [];
  readonly #drafts = new Map<string, Draft>();
  #version = 1;
  #instance = 'c1a9f00d-5e0b-4c62-9d0a-e7a8f2b41c90';
  readonly #listeners = new Set<(push: unknown) => void>();
  #heartbeat: ReturnType<typeof setInterval>;
  readonly #more: Handlers;

  /** `more` answers calls in the place of this node, or those that it does not answer. */
  constructor(state: FixtureState, more: (node: FixtureNode) => Handlers = () => ({})) {
    this.#more = more(this);
    this.slices = counted(state.slices);
    this.messages = [...state.messages];
    this.#heartbeat = setInterval(() => this.push({}), HEARTBEAT_MS);
  }

  readonly carrier: Carrier = {
    call: async (name, input) => {
      this.calls.push(name);
      const checked = checkCall(name, input);
      if (!checked.ok) return checked;
      const { name: call } = checked.value;
      const handler = (this.#more[call] ?? this.#handlers[call]) as ((value: unknown) => unknown) | undefined;
      try {
        if (!handler)
          throw new GhostStackError('unavailable', asWritten(`The fixture does not answer ${name}.`));
        const value = await handler(checked.value.input);
        this.told.push(value);
        return { ok: true, value };
      } catch (error) {
        return { ok: false, error: toFailure(error) };
      }
    },
    onPush: (listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
    onConnection: () => () => {},
  };

  /** No more heartbeats: the dashboard must notice. */
  fallSilent(): void {
    clearInterval(this.#heartbeat);
    this.#listeners.clear();
    this.carrier.call = () => new Promise(() => {});
  }

  push(changes: Partial<Slices>, messages: Message[] = []): void {
    this.slices = counted({ ...this.slices, ...changes });
    this.#version += 1;
    const push: Push = {
      instance: this.#instance,
      version: this.#version,
      atMs: Date.now(),
      changes: changes.proposals ? { ...changes, proposalCounts: this.slices.proposalCounts } : changes,
      ...(messages.length > 0 ? { messages } : {}),
    };
    for (const listener of this.#listeners) listener(structuredClone(push));
  }

  /** Puts a message into the store, or in place of the one with its number, and tells of it. */
  store(message: Message): Message {
    this.messages = [...this.messages.filter((one) => one.number !== message.number), message];
    this.#drafts.delete(message.direction === 'out' ? message.thread : '');
    this.tellThread(message.thread, [message]);
    return message;
  }

  setPeer(did: string, change: Partial<Peer>): void {
    this.push({ peers: this.slices.peers.map((peer) => (peer.did === did ? { ...peer, ...change } : peer)) });
  }

  tellThread(id: string, messages: Message[] = [], unread?: { count: number; from: number } | null): void {
    const inThread = this.messages.filter((one) => one.thread === id).sort((a, b) => a.number - b.number);
    const last = inThread.at(-1);
    const old = this.slices.threads.find((thread) => thread.id === id);
    const waiting = inThread.filter((one) => one.state === 'queued').length;
    const thread = {
      id,
      last: last
        ? {
            text: last.text,
            direction: last.direction,
            senderDid: last.senderDid,
            atMs: last.createdAtMs,
            state: last.state,
          }
        : null,
      unread: unread === undefined ? (old?.unread ?? 0) : (unread?.count ?? 0),
      waiting,
      ...unreadFrom(unread === undefined ? old?.unreadFrom : unread?.from),
      ...(this.#drafts.get(id)?.text ? { draft: this.#drafts.get(id)?.text.slice(0, 120) ?? '' } : {}),
    };
    const queued = this.messages.filter((one) => one.state === 'queued');
    this.push(
      {
        threads: [...this.slices.threads.filter((one) => one.id !== id), thread],
        queue: {
          waiting: queued.length,
          oldestAtMs: queued.length > 0 ? Math.min(...queued.map((one) => one.createdAtMs)) : null,
          waitingFor: [...new Set(queued.map((one) => one.thread))],
        },
      },
      messages,
    );
  }

  #message(id: string): Message {
    const message = this.messages.find((one) => one.id === id);
    if (!message) throw new GhostStackError('not-found', asWritten('There is no such message.'));
    return message;
  }

  #send(to: string, text: string, reply: string | null = null): Message {
    const nowMs = Date.now();
    const peer = this.slices.peers.find((one) => one.did === to);
    const number = Math.max(0, ...this.messages.map((one) => one.number)) + 1;
    const connected = peer?.link.state === 'connected';
    return this.store({
      number,
      id: crypto.randomUUID(),
      direction: 'out',
      thread: to,
      senderDid: this.slices.me?.did ?? '',
      text,
      state: connected ? 'sent' : 'queued',
      code: null,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + 7 * DAY_MS,
      keyChangedAtMs: null,
      sealedBytes: 320 + text.length,
      attempts: connected ? 1 : 0,
      nextTryAtMs: connected ? null : nowMs + 40_000,
      steps: [
        { step: 'written', atMs: nowMs, detail: null },
        { step: 'sealed', atMs: nowMs, detail: null },
        { step: 'queued', atMs: nowMs, detail: null },
      ],
      deliveredTo: null,
      ...(reply === null ? {} : { answers: { state: 'here', message: quotedOf(this.#message(reply)) } }),
    });
  }

  readonly #handlers: Handlers = {
    'state.snapshot': () => ({
      ...structuredClone(this.slices),
      instance: this.#instance,
      version: this.#version,
      atMs: Date.now(),
    }),
    'setup.create': ({ name }) => {
      this.push({
        phase: 'running',
        me: this.slices.me ?? {
          name,
          did: 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH',
          fingerprint: '3f1c 9a02 77de 41b8',
          addresses: ['/ip4/192.168.1.14/tcp/4001'],
          ipv6: 'listens',
          keyProtection: 'passphrase',
          createdAtMs: Date.now(),
        },
      });
      return null;
    },
    'key.unlock': ({ passphrase }) => {
      if (passphrase !== 'correct horse') {
        throw new GhostStackError('wrong-passphrase', asWritten('The passphrase does not open this key.'));
      }
      this.push({ phase: 'running' });
      return null;
    },
    'key.setPassphrase': () => null,
    'key.changePassphrase': ({ current }) => {
      if (current !== 'correct horse') {
        throw new GhostStackError('wrong-passphrase', asWritten('The passphrase does not open this key.'));
      }
      return null;
    },
    'me.setOnline': ({ online }) => {
      this.push({ online });
      return null;
    },
    'settings.update': (change) => {
      const settings = { ...this.slices.settings } as Slices['settings'];
      Object.assign(settings, change);
      this.push({ settings });
      return settings;
    },
    'peers.add': ({ did, name, address }) => {
      if (address?.endsWith('/tcp/0')) {
        throw new GhostStackError('invalid-argument', says('error.address.port', { text: address }));
      }
      const peer: Peer = {
        did,
        name,
        order: this.slices.peers.length + 1,
        address,
        addedAtMs: Date.now(),
        lastSeenAtMs: null,
        lastPassAtMs: null,
        nextTryAtMs: address === null ? null : Date.now() + 2_000,
        addressesKnown: 1,
        clockAheadMs: null,
        twinSeenAtMs: null,
        link: { state: 'never-seen' },
        sending: null,
        receiving: null,
        isSlowed: false,
        waitingMessages: 0,
      };
      this.push({ peers: [...this.slices.peers, peer] });
      return peer;
    },
    'peers.update': ({ did, name, address }) => {
      this.setPeer(did, {
        ...(name === undefined ? {} : { name }),
        ...(address === undefined ? {} : { address }),
      });
      const peer = this.slices.peers.find((one) => one.did === did);
      if (!peer) throw new GhostStackError('not-found', asWritten('There is no such peer.'));
      return peer;
    },
    'peers.remove': ({ did }) => {
      this.push({ peers: this.slices.peers.filter((peer) => peer.did !== did) });
      return null;
    },
    'peers.syncNow': () => null,
    'messages.list': ({ thread, before, after, limit }) => {
      if (after !== null) {
        const newer = this.messages
          .filter((one) => one.thread === thread && one.number > after)
          .sort((a, b) => a.number - b.number);
        return { messages: newer.slice(0, limit), more: newer.length > limit };
      }
      const older = this.messages
        .filter((one) => one.thread === thread && (before === null || one.number < before))
        .sort((a, b) => a.number - b.number);
      return { messages: older.slice(-limit), more: older.length > limit };
    },
    'messages.send': ({ to, text, reply }) => this.#send(to, text, reply),
    'messages.cancel': ({ id }) =>
      this.store({
        ...this.#message(id),
        state: 'cancelled',
        nextTryAtMs: null,
        steps: [...this.#message(id).steps, { step: 'cancelled', atMs: Date.now(), detail: null }],
      }),
    'messages.tryNow': () => null,
    'messages.carried': () => sampleCarried(this.slices),
    'messages.undelivered': ({ limit }) => {
      const waiting = this.messages
        .filter(({ state }) => state === 'queued')
        .sort((a, b) => a.number - b.number);
      const rows = waiting.slice(0, limit).map((message) => ({ message, to: message.thread }));
      const threads = [...new Set(waiting.map(({ thread }) => thread))];
      const recipients = threads
        .map((to) => waiting.filter(({ thread }) => thread === to))
        .map((of) => ({
          to: of[0]?.thread ?? '',
          messages: of.length,
          oldestAtMs: Math.min(...of.map(({ createdAtMs }) => createdAtMs)),
        }))
        .sort((a, b) => b.messages - a.messages);
      const summary = { messages: waiting.length, rows: waiting.length, recipients };
      return { rows, more: waiting.length > limit, summary };
    },
    'search.find': (query) => fixtureSearch(this, query),
    'messages.tryWaiting': () => null,
    'messages.cancelWaiting': ({ parts }) => {
      const waiting = this.messages.filter(
        ({ state, id }) => state === 'queued' && (parts?.some((part) => part.id === id) ?? true),
      );
      for (const message of waiting) this.store({ ...message, state: 'cancelled', nextTryAtMs: null });
      return { cancelled: waiting.length, left: 0 };
    },
    'messages.sendAgain': ({ id }) => this.#send(this.#message(id).thread, this.#message(id).text),
    'messages.markRead': ({ thread }) => {
      this.tellThread(thread, [], null);
      return null;
    },
    'messages.markUnread': ({ id }) => {
      const { thread, number } = this.#message(id);
      const marked = this.messages.filter(
        (one) => one.thread === thread && one.direction === 'in' && one.number >= number,
      ).length;
      this.tellThread(thread, [], { count: marked, from: number });
      return { marked };
    },
    'messages.draft': ({ thread }) => {
      const { text, reply } = this.#drafts.get(thread) ?? { text: '', reply: null };
      return { text, reply, files: [], quoted: reply === null ? null : quotedOf(this.#message(reply)) };
    },
    'messages.keepDraft': ({ thread, ...draft }) => {
      this.#drafts.set(thread, draft);
      this.tellThread(thread);
      return null;
    },
  };
}

function counted(slices: Slices): Slices {
  return { ...slices, proposalCounts: countProposals(slices.proposals) };
}
