/** Peers of the cell that one lives in, and those who are met in kept cells alone or have left. */
import type { Cell } from '../../contract/domain/cell.ts';
import type { HeldCell } from '../../contract/domain/held-cell.ts';
import type { Peer } from '../../contract/domain/peer.ts';
import { visibleLine } from '../format/peer-text.ts';
import { shortDate } from '../format/times.ts';
import { t } from '../translate.ts';

const NAME_SHOWN = 60;

/** `here`: the other members; all where there is no cell, or one that has no place for oneself any more. */
export function peersApart(
  peers: readonly Peer[],
  cell: Pick<Cell, 'members'> | null | undefined,
): { readonly here: readonly Peer[]; readonly elsewhere: readonly Peer[] } {
  if (!cell?.members.some(({ me }) => me)) return { here: peers, elsewhere: [] };
  const members = new Set(cell.members.map(({ did }) => did));
  return {
    here: peers.filter(({ did }) => members.has(did)),
    elsewhere: peers.filter(({ did }) => !members.has(did)),
  };
}

/** `Left for Maple Street 2 on 12 May.`, of somebody who has said so in the cell that one lives in; else null. */
export function leftFor(live: Pick<HeldCell, 'departures'> | null, scid: string): string | null {
  const gone = live?.departures.findLast((one) => one.scid === scid && !one.me);
  if (!gone) return null;
  const date = shortDate(gone.atMs);
  return gone.to === null
    ? t('cells.person.left', { date })
    : t('cells.person.leftFor', { cell: visibleLine(gone.to.name, NAME_SHOWN), date });
}
