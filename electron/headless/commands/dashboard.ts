import { GhostStackError } from '#shared/contract/errors.ts';
import { callRunningNode } from '../../host/running-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';

export const dashboard: Command = {
  name: 'dashboard',
  summary: 'Prints a link that opens the dashboard of a running node, once.',
  usage: 'dashboard --home DIR',
  async run(args, output) {
    const { values } = parseCommand(args, { home: { type: 'string' } }, { min: 0, max: 0 });
    const answer = await callRunningNode(requiredHome(values.home), 'headless.dashboard', {});
    if (!answer)
      throw new GhostStackError('unavailable', 'No node runs in this home. Start one: ghoststack start');
    if (!answer.ok) throw new GhostStackError(answer.error.code, answer.error.message);
    print(output, { url: answer.value }, [`Open once: ${String(answer.value)}`]);
    return 0;
  },
};
