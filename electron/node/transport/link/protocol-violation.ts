import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';

/**
 * A peer did what no honest peer does. The reason is a predicate in the past tense ("sent a frame of 9 MB, the
 * limit is 256 KB"): it follows "Cut off:" at this side and "was cut off because it" in what the peer is told.
 */
export class ProtocolViolation extends GhostStackError {
  readonly reason: Saying;

  constructor(reason: Saying) {
    super('malformed', says('error.transport.protocolBroken', { what: reason }));
    this.reason = reason;
  }
}

export function sizeSays(bytes: number): Saying {
  if (bytes < 10 * 1024) return says('error.size.bytes', { n: bytes });
  if (bytes < 1024 * 1024) return says('error.size.kilobytes', { n: Math.round(bytes / 1024) });
  return says('error.size.megabytes', { n: Math.round(bytes / (1024 * 1024)) });
}
