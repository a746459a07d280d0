import { ProtocolViolation } from './protocol-violation.ts';

export type DialVerdict =
  | { readonly state: 'offline' }
  | { readonly state: 'never-seen' }
  | { readonly state: 'refused'; readonly reason: string };

/** What a failed try to connect says about the peer, as far as it can be told. */
export function describeDialFailure(error: unknown, seenBefore: boolean): DialVerdict {
  const parts = partsOf(error);
  const names = new Set(parts.flatMap(({ name, code }) => [name, code]));
  // Noise has no error class for this; the sentence is of @libp2p/noise 17.
  const other = parts.some(({ message }) => message.includes('does not match expected remote identity'));
  if (other) return { state: 'refused', reason: 'another node answers at its address' };
  if (names.has('UnsupportedProtocolError')) {
    return { state: 'refused', reason: 'what answers there does not speak GhostStack' };
  }
  // Reached and proven by Noise, and then closed without a word: that is how a node treats those it does not know.
  if (error instanceof ProtocolViolation || CLOSED.some((name) => names.has(name))) {
    const why = seenBefore ? 'it may have removed this node' : 'it may not have added this node yet';
    return { state: 'refused', reason: `it closed the connection without a word; ${why}` };
  }
  return { state: seenBefore ? 'offline' : 'never-seen' };
}

const CLOSED = [
  'UnexpectedEOFError',
  'StreamResetError',
  'StreamClosedError',
  'StreamStateError',
  'ConnectionClosedError',
  'MuxerClosedError',
  'offline',
];

interface ErrorPart {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** An error, its causes, and what it is made of. */
function partsOf(error: unknown, depth = 0): ErrorPart[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const inner: unknown[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  const parts = [error.cause, ...inner].flatMap((part) => partsOf(part, depth + 1));
  return [{ name: error.name, code, message: error.message }, ...parts];
}
