import { WORK_PER_MINUTE, type WorkLimits } from './work-budget.ts';

/** Deadlines and intervals of the network, in milliseconds. */
export interface TransportTiming {
  /** To connect to one peer, handshake included. */
  readonly dialMs: number;
  /** The same, at an address that others tell of. */
  readonly hintMs: number;
  /** For the first answer on a new connection. */
  readonly helloMs: number;
  /** For a frame to arrive whole once it has begun. */
  readonly frameMs: number;
  /** For an acknowledgement, since anything last came back. */
  readonly acknowledgementMs: number;
  /** For what is left to be written when a connection is closed. */
  readonly closeMs: number;
  /** How often a silent peer is asked whether it is there, and how long it has for a sign of life. */
  readonly pingMs: number;
  /** How often it is looked whether this computer's clock was set. */
  readonly clockLookMs: number;
  /** How often what is carried is compared with one member, however often it reconnects. */
  readonly compareMs: number;
  /** To ask an address whether it holds this node's own key. */
  readonly probeMs: number;
  /** For somebody unknown to begin to show its key, where no invitation is open. */
  readonly keyMs: number;
  /** For a newcomer's whole visit, and for one request of its to be answered. */
  readonly joinMs: number;
  /** How long a peer that broke the protocol is kept out. */
  readonly cutOffMs: number;
  /** What is said on the hello's stream (where others are, twins, signs of life) before it is read more slowly. */
  readonly wordsPerMinute: { readonly burst: number; readonly perMinute: number };
  /** What a peer's receipts and messages may cost before they are taken more slowly. */
  readonly workPerMinute: WorkLimits;
}

export const DEFAULT_TIMING: TransportTiming = {
  dialMs: 5_000,
  hintMs: 1_500,
  helloMs: 5_000,
  frameMs: 15_000,
  acknowledgementMs: 15_000,
  closeMs: 1_000,
  pingMs: 2_000,
  clockLookMs: 15_000,
  compareMs: 60_000,
  probeMs: 2_000,
  keyMs: 1_000,
  joinMs: 20_000,
  cutOffMs: 10 * 60_000,
  workPerMinute: WORK_PER_MINUTE,
  wordsPerMinute: { burst: 120, perMinute: 240 },
};
