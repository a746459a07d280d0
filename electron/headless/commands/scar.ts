import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { proposalId } from './proposals.ts';

export const scar = command({
  name: 'scar',
  options: ['note', 'approve'],
  words: [{}],
  async run({ values, positionals }, output) {
    const home = requiredHome(values.home);
    return withNode(
      home,
      { unlock: values.note !== undefined || values.approve, ...values },
      async (client) => {
        const id = await proposalId(client, positionals[0] ?? '');
        if (values.note !== undefined) await client.ask('governance.noteScar', { id, text: values.note });
        if (values.approve) await approve(client, id);
        const detail = await client.ask('governance.detail', { id });
        if (!detail.scar) throw new GhostStackError('conflict', says('error.cell.notFailed'));
        const { label, scarNotes } = detail;
        const { sentence, detail: standing } = proposalReason(detail, Date.now());
        const lines = scarNotes.flatMap(({ name, text, approvedBy }) => [
          `  ${t('terminal.scar.note', { name, text })}`,
          ...approvedBy.map((by) => `    ${t('terminal.scar.approvedBy', { name: by })}`),
        ]);
        print(output, { label, scar: detail.scar, notes: scarNotes }, [
          `${label}: ${sentence}. ${standing ?? ''}`,
          ...lines,
        ]);
        return 0;
      },
    );
  },
});

/** The newest note of somebody else that the operator has not approved. */
async function approve(client: NodeClient, id: string): Promise<void> {
  const { scarNotes } = await client.ask('governance.detail', { id });
  const note = scarNotes.findLast(({ mine, approved }) => !mine && !approved);
  if (!note) throw new GhostStackError('not-found', says('error.headless.noNoteToApprove'));
  await client.ask('governance.healScar', { note: note.receipt });
}
