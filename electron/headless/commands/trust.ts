import { says } from '#shared/protocol/saying.ts';
import { SCORE_ONE } from '#shared/protocol/trust/rank.ts';
import { decimal, plainNumber } from '#shared/words/format/decimal.ts';
import { t } from '#shared/words/translate.ts';
import { withNode, withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { ANY_WORD } from '../option-table.ts';
import { UsageError } from '../usage-error.ts';
import { memberNamed } from './member-named.ts';

export const endorse = command({
  name: 'endorse',
  options: ['strength'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    const text = values.strength ?? '1.0';
    const strength = text.trim() === '' ? Number.NaN : Number(text);
    if (!(strength >= 0 && strength <= 1)) throw new UsageError(says('error.headless.strength', { text }));
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { name, scid } = await memberNamed(client, positionals[0] ?? '');
      await client.ask('trust.endorse', { scid, strength });
      print(output, { endorsed: name, strength }, [
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
      print(
        output,
        Object.fromEntries(ranks.map(({ name, score }) => [name, score / SCORE_ONE])),
        trust
          ? ranks.map(({ name, score }) => `${name}: ${decimal((score / SCORE_ONE) * 100, 1)}`)
          : [t('terminal.noCell.next')],
      );
      return 0;
    });
  },
});

export const balances = command({
  name: 'balances',
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
