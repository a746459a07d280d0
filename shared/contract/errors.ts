/**
 * Every failure that a caller can expect has a code from this closed list. The message names the thing, the
 * limit and what to do next; it is shown to people as it stands.
 */
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

export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** An expected failure as an exception, for APIs whose happy path returns a plain value. */
export class GhostStackError extends Error {
  override readonly name = 'GhostStackError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(code: ErrorCode, message: string): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { code, message } };
}

/** Turns anything thrown into a failure; what is not expected becomes `internal`, without its stack. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof GhostStackError) return { code: thrown.code, message: thrown.message };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message: `Something went wrong inside GhostStack: ${message}` };
}
