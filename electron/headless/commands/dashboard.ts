import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { callRunningNode } from '../../host/running-node.ts';
import { command, print, requiredHome } from '../command.ts';

export const dashboard = command({
  name: 'dashboard',
  options: [],
  words: [],
  async run({ values }, output) {
    const answer = await callRunningNode(requiredHome(values.home), 'headless.dashboard', {});
    if (!answer) throw new GhostStackError('unavailable', says('error.headless.noNodeRuns'));
    if (!answer.ok) throw thrownFailure(answer.error);
    print(output, { url: answer.value }, [t('terminal.dashboard.link', { url: String(answer.value) })]);
    return 0;
  },
});
