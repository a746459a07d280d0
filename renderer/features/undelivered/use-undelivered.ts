import { useCallback, useEffect, useRef, useState } from 'react';
import type {
  UndeliveredCursor,
  UndeliveredPage,
  UndeliveredRow,
} from '#shared/contract/domain/undelivered.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { useDashboard, useDashboardState } from '../../state/context.tsx';

const PAGE_LENGTH = 100;

export interface LoadedUndelivered {
  /** Null before the first answer. */
  readonly page: UndeliveredPage | null;
  readonly failure: Failure | null;
  readonly loadMore: () => void;
}

/** What waits, page by page; read anew whenever something is told of messages. */
export function useUndelivered(): LoadedUndelivered {
  const dashboard = useDashboard();
  const told = useDashboardState((state) => state.messagesTold);
  const [page, setPage] = useState<UndeliveredPage | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [pages, setPages] = useState(1);
  const reading = useRef({ busy: false, again: false, pages });

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is told of messages may be told of these
  useEffect(() => {
    const now = reading.current;
    now.again = true;
    now.pages = pages;
    if (now.busy) return;
    const read = async () => {
      now.busy = true;
      // However often something is told meanwhile, it is read once more.
      while (now.again) {
        now.again = false;
        const answer = await readPages(dashboard, now.pages);
        if ('rows' in answer) setPage(answer);
        setFailure('rows' in answer ? null : answer);
      }
      now.busy = false;
    };
    void read();
  }, [dashboard, pages, told]);

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
