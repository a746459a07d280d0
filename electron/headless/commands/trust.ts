import { says } from '#shared/protocol/saying.ts';
import { SCORE_ONE } from '#shared/protocol/trust/rank.ts';
import { decimal, plainNumber } from '#shared/words/format/decimal.ts';
import { t } from '#shared/words/translate.ts';
import { withNode, withReader } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';
import { UsageError } from '../usage-error.ts';
import { memberNamed } from './member-named.ts';

export const endorse: Command = {
  name: 'endorse',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, strength: { type: 'string', default: '1.0' }, ...KEY_OPTIONS },
      { min: 1, max: 1 },
    );
    const strength = values.strength.trim() === '' ? Number.NaN : Number(values.strength);
    if (!(strength >= 0 && strength <= 1))
      throw new UsageError(says('error.headless.strength', { text: values.strength }));
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
};

export const rank: Command = {
  name: 'rank',
  async run(args, output) {
    const { values } = parseCommand(args, { home: { type: 'string' } }, { min: 0, max: 0 });
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
};

export const balances: Command = {
  name: 'balances',
  async run(args, output) {
    const { values } = parseCommand(args, { home: { type: 'string' } }, { min: 0, max: 0 });
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
};

export const transfer: Command = {
  name: 'transfer',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, note: { type: 'string' }, ...KEY_OPTIONS },
      { min: 2, max: 2 },
    );
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
};
