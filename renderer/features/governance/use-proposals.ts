import { useEffect, useState } from 'react';
import type { ProposalDetail, ProposalSummary } from '#shared/domain/governance.ts';
import type { Failure } from '#shared/errors.ts';
import { useMembersByScid } from '../../app/cell.ts';
import { useDashboard, useNode } from '../../app/context.tsx';
import type { SeatLook } from '../../components/Seats.tsx';

/** What the slice holds at most; older ones are asked for. */
const PUSHED_MAX = 200;

/** Every proposal, the newest first: those that are pushed, and older decisions once they are asked for. */
export function useProposals(all: boolean): readonly ProposalSummary[] {
  const dashboard = useDashboard();
  const pushed = useNode((node) => node.proposals);
  const [older, setOlder] = useState<readonly ProposalSummary[]>([]);
  const ask = all && pushed.length >= PUSHED_MAX;
  useEffect(() => {
    if (!ask) return;
    let current = true;
    void dashboard.call('governance.list', {}).then((answer) => {
      if (current && answer.ok) setOlder(answer.value.proposals);
    });
    return () => {
      current = false;
    };
  }, [dashboard, ask]);
  if (!ask) return pushed;
  const known = new Set(pushed.map(({ id }) => id));
  return [...pushed, ...older.filter(({ id }) => !known.has(id))];
}

export interface LoadedProposal {
  readonly detail: ProposalDetail | null;
  readonly failure: Failure | null;
}

/** A proposal with its text and receipts, read again whenever the log has grown. */
export function useProposal(id: string): LoadedProposal {
  const dashboard = useDashboard();
  const summary = useNode((node) => node.proposals.find((one) => one.id === id));
  const log = useNode((node) => `${node.cell?.receipts} ${node.cell?.stateHash}`);
  const [loaded, setLoaded] = useState<LoadedProposal & { readonly id: string }>({
    id,
    detail: null,
    failure: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a log that grew, or a vote that others hold, is read again
  useEffect(() => {
    let current = true;
    void dashboard.call('governance.detail', { id }).then((answer) => {
      if (!current) return;
      if (answer.ok) setLoaded({ id, detail: answer.value, failure: null });
      else setLoaded((old) => ({ id, detail: old.id === id ? old.detail : null, failure: answer.error }));
    });
    return () => {
      current = false;
    };
  }, [dashboard, id, log, summary]);
  if (loaded.id !== id) return { detail: null, failure: null };
  const { detail, failure } = loaded;
  return { detail: detail && summary ? { ...detail, ...summary } : detail, failure };
}

/** The seats of a proposal with the colours of their members. */
export function useSeatLooks(proposal: Pick<ProposalSummary, 'seats'>): SeatLook[] {
  const members = useMembersByScid();
  return proposal.seats.map((seat, index) => ({ ...seat, order: members.get(seat.scid)?.order ?? index }));
}

/** Proposals in the order of the board, column by column: what J and K go through. */
export function boardOrder(proposals: readonly ProposalSummary[]): ProposalSummary[] {
  return COLUMNS.flatMap((column) => proposals.filter((one) => columnOf(one) === column));
}

export const COLUMNS = ['draft', 'review', 'voting', 'decided'] as const;
export type BoardColumn = (typeof COLUMNS)[number];

/** What a cell decided: not what was passed over, which nobody decides any more. */
export function isDecided(proposal: Pick<ProposalSummary, 'state' | 'passedOver'>): boolean {
  return columnOf(proposal) === 'decided' && !proposal.passedOver;
}

export function columnOf({ state, passedOver }: Pick<ProposalSummary, 'state' | 'passedOver'>): BoardColumn {
  if (passedOver) return 'decided';
  switch (state) {
    case 'draft':
    case 'review':
      return state;
    case 'voting':
    case 'closing':
      return 'voting';
    default:
      return 'decided';
  }
}
