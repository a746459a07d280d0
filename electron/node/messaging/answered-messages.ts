import type { Database, Statement } from 'better-sqlite3';
import type { Answered, Quoted } from '#shared/contract/domain/message.ts';
import type { FileOffer } from './file-offer.ts';
import type { MessageRow } from './message-table.ts';

/** Characters of a message that an answer to it shows. */
const QUOTED_CHARS = 240;

type QuotedRow = Pick<MessageRow, 'id' | 'uuid' | 'sender_did' | 'payload' | 'file'>;

const QUOTED = `SELECT id, uuid, sender_did, substr(payload, 1, ${QUOTED_CHARS}) AS payload, file FROM messages`;

/** Finds what messages answer: by the name that their senders gave it, among what is here of the same conversation. */
export class AnsweredMessages {
  readonly #named: Statement;
  readonly #byUuid: Statement;
  readonly #name: Statement;
  readonly #answers: Statement;

  constructor(db: Database) {
    // Two of one name are as bad as more. The index by mid has those whose uuid is another.
    this.#named = db.prepare(
      `${QUOTED} WHERE uuid = @mid AND mid = @mid AND thread = @thread
       UNION ALL ${QUOTED} INDEXED BY messages_by_mid WHERE mid = @mid AND mid <> uuid AND thread = @thread LIMIT 2`,
    );
    this.#byUuid = db.prepare(`${QUOTED} WHERE uuid = @uuid AND thread = @thread`);
    this.#answers = db.prepare("SELECT 1 FROM messages WHERE reply = ? AND direction = 'in' LIMIT 1");
    this.#name = db.prepare('SELECT mid, thread FROM messages WHERE uuid = ?');
  }

  /** Whether somebody else answered the message of that mid. */
  isAnswered(mid: string): boolean {
    return this.#answers.get(mid) !== undefined;
  }

  /** Undefined for one that answers nothing. */
  of({ direction, thread, reply }: MessageRow): Answered | undefined {
    if (reply === null) return undefined;
    const [found, another] = this.#named.all({ mid: reply, thread }) as QuotedRow[];
    // A mid is chosen by its sender, who may choose that of somebody else's message.
    if (another) return { state: 'unclear' };
    if (found) return { state: 'here', message: quotedOf(found) };
    // Whoever answered it here had it before the eyes.
    return { state: reply === '' || direction === 'out' ? 'gone' : 'unknown' };
  }

  /** By which name all who have the message of that id know it, and where it stands. */
  named(uuid: string): Pick<MessageRow, 'mid' | 'thread'> | null {
    return (this.#name.get(uuid) as Pick<MessageRow, 'mid' | 'thread'> | undefined) ?? null;
  }

  /** The message of that id, if it is one of that conversation. */
  quoted(uuid: string, thread: string): Quoted | null {
    const row = this.#byUuid.get({ uuid, thread }) as QuotedRow | undefined;
    return row ? quotedOf(row) : null;
  }
}

function quotedOf({ id, uuid, sender_did, payload, file }: QuotedRow): Quoted {
  return {
    id: uuid,
    number: id,
    senderDid: sender_did,
    text: payload,
    file: file === null ? null : (JSON.parse(file) as FileOffer).name,
  };
}
