import { useEffect, useRef, useState } from 'react';

interface Sample {
  readonly atMs: number;
  readonly doneBytes: number;
}

/** What came in this time says how fast it goes. */
const SPAN_MS = 10_000;
/** Less than that says nothing. */
const SPAN_MIN_MS = 1_500;

/** The samples of the last seconds with a new one; what went back, or begins anew, begins the samples anew. */
export function noted(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && next.doneBytes < last.doneBytes) return [next];
  const recent = samples.filter(({ atMs }) => atMs >= next.atMs - SPAN_MS);
  return [...recent, next];
}

/** How long the rest takes at the speed of these samples; null while they say nothing. */
export function leftOf(samples: readonly Sample[], totalBytes: number): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.atMs - first.atMs < SPAN_MIN_MS || last.doneBytes <= first.doneBytes)
    return null;
  const perMs = (last.doneBytes - first.doneBytes) / (last.atMs - first.atMs);
  return Math.max(1_000, (totalBytes - last.doneBytes) / perMs);
}

/** How long the rest of what moves takes; null where nothing moves, or nobody knows. */
export function useTimeLeft(doneBytes: number | null, totalBytes: number): number | null {
  const samples = useRef<Sample[]>([]);
  const [leftMs, setLeftMs] = useState<number | null>(null);
  useEffect(() => {
    samples.current =
      doneBytes === null ? [] : noted(samples.current, { atMs: performance.now(), doneBytes });
    setLeftMs(leftOf(samples.current, totalBytes));
  }, [doneBytes, totalBytes]);
  return leftMs;
}
