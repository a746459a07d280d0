import type { ProposalDetail, ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import { scarOf } from '#shared/protocol/scars/scar.ts';
import { memberName } from './member-name.ts';
import type { ViewContext } from './proposal-view.ts';

/** Of a ballot that has failed. */
export function scarViewOf(context: ViewContext, { open }: Ballot): ProposalSummary['scar'] {
  const { recovered } = scarOf(context.log.book, context.epoch, open.hash);
  const [heal] = recovered?.heals ?? [];
  if (!recovered || !heal) return { recovered: null };
  const nameOf = (scid: string): string => memberName(context, scid);
  return {
    recovered: { by: nameOf(recovered.note.entry.author), approvedBy: nameOf(heal.entry.author) },
  };
}

export function scarNotesOf(context: ViewContext, { open }: Ballot): ProposalDetail['scarNotes'] {
  const { me } = context;
  return scarOf(context.log.book, context.epoch, open.hash).notes.map(({ note, heals }) => ({
    receipt: note.hash,
    name: memberName(context, note.entry.author),
    mine: note.entry.author === me,
    text: String(note.entry.body.text),
    atMs: note.entry.at,
    approvedBy: heals.map(({ entry }) => memberName(context, entry.author)),
    approved: heals.some(({ entry }) => entry.author === me),
  }));
}
