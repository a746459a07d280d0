import { useCallback, useEffect, useState } from 'react';
import type { CallOutput } from '#shared/contract/contract.ts';
import type { StatementLine } from '#shared/contract/domain/trust.ts';
import type { Failure, Result } from '#shared/contract/errors.ts';
import { useDashboard, useNode } from '../../state/context.tsx';
import type { Dashboard } from '../../state/dashboard-store.ts';

const PAGE_LENGTH = 100;
const PAGE_MAX = 500;

interface Loaded {
  /** Oldest first. */
  readonly lines: readonly StatementLine[];
  /** Null until the first answer. */
  readonly total: number | null;
  readonly more: boolean;
  readonly busy: boolean;
  readonly failure: Failure | null;
}

/** The newest changes of a balance, read again when a balance has changed, and earlier ones page by page. */
export function useStatement(scid: string): Loaded & { readonly loadEarlier: () => void } {
  const dashboard = useDashboard();
  const balances = useNode((node) => node.trust?.balances);
  const [loaded, setLoaded] = useState<Loaded>({
    lines: [],
    total: null,
    more: false,
    busy: false,
    failure: null,
  });
  const load = useCallback(
    async (before: number | null) => {
      setLoaded((old) => ({ ...old, busy: true, failure: null }));
      const answer = await dashboard.call('tokens.statement', { scid, before, limit: PAGE_LENGTH });
      setLoaded((old) => {
        if (!answer.ok) return { ...old, busy: false, failure: answer.error };
        const { lines, total, more } = answer.value;
        if (before !== null)
          return { lines: [...lines, ...old.lines], total, more, busy: false, failure: null };
        // A change that came late may belong between older ones, so news replace what is held.
        return { lines, total, more, busy: false, failure: null };
      });
    },
    [dashboard, scid],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: balances that changed are read again
  useEffect(() => {
    void load(null);
  }, [load, balances]);
  const first = loaded.lines[0];
  return { ...loaded, loadEarlier: () => void load(first ? first.position : null) };
}

/** All changes, oldest first. */
export async function wholeStatement(dashboard: Dashboard, scid: string): Promise<Result<StatementLine[]>> {
  const lines: StatementLine[] = [];
  let before: number | null = null;
  for (;;) {
    const answer: Result<CallOutput<'tokens.statement'>> = await dashboard.call('tokens.statement', {
      scid,
      before,
      limit: PAGE_MAX,
    });
    if (!answer.ok) return answer;
    lines.unshift(...answer.value.lines);
    const first: StatementLine | undefined = answer.value.lines[0];
    if (!answer.value.more || !first) return { ok: true, value: lines };
    before = first.position;
  }
}
