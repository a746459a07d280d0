import { useCallback, useEffect, useRef, useState } from 'react';
import type {
  UndeliveredCursor,
  UndeliveredPage,
  UndeliveredRow,
} from '#shared/contract/domain/undelivered.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { useDashboard, useNode } from '../../state/context.tsx';

const PAGE_LENGTH = 100;

export interface LoadedUndelivered {
  /** Null before the first answer. */
  readonly page: UndeliveredPage | null;
  readonly failure: Failure | null;
  readonly loadMore: () => void;
}

/** What waits, page by page; read anew whenever the queue reads differently. */
export function useUndelivered(): LoadedUndelivered {
  const dashboard = useDashboard();
  const queue = useNode((node) => node.queue);
  const [page, setPage] = useState<UndeliveredPage | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [pages, setPages] = useState(1);
  const newest = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another queue is another answer
  useEffect(() => {
    newest.current += 1;
    const asked = newest.current;
    void readPages(dashboard, pages).then((answer) => {
      if (asked !== newest.current) return;
      if ('rows' in answer) setPage(answer);
      setFailure('rows' in answer ? null : answer);
    });
  }, [dashboard, pages, queue]);

  const loadMore = useCallback(() => setPages((old) => old + 1), []);
  return { page, failure, loadMore };
}

async function readPages(
  dashboard: ReturnType<typeof useDashboard>,
  pages: number,
): Promise<UndeliveredPage | Failure> {
  const rows: UndeliveredRow[] = [];
  for (let number = 1; ; number += 1) {
    const last = rows.at(-1);
    const after: UndeliveredCursor | null = last ? { number: last.message.number, to: last.to } : null;
    const answer = await dashboard.call('messages.undelivered', { after, limit: PAGE_LENGTH });
    if (!answer.ok) return answer.error;
    rows.push(...answer.value.rows);
    if (!answer.value.more || number >= pages) return { ...answer.value, rows };
  }
}
