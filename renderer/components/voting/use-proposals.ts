import { useEffect, useState } from 'react';
import type {
  ProposalDetail,
  ProposalPage,
  ProposalQuery,
  ProposalSummary,
} from '#shared/contract/domain/governance.ts';
import { COLUMNS, columnOf } from '#shared/contract/domain/proposal-column.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { autoWords } from '#shared/words/reasons/proposal-title.ts';
import { useMembersByScid } from '../../state/cell.ts';
import { useDashboard, useNode } from '../../state/context.tsx';
import type { SeatLook } from '../Seats.tsx';

/** Proposals of a page of the list; as much as the query asks for. */
const PAGE = 100;

export interface ProposalPages {
  readonly proposals: readonly ProposalSummary[];
  /** As many fit the query, or null before the first answer. */
  readonly total: number | null;
  /** Null when all are here. */
  readonly showMore: (() => void) | null;
  readonly failure: Failure | null;
}

type Query = Pick<ProposalQuery, 'text' | 'which'>;

/** What the node finds for a query, read again when anything changes; more of it by a click. */
export function useProposalPages({ text, which }: Query): ProposalPages {
  const dashboard = useDashboard();
  const pushed = useNode((node) => node.proposals);
  const counts = useNode((node) => node.proposalCounts);
  const [pages, setPages] = useState(1);
  const [found, setFound] = useState<{ page: ProposalPage | null; failure: Failure | null }>({
    page: null,
    failure: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is pushed tells that there is something else to read
  useEffect(() => {
    let current = true;
    const query = {
      ...(text ? { text, called: autoWords() } : {}),
      ...(which ? { which } : {}),
      limit: pages * PAGE,
    };
    void dashboard.call('governance.list', query).then((answer) => {
      if (!current) return;
      if (answer.ok) setFound({ page: answer.value, failure: null });
      else setFound((old) => ({ ...old, failure: answer.error }));
    });
    return () => {
      current = false;
    };
  }, [dashboard, text, which, pages, pushed, counts]);
  const { page, failure } = found;
  return {
    proposals: page?.proposals ?? [],
    total: page?.total ?? null,
    showMore: page?.more ? () => setPages((n) => n + 1) : null,
    failure,
  };
}

export interface LoadedProposal {
  readonly detail: ProposalDetail | null;
  readonly failure: Failure | null;
}

/** A proposal with its text and receipts, read again whenever the log has grown. */
export function useProposal(id: string): LoadedProposal {
  const dashboard = useDashboard();
  const summary = useNode((node) => node.proposals.find((one) => one.id === id));
  const log = useNode((node) => `${node.cell?.id} ${node.cell?.receipts}`);
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
