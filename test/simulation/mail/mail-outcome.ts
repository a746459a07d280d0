export interface MailCounts {
  messages: number;
  kills: number;
  restores: number;
  changes: number;
  /** Between members that never meet. */
  carried: number;
  /** Taken back, and told later that it had arrived all the same. */
  arrivedAllTheSame: number;
  expired: number;
}

export interface MailOutcome {
  /** What broke, in words; null if everything held. */
  readonly broken: string | null;
  readonly counts: MailCounts;
  readonly traffic: ReadonlyMap<string, { readonly bytes: number; readonly streams: number }>;
}

export const NO_COUNTS: Readonly<MailCounts> = {
  messages: 0,
  kills: 0,
  restores: 0,
  changes: 0,
  carried: 0,
  arrivedAllTheSame: 0,
  expired: 0,
};
