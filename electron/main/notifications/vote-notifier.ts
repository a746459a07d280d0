import type { Notification } from 'electron';
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { type VoteNotice, voteNotices } from './vote-notices.ts';

export interface VoteNotifierOptions {
  readonly Notification: typeof Notification;
  /** With the window in front the operator sees the vote anyway. */
  readonly isLookedAt: () => boolean;
  readonly open: (hash: string) => void;
  /** Whether the server of notifications answers; see server-answers.ts. */
  readonly answers: () => Promise<boolean>;
  readonly nowMs?: () => number;
  /** What a title becomes; left out for what it is. */
  readonly titled?: (title: string) => string;
}

/** Tells the operator of a vote that is needed; a click opens its page. */
export class VoteNotifier {
  readonly #options: VoteNotifierOptions;
  /** A notification that nobody holds may be collected before it is clicked. */
  readonly #shown = new Set<Notification>();
  #waiting: ReadonlySet<string> = new Set();

  constructor(options: VoteNotifierOptions) {
    this.#options = options;
  }

  heard(proposals: readonly ProposalSummary[]): void {
    const { Notification: Kind, isLookedAt, nowMs = Date.now } = this.#options;
    const { notices, waiting } = voteNotices(this.#waiting, proposals, nowMs());
    this.#waiting = waiting;
    if (notices.length === 0 || isLookedAt() || !Kind.isSupported()) return;
    void this.#show(notices);
  }

  async #show(notices: readonly VoteNotice[]): Promise<void> {
    const { Notification: Kind, answers, isLookedAt, open, titled = (title) => title } = this.#options;
    if (!(await answers()) || isLookedAt()) return;
    for (const { title, body, hash } of notices) {
      const shown = new Kind({ title: titled(title), body });
      this.#shown.add(shown);
      shown.on('click', () => open(hash));
      for (const end of ['click', 'close', 'failed'] as const) {
        shown.on(end as 'close', () => this.#shown.delete(shown));
      }
      shown.show();
    }
  }
}
