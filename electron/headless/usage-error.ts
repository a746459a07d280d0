import { inEnglish, type Saying } from '#shared/protocol/saying.ts';

/** The command line was written wrongly: exit code 2, with the usage of the command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly says: Saying;

  constructor(says: Saying) {
    super(inEnglish(says));
    this.says = says;
  }
}
