import type { PeerId } from '@libp2p/interface';
import type { PeerLink } from '#shared/contract/domain/peer.ts';
import type { Progress } from '../../messaging/mesh-daemon.ts';
import type { PeerConnection } from './peer-connection.ts';
import { RateLimit } from './rate-limit.ts';
import type { TransportTiming } from './timing.ts';
import { WorkBudget } from './work-budget.ts';

type PeerLimits = Pick<TransportTiming, 'workPerMinute' | 'wordsPerMinute'>;

/** What is known of the link to one peer; everything in it is for showing. */
export interface PeerStatus {
  readonly did: string;
  readonly link: PeerLink;
  readonly lastSeenAtMs: number | null;
  readonly nextTryAtMs: number | null;
  /** Positive when the peer's clock is ahead of ours. */
  readonly clockAheadMs: number | null;
  /** When two live nodes were last seen at once under its present key. */
  readonly twinSeenAtMs: number | null;
  readonly receiving: Progress | null;
  /** It sends more than this node takes in a minute; what it sends is taken with pauses. */
  readonly isSlowed: boolean;
  /** Multiaddrs at which the peer is dialled: given by hand, and those that worked before. */
  readonly addresses: readonly string[];
}

/** Addresses that worked are kept up to this number, the newest first. */
const REMEMBERED_ADDRESSES = 4;
/** Before a word that is one too many. Whoever asks for a sign of life waits for longer. */
const WORD_PAUSE_MS = 500;

/** The state of one peer, as far as the network is concerned. */
export class PeerRecord {
  readonly did: string;
  /** Given by hand. */
  address: string | null = null;
  remembered: string[] = [];
  active: PeerConnection | null = null;
  /** A try is under way, or has its turn next. */
  dialling = false;
  /** The try at an address that somebody told of; null while none is under way. */
  tryingHint: Promise<void> | null = null;
  /** Tries since the last success. */
  attempts = 0;
  /** Counts tries, so that all addresses have their turns. */
  round = 0;
  nextTryAtMs: number | null = null;
  lastSeenAtMs: number | null = null;
  clockAheadMs: number | null = null;
  /** Under which key, and when, two live nodes were last seen at once. */
  twin: { readonly key: PeerId; readonly atMs: number } | null = null;
  receiving: Progress | null = null;
  isSlowed = false;
  /** What it costs, over all its connections: a new one brings no new budget. */
  readonly work: WorkBudget;
  readonly #words: RateLimit;
  /** Not to be reached, on purpose. */
  paused = false;
  cutOffUntilMs = 0;
  /** What an earlier try found out; shown until something else is known. */
  verdict: Exclude<PeerLink, { state: 'connecting' | 'connected' }> | null = null;

  constructor(did: string, { workPerMinute, wordsPerMinute }: PeerLimits, onSlowed: () => void) {
    this.did = did;
    this.work = new WorkBudget({
      limits: workPerMinute,
      onSlowed: (isSlowed) => {
        this.isSlowed = isSlowed;
        onSlowed();
      },
    });
    this.#words = new RateLimit(wordsPerMinute, () => performance.now());
  }

  /** Resolves when it may be heard on the hello's stream: at once, unless it says very much. */
  async word(): Promise<void> {
    if (!this.#words.take()) await this.work.hold(WORD_PAUSE_MS);
  }

  get addresses(): string[] {
    const byHand = this.address === null ? [] : [this.address];
    return [...new Set([...byHand, ...this.remembered])];
  }

  /** libp2p makes one of two dials to one key: so there is one at a time. */
  get isDialled(): boolean {
    return this.dialling || this.tryingHint !== null;
  }

  get link(): PeerLink {
    if (this.active !== null) return { state: 'connected' };
    if (this.refused !== null) return this.refused;
    if (this.dialling) return { state: 'connecting', attempt: Math.max(1, this.attempts) };
    return { state: this.lastSeenAtMs === null ? 'never-seen' : 'offline' };
  }

  /** A verdict that says more than that the peer is away. */
  get refused(): PeerLink | null {
    const { verdict } = this;
    return verdict === null || verdict.state === 'offline' || verdict.state === 'never-seen' ? null : verdict;
  }

  remember(address: string): void {
    this.remembered = newestFirst(address, this.remembered);
  }

  status(): PeerStatus {
    const { did, link, lastSeenAtMs, nextTryAtMs, clockAheadMs, receiving, isSlowed, addresses } = this;
    const twinSeenAtMs = this.twin?.atMs ?? null;
    return {
      did,
      link,
      lastSeenAtMs,
      nextTryAtMs,
      clockAheadMs,
      twinSeenAtMs,
      receiving,
      isSlowed,
      addresses,
    };
  }
}

function newestFirst(address: string, others: readonly string[]): string[] {
  return [address, ...others.filter((other) => other !== address)].slice(0, REMEMBERED_ADDRESSES);
}
