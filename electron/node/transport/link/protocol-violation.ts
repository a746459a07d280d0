import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';

/**
 * A peer did what no honest peer does. The reason is a predicate in the past tense ("sent a frame of 9 MB, the
 * limit is 256 KB"): it follows "Cut off:" at this side and "was cut off because it" in what the peer is told.
 */
export class ProtocolViolation extends GhostStackError {
  readonly reason: string;

  constructor(reason: string) {
    super('malformed', asWritten(`The peer broke the protocol: it ${reason}.`));
    this.reason = reason;
  }
}

export function sizeInWords(bytes: number): string {
  if (bytes < 10 * 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${Math.round(bytes / (1024 * 1024))} MB`;
}
