import type { RekeyView } from '#shared/contract/domain/recovery.ts';
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { type Rekey, rekeyView } from '../recovering/rekey-view.ts';
import type { ViewContext } from './proposal-view.ts';

/** What is needed of a proposal's view to tell of a key. */
interface Told {
  readonly nameOf: (scid: string) => string;
  /** By the clock of whoever completed its certificate; null while it has none. */
  readonly certifiedAtMs: (ballot: Ballot) => number | null;
}

/** What a ballot is that changes somebody's key, with what to heed before a vote on it; null for every other. */
export function rekeyOf(context: ViewContext, ballot: Ballot | null, told: Told): RekeyView | null {
  const shown = ballot && factsOf(context, ballot, told);
  if (!ballot || !shown) return null;
  // What is over warns of nothing, and costs no look at all others.
  const all = shown.state === 'open' ? rekeysOf(context, shown.scid, told) : [shown];
  const openedAtMs = context.storedAtMs(ballot.open.hash) ?? ballot.open.entry.at;
  const { scid, by, lost, warnings } = rekeyView(shown, all, openedAtMs);
  return { scid, name: told.nameOf(scid), by, lost, warnings: [...warnings] };
}

function rekeysOf(context: ViewContext, scid: string, told: Told): Rekey[] {
  const { book } = context.log;
  return [...book.drafts()]
    .flatMap((draft) => book.ballotsOf(draft.hash))
    .flatMap((ballot) => factsOf(context, ballot, told) ?? [])
    .filter((rekey) => rekey.scid === scid);
}

function factsOf({ log }: ViewContext, ballot: Ballot, told: Told): Rekey | null {
  const { change } = ballot.body;
  if (change?.type !== 'rekey') return null;
  const { state } = ballotState(log.book, ballot.open.hash);
  const isOpen = state === 'voting' || state === 'closing';
  return {
    ballot: ballot.open.hash,
    scid: change.scid,
    versions: change.versions,
    lost: change.lost,
    proposer: ballot.proposer,
    state: isOpen ? 'open' : state === 'passed' ? 'passed' : 'over',
    certifiedAtMs: state === 'passed' ? told.certifiedAtMs(ballot) : null,
  };
}
