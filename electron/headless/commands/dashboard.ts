import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { callRunningNode } from '../../host/running-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';

export const dashboard: Command = {
  name: 'dashboard',
  async run(args, output) {
    const { values } = parseCommand(args, { home: { type: 'string' } }, { min: 0, max: 0 });
    const answer = await callRunningNode(requiredHome(values.home), 'headless.dashboard', {});
    if (!answer) throw new GhostStackError('unavailable', says('error.headless.noNodeRuns'));
    if (!answer.ok) throw thrownFailure(answer.error);
    print(output, { url: answer.value }, [t('terminal.dashboard.link', { url: String(answer.value) })]);
    return 0;
  },
};
