import { withNode } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { KEY_OPTIONS } from '../key-options.ts';
import { UsageError } from '../usage-error.ts';

const HOURS_DEFAULT = 48;

export const invite: Command = {
  name: 'invite',
  summary: 'Makes an invitation to your cell, for one computer.',
  usage: 'invite --home DIR [--hours 48]',
  async run(args, output) {
    const { values } = parseCommand(
      args,
      { home: { type: 'string' }, hours: { type: 'string' }, ...KEY_OPTIONS },
      { min: 0, max: 0 },
    );
    const hours = values.hours === undefined ? HOURS_DEFAULT : Number(values.hours);
    if (!Number.isInteger(hours) || hours < 1 || hours > 720) throw new UsageError('--hours takes 1 to 720.');
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { code, url, expiresAtMs } = await client.ask('cell.invite', { hours });
      print(output, { code, url, expiresAtMs }, [url, `Valid for ${hours} h, for one computer.`]);
      return 0;
    });
  },
};
