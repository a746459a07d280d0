import { useCallback, useEffect, useState } from 'react';
import type { Findings } from '#shared/contract/domain/doctor.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { useCall } from '../../state/use-call.ts';

export interface FindingsState {
  /** Null before somebody has looked. */
  readonly findings: Findings | null;
  readonly busy: boolean;
  readonly failure: Failure | null;
  look(): Promise<void>;
}

/** Looks once at the beginning, and again when it is asked for. */
export function useFindings(): FindingsState {
  const { busy, failure, run } = useCall('doctor.run');
  const [findings, setFindings] = useState<Findings | null>(null);
  const look = useCallback(async () => {
    const looked = await run({ probe: true, surroundings: null });
    if (looked) setFindings(looked.value);
  }, [run]);
  useEffect(() => {
    void look();
  }, [look]);
  return { findings, busy, failure, look };
}
