import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BridgeDays, type BridgeView, type CardView } from '#shared/contract/domain/bridge.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate, shortDate } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode, withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { proposalState } from '../proposal-state.ts';
import { UsageError } from '../usage-error.ts';
import { writeNewFile } from '../write-new-file.ts';
import { whoIsNamed } from './who-is-named.ts';

const FILE_MAX_BYTES = 256 * 1024;

/** What another cell needs to agree on a bridge to this one. */
export const card = command({
  name: 'card',
  options: ['file'],
  words: [],
  async run({ values }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const own = await client.ask('bridges.card', {});
      if (values.file) writeNewFile(resolve(values.file), `${own.text}\n`);
      print(output, own, [
        ...(values.file ? [t('terminal.card.written', { file: values.file })] : [own.text]),
        t('terminal.card.words', { words: own.words.join(' ') }),
      ]);
      return 0;
    });
  },
});

/** Shows another cell's card; with its six words, opens the vote on a bridge to that cell. */
export const bridge = command({
  name: 'bridge',
  notes: ['terminal.bridge.note.words', 'terminal.bridge.note.days'],
  options: ['six-words', 'days'],
  words: [{ isFile: true }],
  async run({ values, positionals }, output) {
    const days = BridgeDays.safeParse(Number(values.days ?? 180));
    if (!days.success) throw new UsageError(says('error.headless.bridgeDays'));
    const text = await textIn(positionals[0] ?? '');
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const words = values['six-words'];
      if (words === undefined) {
        const read = await client.ask('bridges.readCard', { card: text });
        print(output, read, [...cardLines(read), t('terminal.bridge.compare')]);
        return 0;
      }
      const { id } = await client.ask('bridges.propose', { card: text, words, days: days.data });
      return proposed(client, id, output);
    });
  },
});

export const unbridge = command({
  name: 'unbridge',
  options: [],
  words: [{}],
  async run({ values, positionals }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { cell } = await bridgeNamed(client, positionals[0] ?? '');
      const { id } = await client.ask('bridges.end', { cell });
      return proposed(client, id, output);
    });
  },
});

export const bridges = command({
  name: 'bridges',
  options: [],
  words: [],
  async run({ values }, output) {
    return withReader(requiredHome(values.home), async (client) => {
      const { trust } = await client.ask('state.snapshot', {});
      const all = trust?.bridges ?? [];
      const lines = all.length === 0 ? [t('terminal.bridges.none')] : all.flatMap(bridgeLines);
      print(output, all, trust ? lines : [t('terminal.noCell.next')]);
      return 0;
    });
  },
});

/** Writes what this cell says to another one, with what attests it, into a file. */
export const statement = command({
  name: 'statement',
  options: ['cell'],
  words: [{ choices: ['export'] }, { isFile: true }],
  async run({ values, positionals: [what, file = ''] }, output) {
    if (what !== 'export' || !values.cell) throw new UsageError(says('error.headless.statementExport'));
    const path = resolve(file);
    return withNode(requiredHome(values.home), { unlock: false }, async (client) => {
      const { cell } = await bridgeNamed(client, values.cell ?? '');
      const { text, ...said } = await client.ask('bridges.statement', { cell });
      writeNewFile(path, `${text}\n`);
      print(output, { ...said, file: path }, [
        t('terminal.statement.done', {
          ...said,
          name: visibleLine(said.name),
          day: shortDate(said.dayMs),
          file,
        }),
      ]);
      return 0;
    });
  },
});

/** Takes over what another cell says. */
export const importCommand = command({
  name: 'import',
  options: [],
  words: [{ isFile: true }],
  async run({ values, positionals }, output) {
    const text = await textIn(positionals[0] ?? '');
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const taken = await client.ask('bridges.import', { text });
      const { name, dayMs, rows } = taken;
      print(output, taken, [
        t('terminal.import.done', { name: visibleLine(name), day: shortDate(dayMs), rows }),
      ]);
      return 0;
    });
  },
});

/** The bridge to a cell of this name. */
export async function bridgeNamed(client: NodeClient, name: string): Promise<BridgeView> {
  const { trust } = await client.ask('state.snapshot', {});
  const found = whoIsNamed(trust?.bridges ?? [], name, ({ cell }) => cell);
  if (!found) throw new GhostStackError('not-found', says('error.headless.noBridge', { name }));
  return found;
}

async function proposed(
  client: NodeClient,
  id: string,
  output: Parameters<typeof print>[0],
): Promise<number> {
  const { label, state } = await client.ask('governance.detail', { id });
  print(output, { id, label, state }, [t('terminal.bridge.done', { label, state: proposalState(state) })]);
  return 0;
}

function cardLines({ name, q, members, words }: CardView): string[] {
  return [
    t('terminal.bridge.card', {
      name: visibleLine(name),
      q,
      n: members.length,
      names: members.map((one) => visibleLine(one, 40)).join(', '),
    }),
    t('terminal.card.words', { words: words.join(' ') }),
  ];
}

function bridgeLines({ name, untilMs, isOver, told, heard, members }: BridgeView): string[] {
  const shown = visibleLine(name);
  return [
    t(isOver ? 'terminal.bridges.over' : 'terminal.bridges.line', {
      name: shown,
      until: fullDate(untilMs),
      names: members.map((one) => visibleLine(one.name, 40)).join(', '),
    }),
    `  ${told ? t('terminal.bridges.told', { ...told, day: shortDate(told.dayMs) }) : t('terminal.bridges.untold')}`,
    `  ${heard ? t('terminal.bridges.heard', { ...heard, day: shortDate(heard.dayMs) }) : t('terminal.bridges.unheard')}`,
  ];
}

async function textIn(file: string): Promise<string> {
  const text = await readFile(resolve(file), 'utf8');
  if (Buffer.byteLength(text) > FILE_MAX_BYTES)
    throw new UsageError(says('error.headless.fileTooLarge', { file, limit: { bytes: FILE_MAX_BYTES } }));
  return text;
}
