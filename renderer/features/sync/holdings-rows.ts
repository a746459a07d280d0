import type { CellMember, Holdings } from '#shared/contract/domain/cell.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';

export interface HoldingCell {
  readonly holder: CellMember;
  /** What the holder lacks of the author; null while it has not said. */
  readonly behind: number | null;
  readonly own: boolean;
  /** The holder is connected: its word is of now. */
  readonly live: boolean;
}

export interface HoldingRow {
  readonly author: CellMember;
  readonly cells: readonly HoldingCell[];
}

export interface HoldingSum {
  readonly holder: CellMember;
  /** Null as soon as one of its cells is unknown. */
  readonly behind: number | null;
  readonly live: boolean;
  readonly asOfMs: number | null;
}

export interface HoldingsTable {
  readonly holders: readonly CellMember[];
  readonly rows: readonly HoldingRow[];
  readonly sums: readonly HoldingSum[];
}

/** The matrix of who lacks how much of whom, with its sums, in the order of joining. */
export function holdingsTable(
  holdings: Holdings,
  members: readonly CellMember[],
  peers: readonly Peer[],
): HoldingsTable {
  const byScid = new Map(members.map((member) => [member.scid, member]));
  const known = holdings.members.flatMap((scid, index) => {
    const member = byScid.get(scid);
    return member ? [{ member, index }] : [];
  });
  const isLive = (member: CellMember): boolean =>
    member.me || peers.some((peer) => peer.did === member.did && peer.link.state === 'connected');
  const rows = known.map(({ member: author, index: row }) => ({
    author,
    cells: known.map(({ member: holder, index: column }) => ({
      holder,
      behind: holdings.behind[row]?.[column] ?? null,
      own: holder.scid === author.scid,
      live: isLive(holder),
    })),
  }));
  return {
    holders: known.map(({ member }) => member),
    rows,
    sums: known.map(({ member: holder, index }, column) => ({
      holder,
      behind: rows.reduce<number | null>((sum, { cells }) => {
        const behind = cells[column]?.behind ?? null;
        return sum === null || behind === null ? null : sum + behind;
      }, 0),
      live: isLive(holder),
      asOfMs: holdings.asOfMs[index] ?? null,
    })),
  };
}
