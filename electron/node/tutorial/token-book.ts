/** Why a balance is what it is: one row for every change, oldest first. */
export interface TokenReceipt {
  readonly number: number;
  readonly node: string;
  /** `sent` and `received`: in a cell, between its members. */
  readonly kind: 'register' | 'reward' | 'sent' | 'received';
  /** Whole tokens, never below 0. */
  readonly amount: number;
  /** After this change. */
  readonly balance: number;
  readonly reason: string;
  readonly atMs: number;
}

/** Where an IncentiveService keeps its accounts. Arguments have been checked for their form. */
export interface TokenBook {
  /** Throws `already-exists`. */
  register(node: string, initialBalance: number): TokenReceipt;
  /** Throws `not-found`. */
  reward(node: string, amount: number, reason: string): TokenReceipt;
  /** Null without an account. */
  balance(node: string): number | null;
  /** In the order of the names. */
  balances(): Record<string, number>;
  receipts(node: string): TokenReceipt[];
}
