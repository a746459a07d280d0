/** What happened in a run, or in many. */
export const COUNTED = [
  'runs',
  'entries',
  'certified',
  'passed',
  'failed',
  'expired',
  'withdrawn',
  'superseded',
  'forked',
  'left open',
  'later rounds',
  'later attempts',
  'admitted',
  'removed',
  'restored',
  'overridden',
  'equivocators',
  'equivocations',
  'proofs',
  'crashes at a write',
  'crashes',
  'clock steps',
  'votes counted',
  'votes superseded',
  'votes void',
  'votes outside',
  'votes open',
  'refused verdicts',
] as const;
export type Counted = (typeof COUNTED)[number];
export type Counts = Record<Counted, number>;

export function noCounts(): Counts {
  return Object.fromEntries(COUNTED.map((name) => [name, 0])) as Counts;
}

export function addCounts(to: Counts, more: Counts): void {
  for (const name of COUNTED) to[name] += more[name];
}

export function countsInWords(counts: Counts): string {
  return COUNTED.map((name) => `${name} ${counts[name]}`).join(', ');
}
