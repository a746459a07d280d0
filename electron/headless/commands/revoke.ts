import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';

export const revoke = command({
  name: 'revoke',
  options: [],
  words: [{ isOptional: true }],
  async run({ values, positionals }, output) {
    const wanted = positionals[0];
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { cell } = await client.ask('state.snapshot', {});
      const codes = cell?.recoveryCodes ?? [];
      const open = [...(cell?.invitations ?? []), ...codes].filter(({ usedBy }) => usedBy === null);
      if (wanted === undefined) {
        print(
          output,
          open.map(({ id, code, expiresAtMs }) => ({ id, code, expiresAtMs })),
          open.length === 0
            ? [t('terminal.revoke.none')]
            : open.map(({ code, expiresAtMs }) =>
                t('terminal.revoke.until', { when: momentInWords(expiresAtMs, Date.now()), code }),
              ),
        );
        return 0;
      }
      const found = open.find(({ id, code, url }) => [id, code, url].includes(wanted));
      if (!found) {
        throw new GhostStackError('not-found', says('error.headless.noInvitation'));
      }
      if (codes.includes(found)) await client.ask('recovery.withdrawCode', { id: found.id });
      else await client.ask('cell.revokeInvitation', { id: found.id });
      print(output, { revoked: found.id }, [t('terminal.revoke.done')]);
      return 0;
    });
  },
});
