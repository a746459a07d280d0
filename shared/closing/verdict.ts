/** Whether an entry counts by the rules, or why not. */
export type Verdict = { readonly valid: true } | { readonly valid: false; readonly reason: string };

/** No reason against it is the verdict that it is valid. */
export function verdictOf(reason: string | null): Verdict {
  return reason === null ? VALID : { valid: false, reason };
}

const VALID: Verdict = { valid: true };
