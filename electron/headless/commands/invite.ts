import { INVITATION_HOURS, SHOWN_MAX_S } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { type StringKey, t } from '#shared/words/translate.ts';
import { type OwnAddress, ownAddresses } from '../../node/transport/link/reachable-addresses.ts';
import { type NodeClient, withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { UsageError } from '../usage-error.ts';

const HOURS_MAX = 720;

/** A computer that is on a network is not told to connect to one: there, the node does not listen where others reach it. */
export function onlyHereKey(own: readonly OwnAddress[]): StringKey {
  const isOnNetwork = own.some(({ address, internal }) => !internal && !/^fe80:/i.test(address));
  return isOnNetwork ? 'cell.invite.onlyThere' : 'cell.invite.onlyHere';
}

/** A node that ends with this command would be seen by nobody. */
async function show(client: NodeClient): Promise<void> {
  if (!client.running) throw new UsageError(says('error.headless.showNeedsNode'));
  await client.ask('cell.show', { seconds: SHOWN_MAX_S });
}

export const invite = command({
  name: 'invite',
  usageParams: { hours: INVITATION_HOURS },
  notes: ['terminal.invite.note.visible'],
  options: ['hours', 'visible'],
  words: [],
  async run({ values }, output) {
    const hours = values.hours === undefined ? INVITATION_HOURS : Number(values.hours);
    if (!Number.isInteger(hours) || hours < 1 || hours > HOURS_MAX)
      throw new UsageError(says('error.headless.hours', { max: HOURS_MAX }));
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      if (values.visible) await show(client);
      const { code, url, expiresAtMs, onlyHere } = await client.ask('cell.invite', { hours });
      print(output, { code, url, expiresAtMs, onlyHere }, [
        url,
        t('terminal.invite.valid', { hours }),
        ...(values.visible ? [t('terminal.invite.shown', { n: SHOWN_MAX_S / 60 })] : []),
      ]);
      if (onlyHere) process.stderr.write(`${t(onlyHereKey(ownAddresses()))}\n`);
      return 0;
    });
  },
});
