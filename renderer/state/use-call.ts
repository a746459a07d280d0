import { useCallback, useState } from 'react';
import type { CallInput, CallName, CallOutput } from '#shared/contract/contract.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { useDashboard } from './context.tsx';

export interface UseCall<N extends CallName> {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** The value, or null when it failed; the failure is then in `failure`. */
  run(input: CallInput<N>): Promise<{ readonly value: CallOutput<N> } | null>;
  clear(): void;
}

/** One call with its state: busy while it runs, and the failure to show beside what was clicked. */
export function useCall<N extends CallName>(name: N): UseCall<N> {
  const dashboard = useDashboard();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = useCallback(
    async (input: CallInput<N>) => {
      setBusy(true);
      setFailure(null);
      const answer = await dashboard.call(name, input);
      setBusy(false);
      if (answer.ok) return { value: answer.value };
      setFailure(answer.error);
      return null;
    },
    [dashboard, name],
  );
  const clear = useCallback(() => setFailure(null), []);
  return { busy, failure, run, clear };
}
