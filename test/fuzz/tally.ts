/** What a target did with what it was given, and what must not have happened. */
export class Tally {
  readonly target: string;
  runs = 0;
  readonly counts = new Map<string, number>();
  readonly faults: string[] = [];

  constructor(target: string) {
    this.target = target;
  }

  count(what: string): void {
    this.counts.set(what, 1 + (this.counts.get(what) ?? 0));
  }

  fault(what: string, thrown: unknown, input: unknown): void {
    const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    this.faults.push(`${this.target}, ${what}: ${text}\n  input: ${shown(input)}`);
  }

  line(): string {
    const counts = [...this.counts].sort().map(([what, count]) => `${what} ${count}`);
    return `${this.target}: ${this.runs} runs (${counts.join(', ')}), ${this.faults.length} faults`;
  }
}

function shown(input: unknown): string {
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  return text === undefined || text.length <= 1500 ? String(text) : `${text.slice(0, 1500)} …`;
}
