import { create } from 'zustand';
import type { LogReport } from '#shared/contract/domain/receipt.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { Dashboard } from '../../state/dashboard-store.ts';

/** The last check of the whole log that was asked for here. */
export interface Verification {
  readonly report: LogReport;
  readonly atMs: number;
  readonly tookMs: number;
}

interface State {
  readonly busy: boolean;
  readonly last: Verification | null;
  readonly failure: Failure | null;
}

export const useVerification = create<State>(() => ({ busy: false, last: null, failure: null }));

/** Has the node check every stored receipt anew. Times are this computer's. */
export async function verifyAll(dashboard: Dashboard): Promise<void> {
  if (useVerification.getState().busy) return;
  useVerification.setState({ busy: true, failure: null });
  const beganMs = performance.now();
  const answer = await dashboard.call('log.verify', {});
  const tookMs = performance.now() - beganMs;
  useVerification.setState(
    answer.ok
      ? { busy: false, last: { report: answer.value, atMs: Date.now(), tookMs } }
      : // Who calls it off knows.
        { busy: false, failure: answer.error.code === 'cancelled' ? null : answer.error },
  );
}
