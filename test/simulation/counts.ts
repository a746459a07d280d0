/** What happened in a run, or in many: what a property is about must have happened, or nothing was tested. */
export const COUNTED = [
  'runs',
  'runs of several templates',
  'runs with at most f equivocators',
  'runs with more',
  'entries',
  'partitions',
  'one-way cuts',
  'messages dropped',
  'messages doubled',
  'messages reordered',
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
  'restored again',
  'overridden',
  'equivocators',
  'equivocations',
  'proofs',
  'crashes before store',
  'crashes after store',
  'crashes after send',
  'crashes',
  'clock steps of hours',
  'votes withheld',
  'closes omitted',
  'turns passed in silence',
  'signs in far rounds',
  'slots with two opens by one',
  'decided proposals opened again',
  'branches spread',
  'branches in the finale',
  'entries of strangers',
  'foreign rows refused',
  'entries that wait',
  'entries without room',
  'rival names',
  'branch ends',
  'entries of the removed',
  'entries of lost homes',
  'lost homes stopped',
  'opens past a restored end',
  'rival admissions at six',
  'early ends refused',
  'crowded removals',
  'restores told',
  'worst opens',
  'worst opens refused',
  'written at rest in open slots',
  'endorsements',
  'transfers',
  'transfers refused',
  'debtors',
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
