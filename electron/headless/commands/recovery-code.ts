import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { ownAddresses } from '../../node/transport/link/reachable-addresses.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { onlyHereKey } from './invite.ts';

const HOURS_MAX = 168;

/** Makes a code for a member that lost its machine; who asks by it is in `joins`. */
export const recoveryCode = command({
  name: 'recovery-code',
  notes: ['terminal.recovery-code.note'],
  options: ['hours'],
  words: [],
  async run({ values }, output) {
    const hours = values.hours === undefined ? 1 : Number(values.hours);
    if (!Number.isInteger(hours) || hours < 1 || hours > HOURS_MAX)
      throw new UsageError(says('error.headless.hours', { max: HOURS_MAX }));
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { code, url, expiresAtMs, onlyHere } = await client.ask('recovery.makeCode', { hours });
      print(output, { code, url, expiresAtMs, onlyHere }, [
        url,
        t('terminal.invite.valid', { hours }),
        t('terminal.recovery-code.next'),
      ]);
      const { cell } = await client.ask('state.snapshot', { stateHash: false });
      if (cell?.members.length === 2) process.stderr.write(`${t('recovery.code.ofTwo')}\n`);
      if (onlyHere) process.stderr.write(`${t(onlyHereKey(ownAddresses()))}\n`);
      return 0;
    });
  },
});
