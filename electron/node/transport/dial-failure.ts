import { ProtocolViolation } from './protocol-violation.ts';

export type DialVerdict =
  | { readonly state: 'offline' }
  | { readonly state: 'never-seen' }
  | { readonly state: 'refused'; readonly reason: string };

/** What a failed try to connect says about the peer, as far as it can be told. */
export function describeDialFailure(error: unknown, seenBefore: boolean): DialVerdict {
  const names = errorNames(error);
  if (names.has('UnexpectedPeerError'))
    return { state: 'refused', reason: 'another node answers at its address' };
  if (names.has('UnsupportedProtocolError')) {
    return { state: 'refused', reason: 'what answers there does not speak GhostStack' };
  }
  // Reached and proven by Noise, and then closed without a word: that is how a node treats those it does not know.
  const closed = [
    'StreamResetError',
    'StreamClosedError',
    'ConnectionClosedError',
    'MuxerClosedError',
    'StreamStateError',
  ];
  if (error instanceof ProtocolViolation || closed.some((name) => names.has(name)) || names.has('offline')) {
    return {
      state: 'refused',
      reason: 'it closed the connection without a word; it may not have added this node yet',
    };
  }
  return { state: seenBefore ? 'offline' : 'never-seen' };
}

/** The names and codes of an error, its causes and its parts. */
function errorNames(error: unknown, depth = 0): Set<string> {
  const names = new Set<string>();
  if (!(error instanceof Error) || depth > 4) return names;
  names.add(error.name);
  if ('code' in error && typeof error.code === 'string') names.add(error.code);
  const parts = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  for (const part of [error.cause, ...parts]) for (const name of errorNames(part, depth + 1)) names.add(name);
  return names;
}
