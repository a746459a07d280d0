/** What the palette finds of a cell: what can be decided and given, its proposals, its receipts. */
import type { Cell } from '#shared/contract/domain/cell.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';
import type { Receipt } from '#shared/contract/domain/receipt.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { listTime } from '#shared/words/format/times.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { deedInWords } from '#shared/words/reasons/receipt-summary.ts';
import { t } from '#shared/words/translate.ts';
import { receiptLabel } from '../components/receipts/receipt-words.ts';
import { isFormer } from '../state/cell.ts';
import { openOverlay } from '../state/overlays.ts';
import { goTo } from '../state/routes.ts';
import { action, type Entry, inPassing } from './palette-entry.ts';

export function decisionActions({ cell, trust }: Snapshot): Entry[] {
  const me = cell?.members.find((member) => member.me);
  if (!cell || !me) return [];
  return [
    action('propose', 'governance', t('governance.new'), () => openOverlay({ kind: 'new-proposal' })),
    ...(trust && trust.balances.length > 1
      ? [action('transfer', 'tokens', t('tokens.send'), () => openOverlay({ kind: 'transfer' }))]
      : []),
    action('cell-rules', 'governance', t('governance.proposeRules'), () =>
      openOverlay({ kind: 'cell-rules' }),
    ),
    ...(cell.members.length > 1 ? [removal(me.scid, t('governance.leave'))] : []),
  ];
}

function removal(scid: string, title: string): Entry {
  return action(`remove-${scid}`, 'governance', title, () => openOverlay({ kind: 'remove-member', scid }));
}

/** For peers that are members. */
export function memberEntries(cell: Cell | null, peer: Pick<Peer, 'did'>): Entry[] {
  const member = cell?.members.find(({ did, me }) => did === peer.did && !me);
  if (!member || isFormer(cell)) return [];
  const { scid } = member;
  const name = visibleLine(member.name, 40);
  const title = t('reputation.endorseName', { name });
  return [
    action(`endorse-${scid}`, 'reputation', title, () => openOverlay({ kind: 'endorse', scid })),
    removal(scid, t('governance.removal.of', { name })),
  ];
}

export function proposalEntries({ proposals }: Snapshot, nowMs: number): Entry[] {
  return proposals.map((proposal): Entry => {
    const { id, label, proposer } = proposal;
    const state = inPassing(proposalReason(proposal, nowMs).short);
    return {
      id: `proposal-${id}`,
      group: 'proposals',
      icon: 'governance',
      title: `${label} ${proposalTitle(proposal, 70)}`,
      note: t('shell.palette.proposedBy', { state, name: visibleLine(proposer, 40) }),
      run: () => goTo('governance', id),
    };
  });
}

/** The newest first. */
export function receiptEntries(receipts: readonly Receipt[], nowMs: number): Entry[] {
  return receipts.toReversed().map(
    (receipt): Entry => ({
      id: `receipt-${receipt.hash}`,
      group: 'receipts',
      icon: 'chain',
      title: `${receiptLabel(receipt)}, ${visibleLine(deedInWords(receipt.deed), 70)}`,
      note: listTime(receipt.atMs, nowMs),
      run: () => goTo('chain', receipt.hash),
    }),
  );
}
