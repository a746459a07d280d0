import { sha256Hex } from '../../crypto/hash.ts';
import { spelledMultikey } from '../../crypto/multikey.ts';
import { verifyTextBeside } from '../../crypto/signed-json.ts';
import { parseStrictJsonBytes } from '../../crypto/strict-json.ts';
import { type CarriedEnvelope, ENVELOPE_DOMAIN, type Envelope, readCarried } from '../envelope.ts';
import { signedText } from '../envelope-text.ts';
import { MAX_CLOCK_AHEAD_MS } from '../limits.ts';
import type { TakenLine } from './carrier.ts';
import { NOTE_MAX_BYTES } from './limits.ts';
import type { Luggage } from './luggage.ts';
import { mayCarry } from './may-carry.ts';
import { isNoteSigned, itemsOf, readNote, type WrittenNote } from './note.ts';

export interface HashedEnvelope extends CarriedEnvelope {
  readonly hash: string;
}

export type JudgedLine =
  | { readonly kind: 'answer'; readonly answer: TakenLine }
  /** For this node; its inbox judges it. */
  | { readonly kind: 'mine'; readonly line: Uint8Array; readonly envelope: HashedEnvelope }
  | { readonly kind: 'parcel'; readonly envelope: HashedEnvelope }
  | { readonly kind: 'note'; readonly note: WrittenNote };

/** A note begins so, as its members are in order; an envelope has no `at`. */
const NOTE_BEGINS = Buffer.from('{"at":', 'latin1');

const answer = (result: TakenLine['result'], isFault = false): JudgedLine => ({
  kind: 'answer',
  answer: { result, isFault },
});

/**
 * Everything about a line that needs no transaction. Never rejects: what cannot be read is refused, and if that is a
 * mistake of ours, nobody is blamed for it.
 */
export async function judgeLine(line: Uint8Array, luggage: Luggage): Promise<JudgedLine> {
  try {
    const isNote = Buffer.compare(line.subarray(0, NOTE_BEGINS.length), NOTE_BEGINS) === 0;
    return await (isNote ? judgeNote(line, luggage) : judgeEnvelope(line, luggage));
  } catch {
    return answer('refused');
  }
}

async function judgeEnvelope(line: Uint8Array, luggage: Luggage): Promise<JudgedLine> {
  const read = readCarried(line);
  if (!read.ok) return answer('refused', read.error.code !== 'unsupported');
  const { options, parcels, notes, selfDid } = luggage;
  const { envelope, text } = read.value;
  const hashed = { envelope, text, hash: sha256Hex(text) };
  if (envelope.recipient_did === selfDid) return { kind: 'mine', line, envelope: hashed };
  if (!options.choice().carries) return answer('refused');
  if (parcels.has(hashed.hash) || notes.deadBy(parcelOf(hashed)) !== null) return answer('known');
  const { cell, versions, clock } = options;
  const verdict = mayCarry(envelope, { selfDid, cell, versions, nowMs: clock() });
  if (verdict.kind !== 'carry') return answer(verdict.kind, verdict.kind === 'refused' && verdict.isFault);
  if (!(await isSigned(envelope, verdict.signingKey))) return answer('refused', true);
  return { kind: 'parcel', envelope: hashed };
}

async function judgeNote(line: Uint8Array, luggage: Luggage): Promise<JudgedLine> {
  if (line.length > NOTE_MAX_BYTES) return answer('refused', true);
  let value: unknown;
  try {
    value = parseStrictJsonBytes(line, { maxBytes: NOTE_MAX_BYTES });
  } catch {
    return answer('refused', true);
  }
  const written = readNote(value);
  if (written === null) return answer('refused', true);
  const { note, hash } = written;
  const { options, notes } = luggage;
  if (notes.has(hash)) return answer('known');
  const versions = options.versions(note.from);
  const present = versions.at(-1);
  if (note.cell !== options.cell || present === undefined || !luggage.isMember(note.to))
    return answer('refused');
  if (note.at * 1000 > options.clock() + MAX_CLOCK_AHEAD_MS) return answer('later');
  if (itemsOf(note).every(({ until }) => until <= luggage.nowS())) return answer('refused');
  if (note.key !== spelledMultikey('ed25519', present.signingKey)) {
    const isFormer = versions.some(({ signingKey }) => spelledMultikey('ed25519', signingKey) === note.key);
    return answer(isFormer ? 'refused' : 'later');
  }
  if (!(await isNoteSigned(written, present.signingKey))) return answer('refused', true);
  return { kind: 'note', note: written };
}

/** As dead hashes name it. */
export function parcelOf({ envelope, hash }: HashedEnvelope) {
  return { hash, senderDid: envelope.sender_did, recipientDid: envelope.recipient_did };
}

/** Whether a key of its sender's log is named, so that a signature that does not hold is nobody's mistake. */
export function namesKnownKey({ sender_did, keys }: Envelope, { options }: Luggage): boolean {
  return options
    .versions(sender_did)
    .some(({ signingKey }) => spelledMultikey('ed25519', signingKey) === keys.sig);
}

function isSigned(envelope: Envelope, signingKey: Uint8Array): Promise<boolean> {
  return verifyTextBeside(envelope.signature, ENVELOPE_DOMAIN, signedText(envelope), signingKey);
}
