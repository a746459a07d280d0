import { thrownFailure } from '#shared/contract/errors.ts';
import { t } from '#shared/words/translate.ts';
import { callRunningNode } from '../../host/running-node.ts';
import { requireFreeHome } from '../../node/store/home-lock.ts';
import { command, print, requiredHome } from '../command.ts';

export const stop = command({
  name: 'stop',
  options: [],
  words: [],
  async run({ values }, output) {
    const home = requiredHome(values.home);
    const answer = await callRunningNode(home, 'headless.stop', {});
    // A window, or a command that takes long: it is said which.
    if (answer === null) requireFreeHome(home);
    if (answer && !answer.ok) throw thrownFailure(answer.error);
    print(output, { stopped: answer !== null }, [t(answer ? 'terminal.stop.done' : 'terminal.stop.none')]);
    return 0;
  },
});
