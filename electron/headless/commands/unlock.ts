import { GhostStackError, type Result, thrownFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { callRunningNode } from '../../host/running-node.ts';
import { requireFreeHome } from '../../node/store/home-lock.ts';
import { command, print, requiredHome } from '../command.ts';
import { readKnownPassphrase } from '../key-options.ts';
import { UsageError } from '../usage-error.ts';

/** Opens the key of the node that runs in a home and was locked, or started locked. */
export const unlock = command({
  name: 'unlock',
  notes: ['terminal.unlock.note'],
  options: [],
  words: [],
  async run({ values }, output) {
    const home = requiredHome(values.home);
    if (values['key-file']) throw new UsageError(says('error.headless.unlockByPassphrase'));
    const snapshot = await callRunningNode(home, 'state.snapshot', {});
    if (snapshot === null) {
      // A window has no control socket: it is unlocked by itself.
      requireFreeHome(home);
      throw new GhostStackError('unavailable', says('error.headless.nothingToUnlock'));
    }
    const { phase } = unwrapped(snapshot) as { readonly phase: string };
    if (phase === 'running') {
      print(output, { unlocked: true, was: 'open' }, [t('terminal.unlock.open')]);
      return 0;
    }
    const passphrase = await readKnownPassphrase(values['passphrase-file'], t('terminal.passphrase.ask'));
    const answer = await callRunningNode(home, 'key.unlock', { passphrase });
    if (answer === null) throw new GhostStackError('unavailable', says('error.headless.nodeJustStopped'));
    unwrapped(answer);
    print(output, { unlocked: true, was: 'locked' }, [t('terminal.unlock.done')]);
    return 0;
  },
});

function unwrapped(answer: Result<unknown>): unknown {
  if (!answer.ok) throw thrownFailure(answer.error);
  return answer.value;
}
