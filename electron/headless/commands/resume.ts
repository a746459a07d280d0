import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';

/** Goes on after a restore although some members have not answered, or after a second copy was ended. */
export const resume: Command = {
  name: 'resume',
  async run(args, output) {
    const { values } = parseCommand(args, { home: { type: 'string' }, ...KEY_OPTIONS }, { min: 0, max: 0 });
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      await client.ask('cell.resumeSigning', {});
      print(output, { signingBarred: null }, [t('terminal.resume.done')]);
      return 0;
    });
  },
};
