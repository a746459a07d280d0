import { useEffect, useState } from 'react';
import type { Carried } from '#shared/contract/domain/fork.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { useDashboard } from '../../state/context.tsx';

interface Shown {
  readonly carried: Carried | null;
  readonly failure: Failure | null;
}

/** What would go along into a fork now, with these; what was told of others before stays until it is here. */
export function useCarried(asked: readonly string[], follow: Readonly<Record<string, string>>): Shown {
  const dashboard = useDashboard();
  const [shown, setShown] = useState<Shown>({ carried: null, failure: null });
  const key = JSON.stringify({ with: [...asked].sort(), follow });
  useEffect(() => {
    let isCurrent = true;
    const wanted = JSON.parse(key) as { with: string[]; follow: Record<string, string> };
    void dashboard.call('forks.preview', wanted).then((answer) => {
      if (!isCurrent) return;
      setShown(
        answer.ok ? { carried: answer.value, failure: null } : { carried: null, failure: answer.error },
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [dashboard, key]);
  return shown;
}
