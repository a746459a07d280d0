import { z } from 'zod';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import { spelledMultikey } from '../../crypto/multikey.ts';
import { signText, verifyTextBeside } from '../../crypto/signed-json.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { REFUSAL_CODES, type RefusalCode } from '../refusal.ts';
import { NOTE_ITEMS_MAX, NOTE_ITEMS_WRITTEN, NOTE_LIFE_MS } from './limits.ts';

/** Formats: docs/protocol.md, "Carried mail". */
const DOMAINS = { receipt: 'ghoststack/receipt/v1', recall: 'ghoststack/recall/v1' } as const;

/** What passes by itself is no answer that travels: the parcel does, until it is taken. */
const PASSING: ReadonlySet<string> = new Set(['clock', 'full', 'unknown-key', 'expired']);

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Seconds = z.int().min(0);
const Did = z
  .string()
  .max(256)
  .regex(/^did:[a-z0-9]+:[A-Za-z0-9._:%-]+$/);
const Status = z.enum(['stored', ...REFUSAL_CODES]).refine((status) => !PASSING.has(status));
const Result = z.strictObject({ hash: Hash, status: Status, until: Seconds });
const Recalled = z.strictObject({ hash: Hash, until: Seconds });

const around = {
  v: z.literal(1),
  cell: Hash,
  from: Did,
  to: Did,
  /** Seconds since the epoch, by the author's clock. */
  at: Seconds,
  key: z.string().regex(/^z[1-9A-HJ-NP-Za-km-z]{40,60}$/),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
};

const ReceiptNote = z.strictObject({
  ...around,
  type: z.literal('receipt'),
  results: z.array(Result).min(1).max(NOTE_ITEMS_MAX),
});
const RecallNote = z.strictObject({
  ...around,
  type: z.literal('recall'),
  hashes: z.array(Recalled).min(1).max(NOTE_ITEMS_MAX),
});

/** What a recipient answers to a sender, or a sender takes back, for everybody who carries it. */
export const Note = z
  .discriminatedUnion('type', [ReceiptNote, RecallNote])
  .refine((note) => note.from !== note.to && itemsOf(note).every(({ until }) => until <= latest(note.at)));
export type Note = z.infer<typeof Note>;
export type ReceiptStatus = 'stored' | RefusalCode;
export type ReceiptResult = z.infer<typeof Result>;
export type RecalledHash = z.infer<typeof Recalled>;

/** A note, its JCS, and the hash of that. */
export interface WrittenNote {
  readonly note: Note;
  readonly text: string;
  readonly hash: string;
}

export interface NoteAuthor {
  readonly did: string;
  readonly key: SigningKey;
  readonly cell: string;
}

/** Whether a recipient's answer may travel as a receipt. */
export function isLasting(status: ReceiptStatus): boolean {
  return !PASSING.has(status);
}

/** An envelope's end, as a note that is written at that second may say it. */
export function untilOf(expiresAtS: number, atS: number): number {
  return Math.min(expiresAtS, latest(atS));
}

/** As many as one note holds, whatever the DIDs are. */
export function inNotes<T>(items: readonly T[]): T[][] {
  const notes: T[][] = [];
  for (let from = 0; from < items.length; from += NOTE_ITEMS_WRITTEN)
    notes.push(items.slice(from, from + NOTE_ITEMS_WRITTEN));
  return notes;
}

export function writeReceipt(
  author: NoteAuthor,
  to: string,
  atS: number,
  results: readonly ReceiptResult[],
): WrittenNote {
  return signed(author, { ...begun(author, to, atS), type: 'receipt' as const, results: [...results] });
}

export function writeRecall(
  author: NoteAuthor,
  to: string,
  atS: number,
  hashes: readonly RecalledHash[],
): WrittenNote {
  return signed(author, { ...begun(author, to, atS), type: 'recall' as const, hashes: [...hashes] });
}

/** The hashes that a note speaks of, and until when. */
export function itemsOf(
  note: Pick<z.infer<typeof ReceiptNote>, 'results'> | Pick<z.infer<typeof RecallNote>, 'hashes'>,
): readonly RecalledHash[] {
  return 'results' in note ? note.results : note.hashes;
}

/** As a value of JSON reads; null if it is no note. */
export function readNote(value: unknown): WrittenNote | null {
  const parsed = Note.safeParse(value);
  if (!parsed.success) return null;
  const text = canonicalize(parsed.data);
  return { note: parsed.data, text, hash: sha256Hex(text) };
}

/** Whether its author signed it with that key. */
export async function isNoteSigned({ note }: WrittenNote, signingKey: Uint8Array): Promise<boolean> {
  const { signature, ...unsigned } = note;
  if (note.key !== spelledMultikey('ed25519', signingKey)) return false;
  return verifyTextBeside(signature, DOMAINS[note.type], canonicalize(unsigned), signingKey);
}

function begun({ did, key, cell }: NoteAuthor, to: string, at: number) {
  return { v: 1 as const, cell, from: did, to, at, key: spelledMultikey('ed25519', key.publicKey) };
}

type Unsigned =
  | Omit<z.infer<typeof ReceiptNote>, 'signature'>
  | Omit<z.infer<typeof RecallNote>, 'signature'>;

function signed({ key }: NoteAuthor, unsigned: Unsigned): WrittenNote {
  const signature = signText(key, DOMAINS[unsigned.type], canonicalize(unsigned));
  const note: Note = { ...unsigned, signature };
  const text = canonicalize(note);
  return { note, text, hash: sha256Hex(text) };
}

function latest(atS: number): number {
  return atS + NOTE_LIFE_MS / 1000;
}
