/** The outcome of one check of the sources; `npm test` counts each as a test. */
export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  /** One line for people: what was looked at. */
  readonly summary: string;
  /** What is wrong, ready to print; empty when all is well. */
  readonly report: string;
  readonly elapsedMs: number;
}

export interface Check {
  readonly name: string;
  run(root: string): Promise<Omit<CheckResult, 'name' | 'elapsedMs'>>;
}
