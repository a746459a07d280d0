import type { Saying } from '../saying.ts';

/** Thrown where a decision cannot be shown; `says` why. */
export class NotShown extends Error {
  readonly says: Saying;

  constructor(why: Saying) {
    super(why.key);
    this.says = why;
  }
}
