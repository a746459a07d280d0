import { useState } from 'react';
import type { StandingPapers } from '#shared/contract/domain/credential.ts';
import { useCall } from '../../../state/use-call.ts';

/** What this cell says of itself, once it was asked for. */
export function useStanding() {
  const { run: ask, failure } = useCall('credentials.standing');
  const [value, setValue] = useState<StandingPapers | null>(null);
  const run = () => void ask({}).then((answer) => setValue(answer?.value ?? null));
  return { run, value, failure };
}
