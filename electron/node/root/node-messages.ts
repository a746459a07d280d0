import type { Carried } from '#shared/contract/domain/carried.ts';
import type { Draft, Message, QueueSummary, Quoted, Thread } from '#shared/contract/domain/message.ts';
import type { UndeliveredPage, WaitingPart } from '#shared/contract/domain/undelivered.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { AnsweredMessages } from '../messaging/answered-messages.ts';
import { CarriedSummary } from '../messaging/carrying/carried-summary.ts';
import { DeliveryTable } from '../messaging/delivery-table.ts';
import { DraftTable } from '../messaging/draft-table.ts';
import { MessageDeleter } from '../messaging/message-deleter.ts';
import { MessageHistory, type PageQuery } from '../messaging/message-history.ts';
import { MessageTable } from '../messaging/message-table.ts';
import { BROADCAST, type SentCredential } from '../messaging/payload.ts';
import type { Clock } from '../messaging/random.ts';
import { Undelivered, type UndeliveredQuery } from '../messaging/undelivered.ts';
import { UnreadMark } from '../messaging/unread-mark.ts';
import type { Store } from '../store/store.ts';
import type { NodeFiles } from './node-files.ts';
import type { NodeSession } from './node-session.ts';

export interface NodeMessagesOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** What works with the key open, or null while it is locked. */
  readonly session: () => NodeSession | null;
  /** The same, or throws `key-locked`. */
  readonly unlocked: () => NodeSession;
  /** What the operator chose about mail of others. */
  readonly carrying: () => { readonly carries: boolean; readonly shareMib: number };
  readonly isPeer: (did: string) => boolean;
  readonly hasPeers: () => boolean;
  /** Why nobody can be written to by whoever was removed from its cell, or null. */
  readonly former: () => Saying | null;
  /** The DIDs of all peers. */
  readonly peers: () => readonly string[];
  readonly files: () => NodeFiles;
  /** Messages are gone from here. */
  readonly deleted: () => void;
}

/** Conversations: read at any time, written with the key open. */
export class NodeMessages {
  readonly #options: NodeMessagesOptions;
  readonly #history: MessageHistory;
  readonly #table: MessageTable;
  readonly #deleter: MessageDeleter;
  readonly #drafts: DraftTable;
  readonly #answered: AnsweredMessages;
  readonly #unread: UnreadMark;
  readonly #undelivered: Undelivered;
  readonly #carried: CarriedSummary;

  constructor(options: NodeMessagesOptions) {
    this.#options = options;
    const { db } = options.store;
    this.#drafts = new DraftTable(db, options.clock);
    this.#unread = new UnreadMark(options.store);
    this.#table = new MessageTable(db, []);
    this.#answered = new AnsweredMessages(db);
    this.#deleter = new MessageDeleter(options.store);
    this.#carried = new CarriedSummary(options.store);
    this.#history = new MessageHistory(db, new DeliveryTable(db));
    this.#undelivered = new Undelivered(db, this.#history, null);
  }

  /** Every conversation in which something was written or begun. */
  threads(): Thread[] {
    const drafts = this.#drafts.beginnings();
    const threads = this.#reader().threads();
    const begun = [...drafts.keys()].filter(
      (id) => !threads.some((thread) => thread.id === id) && this.#canWriteTo(id),
    );
    const empty = begun.map((id): Thread => ({ id, last: null, unread: 0, waiting: 0 }));
    return [...threads, ...empty].map((thread) => {
      const draft = drafts.get(thread.id);
      return draft === undefined ? thread : { ...thread, draft };
    });
  }

  summary(): QueueSummary {
    return this.#reader().summary();
  }

  /** The DIDs of all with whom there are messages. */
  people(): string[] {
    return this.#history.people();
  }

  waitingFor(did: string): number {
    return this.#history.waitingIn(did);
  }

  list(page: PageQuery): { messages: Message[]; more: boolean } {
    const queue = this.#options.session()?.queue;
    return queue ? queue.list(page) : this.#history.page(page);
  }

  get(id: string): Message | null {
    const row = this.#table.byUuid(id);
    return row && this.#history.message(row);
  }

  /** Whether somebody else's message answers it. */
  isAnswered(id: string): boolean {
    return this.#answered.isAnswered(id);
  }

