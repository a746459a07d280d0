/** What members are shown of a change of somebody's key, before they vote on it: pure functions of what the log says. */

/** One ballot on a member's key. */
export interface Rekey {
  /** Hash of its `open`. */
  readonly ballot: string;
  readonly scid: string;
  /** How many versions it adds: one by the device, two by the words. */
  readonly versions: readonly unknown[];
  readonly lost: boolean;
  readonly proposer: string;
  readonly state: 'open' | 'passed' | 'over';
  /** When it was certified, as far as this node can tell; null while it is not. */
  readonly certifiedAtMs: number | null;
}

export interface RekeyView {
  readonly scid: string;
  readonly by: 'device' | 'words';
  /** The machine that wrote the feed is gone, it says. */
  readonly lost: boolean;
  readonly proposer: string;
  readonly warnings: readonly RekeyWarning[];
}

/**
 * `several`: another ballot on the key of the same member is open: two machines want to be it. `lately`: its key was
 * changed within the last days: whoever changed it may not be whoever asks now.
 */
export type RekeyWarning = 'several' | 'lately';

const LATELY_MS = 7 * 86_400_000;

/** Who asks is read from the versions; a proposer could say anything. */
export function byOf({ versions }: Pick<Rekey, 'versions'>): RekeyView['by'] {
  return versions.length > 1 ? 'words' : 'device';
}

/** @param all the ballots on keys that this node knows, the one that is shown among them */
export function rekeyView(shown: Rekey, all: readonly Rekey[], nowMs: number): RekeyView {
  const others = all.filter(({ scid, ballot }) => scid === shown.scid && ballot !== shown.ballot);
  const { scid, lost, proposer } = shown;
  return { scid, by: byOf(shown), lost, proposer, warnings: warningsOf(shown, others, nowMs) };
}

function warningsOf({ state }: Rekey, others: readonly Rekey[], nowMs: number): RekeyWarning[] {
  if (state !== 'open') return [];
  const several = others.some((other) => other.state === 'open');
  const lately = others.some(
    ({ certifiedAtMs }) => certifiedAtMs !== null && nowMs - certifiedAtMs < LATELY_MS,
  );
  return [...(several ? (['several'] as const) : []), ...(lately ? (['lately'] as const) : [])];
}
