import { type Saying, says } from '#shared/protocol/saying.ts';
import { ProtocolViolation } from './protocol-violation.ts';

export type DialVerdict =
  | { readonly state: 'offline' }
  | { readonly state: 'never-seen' }
  | { readonly state: 'refused'; readonly reason: Saying };

/** Whoever answers is no node; any other refusal is one by a node. */
export const OTHER_PROTOCOL = says('error.link.otherProtocol');

/**
 * What a failed try to connect says about the peer, as far as it can be told. That another node answers at one address
 * says nothing of the peer, and nothing of its other addresses.
 */
export function describeDialFailure(error: unknown, seenBefore: boolean): DialVerdict {
  const tries = triesOf(error).filter((one) => !isOtherNode(one));
  const names = new Set(tries.flatMap((one) => partsOf(one)).flatMap(({ name, code }) => [name, code]));
  if (names.has('UnsupportedProtocolError')) {
    return { state: 'refused', reason: OTHER_PROTOCOL };
  }
  // Reached and proven by Noise, and then closed without a word: that is how a node treats those it does not know.
  if (tries.some((one) => one instanceof ProtocolViolation) || CLOSED.some((name) => names.has(name))) {
    const key = seenBefore ? 'error.link.closedByAcquaintance' : 'error.link.closedByStranger';
    return { state: 'refused', reason: says(key) };
  }
  return { state: seenBefore ? 'offline' : 'never-seen' };
}

/** Whether somebody else than the one who was dialled has answered, with a key of its own. */
export function isOtherNode(error: unknown): boolean {
  // Noise has no error class for this; the sentence is of @libp2p/noise 17.
  return partsOf(error).some(({ message }) => message.includes('does not match expected remote identity'));
}

/** One for each address that was tried. */
function triesOf(error: unknown): unknown[] {
  return error instanceof AggregateError ? error.errors : [error];
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
