/** What a line of `npm run bench` is: a description, and sides that are measured in turn. */
import type { BenchContext } from './context.ts';

/** The commit that every line is held against, beside its reference. */
export const FORMER_COMMIT = '0f8832362432f5d5817e83c4dba673ec798e21e0';
/** Names of two sides, in aims and in what is kept; references have names of their own. */
export const NOW = 'now';
export const FORMER = FORMER_COMMIT.slice(0, 7);

/** By the key of a row. A side that says nothing of a row leaves its key out. */
export type Reading = Readonly<Record<string, number>>;
/** Measures once. */
export type Side = () => Promise<Reading>;

/** What the median of now has to be: against the median of another side, or by itself in the row's unit. */
export type Aim =
  | { readonly of: string; readonly atMostTimes: number }
  | { readonly of: string; readonly atLeastTimes: number }
  | { readonly of: string; readonly atMostMore: number }
  | { readonly atMost: number };

export interface Row {
  readonly key: string;
  readonly what: string;
  readonly unit: string;
  readonly aims: readonly Aim[];
}

/** A size that an option of the same name sets; the short form takes the other one. */
export interface Size {
  readonly what: string;
  readonly usual: number;
  readonly short: number;
}

export interface Sides {
  readonly now: Side;
  /** Or why the former build cannot run this line. */
  readonly former: Side | string;
  readonly references: Readonly<Record<string, Side>>;
}

export interface Line<Name extends string = string> {
  /** As in docs/performance.md. */
  readonly number: string;
  readonly rows: readonly Row[];
  readonly sizes: Readonly<Record<Name, Size>>;
  /** Where five are not enough. */
  readonly rounds?: number;
  /** Of the former build, where one of its readings takes minutes; what is printed says so. */
  readonly formerRounds?: number;
  /** Why the short form leaves it out. */
  readonly notShort?: string;
  /** Sets up what the sides share; what is to be taken down is told to `context.onEnd`. */
  open(context: BenchContext<Name>): Promise<Sides>;
}
