import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import type { Look } from '../window/look.ts';
import { isInSight } from './in-sight.ts';
import { isWanted, type Matter, mattersOf, type Surroundings } from './matters.ts';
import { quietUntilMs } from './quiet-hours.ts';

export interface Sifted {
  /** Everything that holds now. */
  readonly present: readonly Matter[];
  /** To be told now. */
  readonly tell: readonly Matter[];
  /** Keys that count as told without a notice: not wanted, or in sight. */
  readonly settled: readonly string[];
  /** Keys of what is over, so that it is told when it comes again. */
  readonly over: readonly string[];
}

export interface SiftInput {
  readonly state: Snapshot;
  readonly around: Surroundings;
  readonly told: ReadonlySet<string>;
  readonly look: Look;
}

/** What is to be told of the state as it is: each matter once, and in quiet hours nothing, which stays untold until they end. */
export function sift({ state, around, told, look }: SiftInput): Sifted {
  const present = mattersOf(state, around);
  const { notices } = state.settings;
  const quietMs = quietUntilMs(notices.quiet, around.nowMs);
  const tell: Matter[] = [];
  const settled: string[] = [];
  for (const matter of present) {
    if (told.has(matter.key)) continue;
    if (!isWanted(matter, notices, around.nowMs) || isInSight(matter, look)) settled.push(matter.key);
    else if (quietMs === null || (notices.quiet.passVotes && closesBefore(matter, quietMs)))
      tell.push(matter);
  }
  return { present, tell, settled, over: overOf(state, told) };
}

function closesBefore(matter: Matter, atMs: number): boolean {
  if (matter.kind !== 'votes') return false;
  const { deadlineAtMs } = matter.proposal;
  return deadlineAtMs !== null && deadlineAtMs < atMs;
}

/** Only where the state itself says so: a node that starts shows nothing yet, and nothing is over by that. */
function overOf({ phase, proposals, problem }: Snapshot, told: ReadonlySet<string>): string[] {
  if (phase !== 'running') return [];
  const given = proposals.filter(({ needsMyVote }) => !needsMyVote).map(({ id }) => `vote:${id}`);
  return [...given, 'locked', ...(problem === null ? ['disk', 'damage'] : [])].filter((key) => told.has(key));
}