  undelivered(page: UndeliveredQuery): UndeliveredPage {
    return (this.#options.session()?.queue.undelivered ?? this.#undelivered).page(page);
  }

  /** What is kept of others for others. */
  carried(): Carried {
    return this.#carried.read(this.#options.carrying());
  }

  /**
   * @param reply the id of the message that it answers
   * @param agent the digest of the cycle that led to it, where the agent writes it
   */
  send(to: string, text: string, reply: string | null = null, agent: string | null = null): Message {
    const { queue } = this.#options.unlocked();
    this.#requireRecipient(to);
    return this.#stored(queue.enqueue(to, text, { reply: this.#midOf(reply, to), agent }));
  }

  /** Brings a credential to its holder; false where that is nobody who can be written to. */
  sendCredential(to: string, title: string, credential: SentCredential): boolean {
    if (!this.#canWriteTo(to)) return false;
    this.#stored(this.#options.unlocked().queue.enqueue(to, title, { credential }));
    return true;
  }

  /** The same with a file that was attached, which is read first. Throws what NodeFiles.sendWith throws, too. */
  async sendFile(to: string, text: string, attachment: string, reply: string | null): Promise<Message> {
    this.#options.unlocked();
    this.#requireRecipient(to);
    const answered = this.#midOf(reply, to);
    const recipients = to === BROADCAST ? this.#options.peers() : [to];
    return this.#options.files().sendWith(attachment, to, recipients, (file) => {
      // Reading took a while: the key may have been locked meanwhile, and the recipient removed.
      const { queue } = this.#options.unlocked();
      this.#requireRecipient(to);
      return this.#stored(queue.enqueue(to, text, { file, reply: answered }));
    });
  }

  cancel(id: string, to: string | null): Message {
    return this.#options.unlocked().queue.cancel(id, to);
  }

  tryNow(id: string): null {
    this.#options.unlocked().tryMessageNow(id);
    return null;
  }

  /** Those messages, or everything that waits. */
  tryWaiting(ids: readonly string[] | null): null {
    const session = this.#options.unlocked();
    const lacking = ids === null ? [] : ids.map((id) => session.queue.recipientsOf(id));
    if (ids === null || lacking.some((recipients) => recipients.length === 0)) session.tryNow(null);
    for (const did of new Set(lacking.flat())) session.tryNow(did);
    return null;
  }

  cancelWaiting(parts: readonly WaitingPart[] | null): { cancelled: number; left: number } {
    return this.#options.unlocked().queue.cancelWaiting(parts);
  }

  sendAgain(id: string): Message {
    const { queue } = this.#options.unlocked();
    const before = queue.get(id);
    if (before) this.#requireRecipient(before.thread);
    return this.#stored(queue.sendAgain(id));
  }

  /** Here only. Throws `conflict` while it waits, `key-locked` while nobody has shown who they are. */
  delete(id: string): null {
    this.#options.unlocked();
    this.#deleter.one(id);
    this.#options.deleted();
    return null;
  }

  deleteAll(thread: string): number {
    this.#options.unlocked();
    return this.#counted(this.#deleter.conversation(thread));
  }

  /** What was delivered before that time, unless it is null. */
  deleteDelivered(beforeMs: number | null): number {
    return beforeMs === null ? 0 : this.#counted(this.#deleter.deliveredBefore(beforeMs));
  }

  markRead(thread: string): null {
    this.#options.unlocked().queue.markRead(thread);
    return null;
  }

  /** That message and all that came in after it in its conversation. Throws `not-found` or `conflict`. */
  markUnread(id: string): number {
    this.#options.unlocked();
    return this.#unread.from(id);
  }

  draft(thread: string): Draft & { quoted: Quoted | null } {
    const { text, reply } = this.#drafts.get(thread);
    const quoted = reply === null ? null : this.#answered.quoted(reply, thread);
    return { text, reply: quoted?.id ?? null, quoted };
  }

  keepDraft(thread: string, draft: Draft): null {
    this.#options.unlocked();
    this.#options.store.transaction(() => this.#drafts.set(thread, draft));
    return null;
  }

  /** Throws `not-found` or `conflict` for what cannot be answered there. */
  #midOf(id: string | null, thread: string): string | null {
    if (id === null) return null;
    const found = this.#answered.named(id);
    if (!found) throw new GhostStackError('not-found', says('error.messaging.answeredGone'));
    if (found.thread !== thread)
      throw new GhostStackError('conflict', says('error.messaging.answeredElsewhere'));
    return found.mid;
  }

  #canWriteTo(thread: string): boolean {
    return thread === BROADCAST ? this.#options.hasPeers() : this.#options.isPeer(thread);
  }

  #counted(deleted: number): number {
    if (deleted > 0) this.#options.deleted();
    return deleted;
  }

  /** Throws rather than take what would end at once. */
  #requireRecipient(to: string): void {
    const former = this.#options.former();
    if (former !== null) throw new GhostStackError('forbidden', former);
    if (to === BROADCAST && !this.#options.hasPeers()) {
      throw new GhostStackError('conflict', says('error.root.nobodyToWriteTo'));
    }
    if (to !== BROADCAST && !this.#options.isPeer(to)) {
      throw new GhostStackError('not-found', says('error.root.recipientGone'));
    }
  }

  #reader(): Pick<MessageHistory, 'threads' | 'summary'> {
    return this.#options.session()?.queue ?? this.#history;
  }

  #stored(number: number): Message {
    const message = this.#options.unlocked().queue.get(number);
    if (!message) throw new GhostStackError('internal', says('error.root.storedMessageUnreadable'));
    return message;
  }
}
