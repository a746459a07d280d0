import type { OutsideView } from '#shared/contract/domain/trust.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { SCORE_ONE } from '#shared/protocol/trust/rank.ts';
import { decimal, plainNumber } from '#shared/words/format/decimal.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode, withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { ANY_WORD } from '../option-table.ts';
import { UsageError } from '../usage-error.ts';
import { bridgeNamed } from './bridges.ts';
import { memberNamed } from './member-named.ts';
import { whoIsNamed } from './who-is-named.ts';

export const endorse = command({
  name: 'endorse',
  options: ['strength', 'cell'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    const text = values.strength ?? '1.0';
    const strength = text.trim() === '' ? Number.NaN : Number(text);
    if (!(strength >= 0 && strength <= 1)) throw new UsageError(says('error.headless.strength', { text }));
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { cell, name, scid } = await endorsed(client, positionals[0] ?? '', values.cell);
      await client.ask('trust.endorse', { scid, strength, ...(cell ? { cell } : {}) });
      print(output, { endorsed: name, strength, ...(cell ? { cell } : {}) }, [
        strength === 0
          ? t('terminal.endorse.withdrawn', { name })
          : t('terminal.endorse.done', { name, strength: plainNumber(strength) }),
      ]);
      return 0;
    });
  },
});

export const rank = command({
  name: 'rank',
  options: [],
  words: [],
  async run({ values }, output) {
    return withReader(requiredHome(values.home), async (client) => {
      const { trust } = await client.ask('state.snapshot', {});
      const ranks = [...(trust?.ranks ?? [])].sort((a, b) => b.score - a.score);
      const outside = [...(trust?.outside ?? [])].sort((a, b) => b.score - a.score);
      print(
        output,
        {
          ...Object.fromEntries(ranks.map(({ name, score }) => [name, score / SCORE_ONE])),
          ...(outside.length > 0 ? { outside: outside.map(outsideJson) } : {}),
        },
        trust
          ? [
              ...ranks.map(({ name, score }) => `${name}: ${hundredths(score)}`),
              ...outside.map((one) =>
                t('terminal.rank.outside', {
                  name: visibleLine(one.name, 40),
                  cell: visibleLine(one.cellName),
                  score: hundredths(one.score),
                  through: one.parts.map((part) => visibleLine(part.name, 80)).join(', '),
                }),
              ),
            ]
          : [t('terminal.noCell.next')],
      );
      return 0;
    });
  },
});

function hundredths(score: number): string {
  return decimal((score / SCORE_ONE) * 100, 1);
}

function outsideJson({ name, cell, cellName, score, parts }: OutsideView) {
  return { name, cell, cellName, score: score / SCORE_ONE, through: parts.map((part) => part.name) };
}

/** A member, or somebody whom the bridge to that cell names. */
async function endorsed(
  client: NodeClient,
  name: string,
  cellName: string | undefined,
): Promise<{ readonly name: string; readonly scid: string; readonly cell?: string }> {
  if (cellName === undefined) return memberNamed(client, name);
  const { cell, members } = await bridgeNamed(client, cellName);
  const member = whoIsNamed(members, name, ({ scid }) => scid);
  if (!member) throw new GhostStackError('not-found', says('error.headless.notOverBridge', { name }));
  return { ...member, cell };
}

export const balances = command({
  name: 'balances',
  notes: ['terminal.balances.note'],
  options: [],
  words: [],
  async run({ values }, output) {
    return withReader(requiredHome(values.home), async (client) => {
      const { trust } = await client.ask('state.snapshot', {});
      const shown = trust?.balances ?? [];
      print(
        output,
        Object.fromEntries(shown.map(({ name, balance }) => [name, balance])),
        trust ? shown.map(({ name, balance }) => `${name}: ${balance}`) : [t('terminal.noCell.next')],
      );
      return 0;
    });
  },
});

export const transfer = command({
  name: 'transfer',
  options: ['note'],
  words: [ANY_WORD, ANY_WORD],
  async run({ values, positionals }, output) {
    const [to = '', text = ''] = positionals;
    if (!/^[1-9]\d{0,9}$/.test(text)) throw new UsageError(says('error.headless.amount', { text }));
    const amount = Number(text);
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { name, scid } = await memberNamed(client, to);
      await client.ask('tokens.transfer', { scid, amount, ...(values.note ? { note: values.note } : {}) });
      const { trust } = await client.ask('state.snapshot', {});
      const balance = trust?.balances.find(({ me }) => me)?.balance ?? null;
      print(output, { to: name, amount, balance }, [
        t('terminal.transfer.done', { amount, name, left: String(balance) }),
      ]);
      return 0;
    });
  },
});
