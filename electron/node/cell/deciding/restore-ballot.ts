import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { epochToTell } from '#shared/protocol/closing/untold-restore.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import { ballotRules, openBallot } from './open-ballot.ts';

/** What is asked of a log. */
export type TellingLog = Pick<
  IntegrityLog,
  'book' | 'graph' | 'ownHead' | 'ahead' | 'append' | 'objection' | 'signingBarred'
>;

/**
 * After a restore, lets the cell certify that it knows of it: opens a change of the rules that changes nothing. Nobody
 * needs to vote, as its certificate ends the epoch whatever the outcome.
 */
export class RestoreBallot {
  readonly #log: TellingLog;
  readonly #me: string;
  #isActing = false;

  constructor(log: TellingLog, me: string) {
    this.#log = log;
    this.#me = me;
  }

  /** Opens it if it is due. */
  follow(): void {
    // Its own entries are news as well.
    if (this.#isActing || this.#log.signingBarred) return;
    const { book } = this.#log;
    const epoch = epochToTell({ book, me: this.#me, head: this.#log.ownHead(), tips: this.#log.ahead() });
    if (!epoch) return;
    this.#isActing = true;
    try {
      this.#open(epoch);
    } finally {
      this.#isActing = false;
    }
  }

  #open(epoch: Epoch): void {
    const alias = epoch.members.find(({ scid }) => scid === this.#me)?.alias ?? '';
    const text = `The node of ${alias} goes on from a backup. Nothing else changes, and nobody needs to vote: once this ballot has ended, whatever its outcome, ${alias} takes part again in decisions about members and rules.`;
    const proposal = this.#draft(`Note the restore of ${alias}`, text);
    const latest = this.#log.book.ballotsOf(proposal).at(-1);
    const body = {
      proposal,
      attempt: (latest?.body.attempt ?? 0) + 1,
      epoch: epoch.number,
      text,
      rules: ballotRules(epoch.rules, epoch.members.length, {}, true),
      change: { type: 'rules', rules: epoch.rules },
    };
    if (!this.#log.objection('open', body)) this.#log.append('open', body);
  }

  /** The one that this generation has written already: its ballot was superseded, or is yet to be opened. */
  #draft(title: string, text: string): string {
    const { book, graph } = this.#log;
    const head = this.#log.ownHead();
    const before = book
      .drafts()
      .findLast(
        (draft) =>
          head !== null &&
          draft.entry.gen === head.entry.gen &&
          graph.onBranch(draft, head) &&
          draft.entry.body.title === title,
      );
    return (before ?? openBallot.draft(this.#log, title, text)).hash;
  }
}
