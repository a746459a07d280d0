import { withReader } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { counted } from '../counted.ts';

export const status: Command = {
  name: 'status',
  summary: 'Shows whether a node runs, who it is, and how its cell stands.',
  usage: 'status --home DIR',
  async run(args, output) {
    const { values } = parseCommand(args, { home: { type: 'string' } }, { min: 0, max: 0 });
    return withReader(requiredHome(values.home), async (client) => {
      const { me, phase, problem, cell, joining } = await client.ask('state.snapshot', {});
      const shown = {
        running: client.running,
        phase,
        name: me?.name ?? null,
        did: me?.did ?? null,
        listen: client.running ? (me?.addresses ?? []) : [],
        cell: cell?.id ?? null,
        stateHash: cell?.stateHash ?? null,
        signingBarred: cell?.signingBarred ?? null,
        clockDoubt: cell?.clockDoubt ?? null,
        forked: cell?.forked ?? [],
        joining: joining && { state: joining.state, reason: joining.reason, words: joining.words },
        problem,
      };
      print(output, shown, [
        me ? `${me.name}, ${me.did}` : 'This home has no key yet.',
        client.running
          ? `Running${phase === 'running' ? '' : ` (${phase})`} at ${shown.listen.join(', ') || 'no address'}.`
          : 'Not running.',
        ...(cell
          ? [
              `${cell.name}: ${cell.members.map(({ name }) => name).join(', ')}; ${counted(cell.receipts, 'receipt')}.`,
            ]
          : []),
        ...(joining ? [`Joining: ${joining.reason}`] : []),
        ...(joining?.words
          ? [
              `The six words, to compare with ${joining.inviter ?? 'your inviter'}: ${joining.words.join(' ')}`,
            ]
          : []),
        ...(cell?.signingBarred ? [cell.signingBarred] : []),
        ...(cell?.clockDoubt ? [cell.clockDoubt] : []),
        ...(problem ? [problem.message] : []),
      ]);
      return 0;
    });
  },
};
