import { GhostStackError } from '#shared/contract/errors.ts';

/** `taken`, or the code of the refusal with what it says. */
export function outcomeOf(run: () => unknown): string {
  try {
    run();
    return 'taken';
  } catch (thrown) {
    return thrown instanceof GhostStackError ? `${thrown.code}: ${thrown.message}` : String(thrown);
  }
}
