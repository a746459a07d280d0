import type { Statement } from 'better-sqlite3';
import { type Moment, Unchanged } from '../store/unchanged.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import type { Envelope } from './envelope.ts';
import type { SenderKeys } from './envelope-keys.ts';
import type { InboxLimits } from './limits.ts';
import { type MessageRow, MessageTable } from './message-table.ts';
import { type PartKeeper, PartTable } from './part-keeper.ts';
import { BROADCAST, type MessagePayload, type PartPayload, type Payload } from './payload.ts';
import { uuid } from './random.ts';
import { ReplayTable } from './replay-table.ts';
import type { Proof } from './vouch.ts';

export interface Incoming {
  readonly envelope: Envelope;
  readonly text: string;
  readonly hash: string;
  readonly sender: PeerIdentity;
  readonly keys: SenderKeys;
  /** As `keepVouch` numbered it. */
  readonly vouch: number | null;
  /** The name of the node that receives. */
  readonly recipient: string;
}

type Used = Map<string, { messages: number; bytes: number }>;

/** Room for more unread messages, counted within one transaction. */
export interface Room {
  /** Takes the room for one message of that sender, or for a part of a file; false if there is none. */
  take(senderDid: string, payload: Payload): boolean;
  /** The transaction is through, and what was taken is stored. */
  keep(): void;
}

/** SQL of the inbox: messages that came in, and the replay state beside them. */
export class InboxTable {
  readonly #endpoint: Endpoint;
  readonly #limits: InboxLimits;
  readonly #messages: MessageTable;
  readonly #replay: ReplayTable;
  readonly #parts: PartKeeper;
  readonly #unread: Statement;
  readonly unchanged: Unchanged;
  /** As of the end of the last transaction that took room. */
  #counted: { used: Used; at: Moment } | null = null;
  readonly #all: Statement;

  constructor(endpoint: Endpoint, limits: InboxLimits) {
    this.#endpoint = endpoint;
    this.#limits = limits;
    const { db } = endpoint.store;
    this.#messages = new MessageTable(db, endpoint.ownDids);
    this.#replay = new ReplayTable(db);
    if (this.#replay.hasFormer()) endpoint.store.transaction(() => this.#replay.numberFormer());
    this.#parts = new PartTable(db);
    this.#unread = db.prepare(
      `SELECT COUNT(*) AS messages, COALESCE(SUM(payload_bytes), 0) AS bytes FROM messages
       WHERE direction = 'in' AND read_at_ms IS NULL AND sender_did = ?`,
    );
    this.unchanged = new Unchanged(db);
    this.#all = db.prepare(
      `SELECT id, sender, recipient, payload FROM messages WHERE direction = 'in' AND recipient = ? ORDER BY id`,
    );
  }

  /** All that is judged within it is looked up in one state of the database. */
  reading<T>(run: () => T): T {
    return this.#endpoint.store.db.transaction(run)();
  }

  judge(envelope: Envelope, hash: string): 'fresh' | 'same' | 'replayed' {
    return this.#replay.judge(envelope, hash);
  }

  /** Whether a message of that name was stored before. To be called in a transaction. */
  knows(envelope: Envelope, mid: string): boolean {
    return this.#replay.knows(envelope, mid);
  }

  /** Counts what is unread of a sender once, and again only after somebody else has written. In a transaction. */
  room(): Room {
    const counted = this.#counted;
    this.#counted = null;
    const used: Used = counted !== null && this.unchanged.since(counted.at) ? counted.used : new Map();
    return {
      keep: () => {
        this.#counted = { used, at: this.unchanged.now() };
      },
      take: (senderDid, payload) => {
        const before = used.get(senderDid) ?? this.#usedBy(senderDid);
        const after =
          payload.kind === 'part'
            ? { ...before, bytes: before.bytes + payload.data.length }
            : {
                messages: before.messages + 1,
                bytes: before.bytes + bytesOf(payload),
              };
        const fits = after.messages <= this.#limits.unreadMessages && after.bytes <= this.#limits.unreadBytes;
        used.set(senderDid, fits ? after : before);
        return fits;
      },
    };
  }

  #usedBy(senderDid: string): { messages: number; bytes: number } {
    const { messages, bytes } = this.#unread.get(senderDid) as { messages: number; bytes: number };
    return { messages, bytes: bytes + this.#parts.unreadBytesOf(senderDid) };
  }

  /** Stores message and replay state; returns the message's number. To be called in a transaction. */
  store({ envelope, text, hash, sender, keys, vouch, recipient }: Incoming, payload: MessagePayload): number {
    const nowMs = this.#endpoint.clock();
    const { mid, reply, agent, file, credential } = payload;
    // Mids are chosen by senders: another message here may have the same.
    const taken = this.#messages.hasUuid(mid);
    const number = this.#messages.insert({
      sender: sender.alias,
      recipient,
      payload: payload.text,
      uuid: taken ? uuid(this.#endpoint.random) : mid,
      direction: 'in',
      thread: payload.broadcast ? BROADCAST : sender.did,
      sender_did: sender.did,
      state: 'received',
      created_at_ms: Math.min(envelope.timestamp * 1000, nowMs),
      expires_at_ms: envelope.expires_at * 1000,
      addressed: true,
      mid,
      reply,
      agent,
      credential: credential === null ? null : JSON.stringify(credential),
      file: file === null ? null : JSON.stringify(file),
      key_changed_at_ms: keys.changedAtMs,
    });
    if (file !== null) this.#parts.messageCame(sender.did, mid);
    this.#messages.addStep(number, 'received', nowMs);
    this.#replay.remember({ envelope, hash, text, mid, message: number, receivedAtMs: nowMs, vouch });
    return number;
  }

  /** The same for a part of a file; returns the number of its message, if that is here. */
  storePart({ envelope, text, hash, sender, vouch }: Incoming, part: PartPayload): number | null {
    const nowMs = this.#endpoint.clock();
    this.#parts.keep({ senderDid: sender.did, part, nowMs, expiresAtMs: envelope.expires_at * 1000 });
    const { mid } = part;
    this.#replay.remember({ envelope, hash, text, mid, message: null, receivedAtMs: nowMs, vouch });
    return this.#parts.messageOf(sender.did, part.of);
  }

  /** To be called in a transaction. */
  keepVouch(proof: Proof): number {
    return this.#replay.keepVouch(proof, this.#endpoint.clock());
  }

  all(recipient: string): { id: number; sender: string; recipient: string; payload: string }[] {
    return this.#all.all(recipient) as { id: number; sender: string; recipient: string; payload: string }[];
  }

  find(id: string | number): MessageRow | null {
    return typeof id === 'number' ? this.#messages.byNumber(id) : this.#messages.byUuid(id);
  }

  markRead(thread: string): number {
    return this.#messages.markRead(thread, this.#endpoint.clock());
  }

  purge(): number {
    const nowMs = this.#endpoint.endsBy();
    this.#parts.purge(nowMs);
    return this.#replay.purge(nowMs);
  }
}

/** What a message takes of its sender's share. */
function bytesOf({ text, credential }: MessagePayload): number {
  const brought = credential === null ? '' : JSON.stringify(credential);
  return Buffer.byteLength(text, 'utf8') + Buffer.byteLength(brought, 'utf8');
}
