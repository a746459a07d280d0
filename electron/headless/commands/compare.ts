import { says } from '#shared/protocol/saying.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { ANY_WORD } from '../option-table.ts';
import { UsageError } from '../usage-error.ts';
import { memberNamed } from './member-named.ts';

/** The words that both members' screens must show, at any time after joining, and what this operator remembers of it. */
export const compare = command({
  name: 'compare',
  options: ['same', 'differ'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    const { same, differ } = values;
    if (same && differ) throw new UsageError(says('error.headless.sameOrDiffer'));
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const typed = positionals[0] ?? '';
      const { scid } = await memberNamed(client, typed);
      const { words } = await client.ask('cell.compareWords', { scid });
      if (same || differ) await client.ask('cell.noteCompared', { scid, same });
      // Read anew: what was noted just now is in it.
      const { name, compared } = await memberNamed(client, typed);
      const shown = visibleLine(name, 40);
      const remembered = compared
        ? t(compared.isOutdated ? 'identity.compared.outdated' : 'identity.compared', {
            date: fullDate(compared.atMs),
          })
        : t('identity.compared.not');
      const lines = same
        ? [t('identity.compare.noted', { name: shown })]
        : differ
          ? [t('identity.compare.forgotten', { name: shown })]
          : [
              `${shown}: ${remembered}`,
              t('terminal.compare.words', { words: words.join(' ') }),
              t('terminal.compare.how', { name: shown }),
            ];
      print(output, { name, words, compared }, lines);
      return 0;
    });
  },
});
