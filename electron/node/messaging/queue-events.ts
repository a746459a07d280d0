import type { MessageState } from '#shared/contract/domain/message.ts';

export type QueueEvent =
  /** A message was stored; it will be sent. `from` and `to` are names as the caller gave them. */
  | {
      readonly type: 'queued';
      readonly number: number;
      readonly id: string;
      readonly from: string;
      readonly to: string;
      readonly text: string;
    }
  /** Anything about a message changed; `get(number)` tells all. */
  | { readonly type: 'changed'; readonly number: number; readonly id: string; readonly state: MessageState };

/** A message as the tutorial prints it. */
export interface QueueRow {
  readonly id: number;
  readonly sender: string;
  readonly recipient: string;
  readonly payload: string;
  readonly delivered: boolean;
}

/** An envelope that is ready to be handed over. */
export interface OutgoingEnvelope {
  /** The message's number in the queue. */
  readonly number: number;
  readonly recipientDid: string;
  readonly envelopeId: string;
  /** sha256 of the envelope's JCS; the acknowledgement must name it. */
  readonly hash: string;
  /** The envelope as UTF-8 JSON: what is carried. */
  readonly bytes: Uint8Array;
  readonly attempts: number;
  /** An earlier envelope of this id may have arrived. */
  readonly resealed: boolean;
}

/** What an acknowledgement said of a batch. Numbers of messages. */
export interface BatchOutcome {
  readonly delivered: readonly number[];
  readonly refused: readonly { readonly number: number; readonly code: string }[];
  /** Refused for now; they are tried again later. */
  readonly later: readonly { readonly number: number; readonly code: string }[];
}
