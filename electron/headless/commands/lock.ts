import { thrownFailure } from '#shared/contract/errors.ts';
import { t } from '#shared/words/translate.ts';
import { callRunningNode } from '../../host/running-node.ts';
import { requireFreeHome } from '../../node/store/home-lock.ts';
import { command, print, requiredHome } from '../command.ts';

/** Lets the running node of a home forget its key; in a home where none runs it is locked already. */
export const lock = command({
  name: 'lock',
  options: [],
  words: [],
  async run({ values }, output) {
    const home = requiredHome(values.home);
    const answer = await callRunningNode(home, 'key.lock', {});
    // A window has no control socket: it locks by itself.
    if (answer === null) requireFreeHome(home);
    if (answer && !answer.ok) throw thrownFailure(answer.error);
    print(output, { locked: true, running: answer !== null }, [
      t(answer ? 'terminal.lock.done' : 'terminal.lock.none'),
    ]);
    return 0;
  },
});
