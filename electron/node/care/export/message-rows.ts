import type { Row } from '#shared/protocol/csv.ts';
import type { Store } from '../../store/store.ts';
import type { RowSource } from './export-file.ts';
import { messageInWords } from './message-text.ts';

const PAGE = 500;
const COLUMNS = [
  'number',
  'at',
  'direction',
  'conversation',
  'sender',
  'recipient',
  'senderDid',
  'state',
  'text',
  'id',
  'answers',
  'file',
  'fileBytes',
];

interface MessageLine {
  readonly id: number;
  readonly created_at_ms: number;
  readonly direction: string;
  readonly thread: string;
  readonly sender: string;
  readonly recipient: string;
  readonly sender_did: string;
  readonly state: string;
  readonly payload: string;
  readonly uuid: string;
  readonly answers: string | null;
  readonly answered: string | null;
  readonly file: string | null;
  readonly file_bytes: number | null;
}

/** Of the one message here that goes by the name of what is answered, and not where several do. */
const ANSWERED = (column: 'uuid' | 'payload'): string =>
  `CASE WHEN m.reply <> '' THEN (SELECT MAX(a.${column}) FROM messages a WHERE a.thread = m.thread
     AND (a.uuid = m.reply AND a.mid = m.reply OR a.mid = m.reply AND a.mid <> a.uuid) HAVING COUNT(*) = 1) END`;

/** Every message, or those of one conversation, in the order of storing. Pages, so that others may write between two of them. */
export function messageRows({ db }: Store, thread: string | null = null): RowSource {
  // Parts of files are messages of no conversation.
  const of = thread === null ? "AND thread <> 'parts'" : 'AND thread = @thread';
  const page = db.prepare<[{ after: number; thread: string | null }], MessageLine>(
    `SELECT id, created_at_ms, direction, thread, sender, recipient, sender_did, state, payload, uuid,
       ${ANSWERED('uuid')} AS answers, ${ANSWERED('payload')} AS answered,
       json_extract(file, '$.name') AS file, json_extract(file, '$.bytes') AS file_bytes
     FROM messages m WHERE id > @after ${of} ORDER BY id LIMIT ${PAGE}`,
  );
  const total = Number(
    db.prepare(`SELECT count(*) FROM messages WHERE id > 0 ${of}`).pluck().get({ thread }),
  );
  return {
    total,
    columns: COLUMNS,
    inWords: messageInWords,
    *rows() {
      for (let after = 0; ; ) {
        const lines = page.all({ after, thread });
        yield* lines.map(rowOf);
        if (lines.length < PAGE) return;
        after = lines.at(-1)?.id ?? after;
      }
    },
  };
}

function rowOf(line: MessageLine): Row {
  return {
    number: line.id,
    at: new Date(line.created_at_ms).toISOString(),
    direction: line.direction,
    conversation: line.thread,
    sender: line.sender,
    recipient: line.recipient,
    senderDid: line.sender_did,
    state: line.state,
    text: line.payload,
    id: line.uuid,
    answers: line.answers,
    answered: line.answered,
    file: line.file,
    fileBytes: line.file_bytes,
  };
}
