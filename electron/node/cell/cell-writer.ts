import { type Epoch, isMember } from '#shared/protocol/closing/epoch.ts';
import type { InvitationStore } from './joining/invitation-store.ts';
import type { OwnFeedGuard } from './own-feed/own-feed-guard.ts';
import { ReactionWriter, type ReactionWriterOptions } from './reaction-writer.ts';
import { ATTESTING, attestStatements, NOTHING_ATTESTED } from './reactions/attest-statements.ts';
import { BEGINNING_AGAIN, beginAgain } from './reactions/begin-again.ts';
import { CLOSING, closeBallots, NOTHING_CLOSED } from './reactions/close-ballots.ts';
import { GOING_ON, goOn } from './reactions/go-on.ts';
import { LETTING_BACK, letBack, type RecoveryDeskFacts } from './reactions/let-back.ts';
import { type Desk, LETTING_IN, letIn } from './reactions/let-in.ts';
import { PROVING, proveFork } from './reactions/prove-fork.ts';
import { type Reaction, type RowWish, remembering } from './reactions/reaction.ts';
import { NOTHING_REOPENED, REOPENING, reopenRekey } from './reactions/reopen-rekey.ts';
import { NOTHING_DUE, STATING, stateOutwards } from './reactions/state-outwards.ts';
import { TELLING, tellRestore } from './reactions/tell-restore.ts';
import type { RecoveryStore } from './recovering/recovery-store.ts';

export interface CellWriterOptions
  extends Pick<ReactionWriterOptions, 'log' | 'me' | 'clock' | 'storedAtMs' | 'failed'> {
  readonly cell: string;
  /** The home lives elsewhere: what a person would be shown or asked is left. */
  readonly isKept: boolean;
  readonly invitations: InvitationStore;
  readonly recoveries: RecoveryStore;
  /** Approves what other members accepted, too. */
  readonly acceptAll: boolean;
  /** The present one, or null while the log is not here yet. */
  readonly epoch: () => Epoch | null;
  /** Members that the log does not name, since it was damaged. */
  readonly remembered?: () => readonly string[];
  /** SCIDs of members that are connected. */
  readonly online?: () => readonly string[];
  readonly guard: () => Pick<OwnFeedGuard, 'doubt' | 'goOn'>;
  /** An invitation's row says something else. */
  readonly changed: () => void;
}

/** All that a member's node writes by itself, in the order in which it is asked for. */
export function cellWriter(options: CellWriterOptions): ReactionWriter {
  const { me, epoch, guard, remembered = () => [] } = options;
  const react = () => goOn({ me, epoch: epoch(), remembered: remembered(), ...guard().doubt() });
  return new ReactionWriter({
    ...options,
    reactions: [
      { name: BEGINNING_AGAIN, react: beginAgain },
      { name: PROVING, react: proveFork },
      remembering(CLOSING, NOTHING_CLOSED, closeBallots),
      ...(options.isKept ? [] : ofTheLiveCell(options)),
    ],
    whenBarred: [{ name: GOING_ON, react }],
    beginGeneration: () => guard().goOn(),
    note: (wish) => note(options, wish),
  });
}

function ofTheLiveCell(options: CellWriterOptions): Reaction[] {
  const { online = () => [] } = options;
  return [
    { name: LETTING_IN, react: (state) => letIn(state, deskOf(options)) },
    { name: LETTING_BACK, react: (state) => letBack(state, recoveriesOf(options)) },
    remembering(REOPENING, NOTHING_REOPENED, reopenRekey),
    { name: TELLING, react: tellRestore },
    remembering(STATING, NOTHING_DUE, (state, due) => stateOutwards(state, due, online())),
    remembering(ATTESTING, NOTHING_ATTESTED, attestStatements),
  ];
}

function deskOf({ cell, me, epoch, invitations, acceptAll }: CellWriterOptions): Desk {
  const present = epoch();
  const isHere = present !== null && isMember(present, me);
  return { epoch: isHere ? present : null, rows: isHere ? invitations.list(cell) : [], acceptAll };
}

function recoveriesOf({ cell, me, epoch, recoveries }: CellWriterOptions): RecoveryDeskFacts {
  const present = epoch();
  const isHere = present !== null && isMember(present, me);
  return { epoch: isHere ? present : null, rows: isHere ? recoveries.list(cell) : [] };
}

function note({ invitations, recoveries, changed }: CellWriterOptions, { of, row, says }: RowWish): void {
  const isRecovery = of === 'recovery';
  if (isRecovery && says === 'refused') recoveries.refuse(row);
  else if (isRecovery && typeof says === 'object') recoveries.drafted(row, says.drafted);
  else if (says === 'refused') invitations.refuse(row);
  else if (says === 'released') invitations.release(row);
  else invitations.drafted(row, says.drafted);
  changed();
}
