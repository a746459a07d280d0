import { type Ballots, everything, type Past } from './ballot.ts';
import { type Certificate, certificates } from './certificate.ts';
import { quorumSizes } from './epoch.ts';
import { type Tally, tally } from './tally.ts';

export type BallotState =
  | { readonly state: 'voting' }
  /** At least one close is known; so many more members must close before one can be certified. */
  | { readonly state: 'closing'; readonly closed: number; readonly needed: number }
  | {
      readonly state: 'passed' | 'failed' | 'expired' | 'withdrawn';
      readonly certificate: Certificate;
      readonly tally: Tally;
    }
  /** Another ballot of the same slot was certified. */
  | { readonly state: 'superseded'; readonly certificate: Certificate }
  | { readonly state: 'forked'; readonly certificates: readonly Certificate[] };

/** The state of a ballot within a set of entries (CLOSING: state); final states absorb. */
export function ballotState(ballots: Ballots, hash: string, within: Past = everything): BallotState {
  const ballot = ballots.ballot(hash);
  if (!ballot) throw new RangeError(`there is no ballot ${hash}`);
  const certified = certificates(ballots, within, ballot.slot);
  const [certificate, conflicting] = certified;
  if (conflicting) return { state: 'forked', certificates: certified };
  if (certificate) {
    if (certificate.closure.ballot !== hash) return { state: 'superseded', certificate };
    const counted = tally(ballots, certificate.closure);
    return { state: counted.outcome, certificate, tally: counted };
  }
  const closers = new Set(
    ballots
      .closes(hash)
      .filter(within)
      .map((close) => close.entry.author),
  );
  if (closers.size === 0) return { state: 'voting' };
  const { q } = quorumSizes(ballot.electorate);
  return { state: 'closing', closed: closers.size, needed: Math.max(0, q - closers.size) };
}
