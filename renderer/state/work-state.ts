import { standing } from '#shared/contract/domain/snapshot.ts';
import { t } from '#shared/words/translate.ts';
import { useDashboardState } from './context.tsx';

/** Why actions wait now, in words for beside a disabled control; null when they need not. */
export function useWaitReason(): string | null {
  const stale = useDashboardState((state) => state.stale);
  const problem = useDashboardState((state) => standing(state.snapshot?.problem));
  if (stale) return t('shell.stale.wait');
  return problem ? t('shell.problem.wait') : null;
}
