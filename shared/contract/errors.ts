import { asWritten, inEnglish, type Saying, says } from '../protocol/saying.ts';

/** Every failure that a caller can expect has a code from this closed list. */
export const ERROR_CODES = [
  'invalid-argument', // a call, a command line or a form field is malformed
  'not-found',
  'already-exists',
  'conflict', // the thing is in a state in which this cannot be done
  'too-large',
  'wrong-passphrase',
  'key-locked',
  'key-missing',
  'key-file', // missing, unreadable, readable by others, or not a key file
  'home-locked', // another process uses this home
  'store-full',
  'store-read-only',
  'store-busy',
  'store-corrupt',
  'store-newer', // written by a newer version of GhostStack
  'malformed', // bytes from a peer or a file that are not what they claim to be
  'bad-signature',
  'expired',
  'replayed',
  'refused',
  'offline', // the peer cannot be reached now
  'timeout',
  'cancelled',
  'unsupported', // version or algorithm that this build does not speak
  'forbidden', // caller may not do this (IPC sender, token, origin)
  'unavailable', // the node is starting, restarting or stopped
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Names the thing, the limit and what to do next. */
export interface Failure {
  readonly code: ErrorCode;
  /** In English: for logs, for programs, and for a face that has no words for what it says. */
  readonly message: string;
  /** The same for people: shared/words makes a sentence of it in their language. */
  readonly says?: Saying;
}

/** An expected failure as an exception, for APIs whose happy path returns a plain value. */
export class GhostStackError extends Error {
  override readonly name = 'GhostStackError';
  readonly code: ErrorCode;
  readonly says: Saying;

  constructor(code: ErrorCode, says: Saying, options?: ErrorOptions) {
    super(inEnglish(says), options);
    this.code = code;
    this.says = says;
  }
}

/** A saying with its English beside it, to be kept. */
export function told(says: Saying): Pick<Failure, 'message'> & { readonly says: Saying } {
  return { message: inEnglish(says), says };
}

/** The exception that carries a failure on, from wherever it was answered. */
export function thrownFailure(failure: Failure): GhostStackError {
  return new GhostStackError(failure.code, saidBy(failure));
}

/** What a failure says, as a part of a saying. */
export function saidBy({ says, message }: { says?: Saying | undefined; message: string }): Saying {
  return says ?? asWritten(message);
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(code: ErrorCode, says: Saying): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { code, message: inEnglish(says), says } };
}

/** Turns anything thrown into a failure; what is not expected becomes `internal`, without its stack. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof GhostStackError) {
    return { code: thrown.code, message: thrown.message, says: thrown.says };
  }
  const says = unexpected(thrown);
  return { code: 'internal', message: inEnglish(says), says };
}

/** What was thrown, as a part of a saying. */
export function saysOf(thrown: unknown): Saying {
  return thrown instanceof GhostStackError ? thrown.says : unexpected(thrown);
}

/** The same without saying that nobody expected it: what a library or the system threw, as it words it. */
export function worded(thrown: unknown): Saying {
  if (thrown instanceof GhostStackError) return thrown.says;
  return asWritten(thrown instanceof Error ? thrown.message : String(thrown));
}

function unexpected(thrown: unknown): Saying {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return says('error.unexpected', { reason });
}
