import { type Closure, type Countable, closureKey, closureOf, type Past } from './ballot.ts';
import { certificates } from './certificate.ts';
import { enteredWithin } from './entered.ts';
import { type Epoch, lastGenIn, livesBegun, nextEpoch } from './epoch.ts';
import { membershipSlot } from './slot.ts';
import { tally } from './tally.ts';

/**
 * The epoch that a past has reached. The certificate of an epoch's membership slot ends it, whatever the outcome;
 * two of them leave the cell where it is.
 */
export function advanceEpoch(ballots: Countable, from: Epoch, past: Past): Epoch {
  let epoch = from;
  for (;;) {
    const [certificate, conflicting] = certificates(ballots, past, membershipSlot(epoch.number));
    if (!certificate || conflicting) return epoch;
    epoch = epochAfter(ballots, epoch, certificate.closure);
  }
}

/** The epoch that begins where an epoch's membership slot certified this closure. */
export function epochAfter(ballots: Countable, epoch: Epoch, closure: Closure): Epoch {
  const { ballot, closes } = closure;
  const passed = tally(ballots, closure).outcome === 'passed';
  const change = passed ? (ballots.ballot(ballot)?.body.change ?? null) : null;
  const { graph, logs } = ballots;
  const within = closureOf(ballots, closure);
  const ended = enteredWithin(epoch, ballots.enters(), within);
  return nextEpoch(ended, { key: closureKey(closure), closes, ballot }, change, {
    begun: livesBegun(graph, epoch, closes),
    lastGen: (scid) => lastGenIn(graph, closes, scid),
    extended: ({ scid, didLog }, versions) => logs.extended(scid, didLog, versions),
    leaving: (next) => ballots.leaving(next, within),
  });
}
