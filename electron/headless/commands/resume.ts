import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';

/** Goes on after a restore although some members have not answered, or after a second copy was ended. */
export const resume = command({
  name: 'resume',
  options: [],
  words: [],
  async run({ values }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      await client.ask('cell.resumeSigning', {});
      print(output, { signingBarred: null }, [t('terminal.resume.done')]);
      return 0;
    });
  },
});
