/** What people read of the cells of a home: in the switcher, on the page of cells, and at a terminal. */
import type { Departure, HeldCell } from '../../contract/domain/held-cell.ts';
import { nameList } from '../format/names.ts';
import { visibleLine } from '../format/peer-text.ts';
import { fullDate, shortDate } from '../format/times.ts';
import { t } from '../translate.ts';

const NAME_SHOWN = 60;

/** Under the name, in a few words: `5 members`, `kept, 2 of 5 still there`. */
export function cellNote(cell: HeldCell): string {
  const { standing, isLive, members } = cell;
  if (standing === 'awaiting' || standing === 'unread') return t(`cells.note.${standing}`);
  if (!isLive) {
    const { still, total } = stillThere(cell);
    return total === 0 ? t('cells.note.keptPlain') : t('cells.note.kept', { n: still, total });
  }
  return standing === 'member' ? t('cell.size', { n: members.length }) : t(`cells.note.${standing}`);
}

/** Of all who are members or were counted out as leaving: those who have not said that they go. */
function stillThere({ members, departures }: HeldCell): { readonly still: number; readonly total: number } {
  const going = departures.filter(({ isCountedOut }) => !isCountedOut).length;
  return { still: members.length - going, total: members.length + departures.length - going };
}

/** Why it stands as it does, in whole sentences: how I stand there, what it branched off from, until when it is kept. */
export function cellReason(cell: HeldCell, nowMs: number): string {
  const { parent, isLive } = cell;
  return [
    standingReason(cell),
    ...(parent ? [t('cells.parent', { cell: visibleLine(parent.name, NAME_SHOWN) })] : []),
    ...(isLive ? [] : [keptReason(cell, nowMs)]),
  ]
    .filter(Boolean)
    .join(' ');
}

function standingReason({ standing, isLive, departures }: HeldCell): string {
  const mine = departures.findLast(({ me }) => me);
  const to = mine?.to;
  if ((standing === 'leaving' || standing === 'left') && mine && to)
    return t(`cells.why.${standing}For`, { cell: visibleLine(to.name, NAME_SHOWN), date: dateOf(mine) });
  return standing === 'member' && isLive ? '' : t(`cells.why.${standing}`);
}

function keptReason({ keptUntilMs }: HeldCell, nowMs: number): string {
  if (keptUntilMs === null) return '';
  return keptUntilMs > nowMs ? t('cells.until', { date: fullDate(keptUntilMs) }) : t('cells.silent');
}

/** Those who went the same way, as one: the newest last. */
export interface DepartureGroup {
  readonly key: string;
  readonly names: readonly string[];
  readonly toName: string | null;
  /** When the last of them said so. */
  readonly atMs: number;
  /** All of them have been counted out. */
  readonly isCountedOut: boolean;
}

/** Of others than the operator. */
export function departureGroups({ departures }: Pick<HeldCell, 'departures'>): DepartureGroup[] {
  const groups = new Map<string, Departure[]>();
  for (const one of departures) {
    if (one.me) continue;
    const key = one.to?.cell ?? '';
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((all) => ({
    // Somebody who comes back and leaves again is another departure.
    key: all.map(({ scid, atMs }) => `${scid} ${atMs}`).join(),
    names: all.map(({ name }) => name),
    toName: all[0]?.to?.name ?? null,
    atMs: Math.max(...all.map(({ atMs }) => atMs)),
    isCountedOut: all.every(({ isCountedOut }) => isCountedOut),
  }));
}

/** `alice and bob left for Maple Street 2 on 12 May` */
export function departureLine({ names, toName, atMs }: DepartureGroup): string {
  const said = { names: nameList(names), n: names.length, date: shortDate(atMs) };
  return toName === null
    ? t('cells.departedPlain', said)
    : t('cells.departed', { ...said, cell: visibleLine(toName, NAME_SHOWN) });
}

/** What it means for whoever stays in a cell. */
export function departureDetail({ names, isCountedOut }: DepartureGroup, cell: HeldCell): string {
  const n = names.length;
  const gone = new Set(cell.departures.filter((one) => !one.isCountedOut).map(({ scid }) => scid));
  const others = cell.members.filter(({ scid, me }) => !me && !gone.has(scid)).map(({ name }) => name);
  const stays = t('cells.departed.stay', {
    n: others.length + 1,
    names: nameList(others),
    cell: visibleLine(cell.name, NAME_SHOWN),
  });
  return `${t(isCountedOut ? 'cells.departed.out' : 'cells.departed.counting', { n })} ${stays}`;
}

function dateOf({ atMs }: Departure): string {
  return shortDate(atMs);
}
