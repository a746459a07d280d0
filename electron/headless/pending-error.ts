import { inEnglish, type Saying } from '#shared/protocol/saying.ts';

/** Not done yet: exit code 1 with a code of its own, so that scripts can tell it from a refusal. */
export class PendingError extends Error {
  override readonly name = 'PendingError';
  readonly code = 'pending';
  readonly says: Saying;

  constructor(says: Saying) {
    super(inEnglish(says));
    this.says = says;
  }
}
