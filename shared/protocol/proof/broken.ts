import type { Saying } from '../saying.ts';

/** Thrown where a proof does not show what it says. */
export class Broken extends Error {
  readonly says: Saying;

  constructor(says: Saying) {
    super(says.key);
    this.says = says;
  }
}
