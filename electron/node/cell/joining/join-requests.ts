import type { JoinRequest } from '#shared/contract/domain/cell.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { AdmissionBallots } from './admission-ballots.ts';
import type { InvitationRow } from './invitation-store.ts';
import type { DeskStep } from './join-machine.ts';

/** What is known of those who ask, beside their rows. */
export interface RequestFacts {
  readonly me: string;
  readonly members: Epoch['members'];
  readonly ballots: AdmissionBallots;
  readonly stepOf: (row: InvitationRow) => DeskStep;
  readonly words: (row: InvitationRow) => string[] | null;
  /** Null for a clock that agrees with ours. */
  readonly clockAheadMs: (scid: string) => number | null;
}

const NO_BALLOT = { waitsFor: [], needed: 0, untilMs: null };

/** Those who ask now by this node's own invitations. */
export function ownRequests(rows: readonly InvitationRow[], facts: RequestFacts): JoinRequest[] {
  const { me, members, ballots, stepOf, words, clockAheadMs } = facts;
  return rows.flatMap((row, index): JoinRequest[] => {
    const step = stepOf(row);
    // Who came before, and comes back, asks once.
    const cameAgain = rows.slice(index + 1).some(({ asker }) => asker?.scid === row.asker?.scid);
    if (!row.asker || cameAgain || !(step === 'asking' || step === 'accepted' || step === 'voting'))
      return [];
    const { scid, alias, askedAtMs } = row.asker;
    const ballot = ballots.of(row);
    return [
      {
        scid,
        name: alias,
        inviter: nameOf(me, members),
        words: words(row),
        compared: row.words === 'same',
        clockAheadMs: clockAheadMs(scid),
        receivedAtMs: askedAtMs,
        state: step,
        ballot: ballot?.open.hash ?? null,
        ...(ballot ? ballots.standing(ballot) : NO_BALLOT),
        answered: row.accepted,
      },
    ];
  });
}

/** Those on whom a ballot of another member is open, but for those who ask here. */
export function otherRequests(here: ReadonlySet<string>, facts: RequestFacts): JoinRequest[] {
  const { me, members, ballots } = facts;
  return ballots.open().flatMap((ballot): JoinRequest[] => {
    const { change } = ballot;
    if (ballot.proposer === me || here.has(change.scid)) return [];
    return [
      {
        scid: change.scid,
        name: change.alias,
        inviter: nameOf(ballot.proposer, members),
        words: null,
        compared: true,
        clockAheadMs: null,
        receivedAtMs: ballot.open.entry.at,
        state: 'voting',
        ballot: ballot.open.hash,
        ...ballots.standing(ballot),
        answered: ballots.hasVoted(ballot),
      },
    ];
  });
}

function nameOf(scid: string, members: Epoch['members']): string {
  return members.find((member) => member.scid === scid)?.alias ?? scid;
}
