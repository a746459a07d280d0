import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { RecoveryDeskStep } from './recovery-desk-machine.ts';
import type { RecoveryStandings } from './recovery-standing.ts';
import type { RecoveryRow } from './recovery-store.ts';

/** A machine that asks this node to be let back in, as its operator sees it. */
export interface RecoveryRequest {
  /** Of the code. */
  readonly id: string;
  readonly scid: string;
  /** Of the member, in the cell. */
  readonly name: string;
  readonly by: 'device' | 'words';
  /** Whether the machine that wrote its feed is gone, as it says. */
  readonly lost: boolean;
  /** Six words to compare with the machine's screen. */
  readonly words: string[];
  /** Its operator has said that they are the same: it may be accepted. */
  readonly compared: boolean;
  readonly receivedAtMs: number;
  /** `differ`: its operator saw other words, and it asks for nothing any more. */
  readonly state: 'asking' | 'voting' | 'differ';
  readonly ballot: string | null;
  /** Names of those who have not voted in it. */
  readonly waitsFor: string[];
  /** Approvals that it takes to pass, beyond those that are known here. */
  readonly needed: number;
  /** When it is counted whoever has voted; null before it is open. */
  readonly untilMs: number | null;
  /** This node has accepted. */
  readonly answered: boolean;
}

export interface RecoveryRequestFacts {
  readonly members: Epoch['members'];
  readonly ballots: Pick<RecoveryStandings, 'of' | 'standing'>;
  readonly stepOf: (row: RecoveryRow) => RecoveryDeskStep;
  readonly wordsOf: (row: RecoveryRow) => string[];
}

const SHOWN: readonly RecoveryDeskStep[] = ['comparing', 'asking', 'differing', 'voting', 'again'];
const NO_BALLOT = { waitsFor: [], needed: 0, untilMs: null };

/** Those that ask now by this node's codes. */
export function recoveryRequests(
  rows: readonly RecoveryRow[],
  facts: RecoveryRequestFacts,
): RecoveryRequest[] {
  const { members, ballots, stepOf, wordsOf } = facts;
  return rows.flatMap((row): RecoveryRequest[] => {
    const step = stepOf(row);
    if (!row.asker || !SHOWN.includes(step)) return [];
    const { scid, by, askedAtMs } = row.asker;
    const ballot = step === 'voting' ? ballots.of(row) : null;
    return [
      {
        id: row.id,
        scid,
        name: members.find((member) => member.scid === scid)?.alias ?? scid,
        by,
        lost: row.wanted?.lost ?? false,
        words: wordsOf(row),
        compared: row.wanted !== null,
        receivedAtMs: askedAtMs,
        state: step === 'differing' ? 'differ' : row.accepted ? 'voting' : 'asking',
        ballot: ballot?.open.hash ?? null,
        ...(ballot ? ballots.standing(ballot) : NO_BALLOT),
        answered: row.accepted,
      },
    ];
  });
}
