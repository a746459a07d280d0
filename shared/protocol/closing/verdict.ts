import type { InvalidCode, Refusal } from '../log/refusal.ts';

/** Why an entry counts for nothing. */
export type Invalid = Refusal<InvalidCode>;

/** Whether an entry counts by the rules, or why not. */
export type Verdict = { readonly valid: true } | ({ readonly valid: false } & Invalid);

/** No reason against it is the verdict that it is valid. */
export function verdictOf(invalid: Invalid | null): Verdict {
  return invalid === null ? VALID : { valid: false, ...invalid };
}

const VALID: Verdict = { valid: true };
