import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import {
  cellNote,
  cellReason,
  departureDetail,
  departureGroups,
  departureLine,
} from '#shared/words/reasons/held-cell-words.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode, withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { shellWord } from '../command-words.ts';
import { ANY_WORD } from '../option-table.ts';
import { UsageError } from '../usage-error.ts';
import { whoIsNamed } from './who-is-named.ts';

/** The cells of a home; with `use` it lives in another one from then on, with `forget` it keeps one only to read. */
export const cells = command({
  name: 'cells',
  options: [],
  words: [
    { choices: ['use', 'forget'], isOptional: true },
    { ...ANY_WORD, isOptional: true },
  ],
  async run({ values, positionals: [act, name] }, output) {
    const home = requiredHome(values.home);
    if (act === undefined)
      return withReader(home, async (client) => {
        const all = await heldCells(client);
        print(output, all, all.length === 0 ? [t('terminal.cells.none')] : all.flatMap(cellLines));
        return 0;
      });
    if ((act !== 'use' && act !== 'forget') || name === undefined)
      throw new UsageError(says('error.headless.noPartOfCommand', { name: ['cells', act].join(' ') }));
    return withNode(home, { unlock: act === 'use', ...values }, async (client) => {
      const cell = await heldCellNamed(client, name);
      await client.ask(act === 'use' ? 'cells.use' : 'cells.forget', { cell: cell.id });
      const said = { name: visibleLine(cell.name) };
      print(output, { cell: cell.id }, [
        act === 'use'
          ? t('terminal.cells.used', said)
          : t('terminal.cells.forgotten', { ...said, typedName: shellWord(said.name) }),
      ]);
      return 0;
    });
  },
});

async function heldCells(client: NodeClient): Promise<readonly HeldCell[]> {
  return (await client.ask('state.snapshot', { stateHash: false })).cells;
}

/** The cell of this home that has this name, or this id. */
export async function heldCellNamed(client: NodeClient, name: string): Promise<HeldCell> {
  const found = whoIsNamed(await heldCells(client), name, ({ id }) => id);
  if (!found) throw new GhostStackError('not-found', says('error.forks.notHeld'));
  return found;
}

function cellLines(cell: HeldCell): string[] {
  const { name, receipts, isLive, mayCountOut, departures } = cell;
  const note = isLive ? t('cells.liveNote', { note: cellNote(cell) }) : cellNote(cell);
  const groups = isLive ? departureGroups(cell) : [];
  const left = departures.filter(({ me, isCountedOut }) => !me && !isCountedOut).length;
  const reason = cellReason(cell, Date.now());
  return [
    t('terminal.cells.line', {
      name: visibleLine(name),
      note,
      receipts: t('cells.receipts', { n: receipts, count: count(receipts) }),
    }),
    ...(reason ? [`  ${reason}`] : []),
    ...groups.map((group) => `  ${departureLine(group)}. ${departureDetail(group, cell)}`),
    ...(mayCountOut ? [`  ${t('terminal.cells.countOut', { n: left })}`] : []),
  ];
}
