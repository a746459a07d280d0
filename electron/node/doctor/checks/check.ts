import type { Check, CheckId, Mark } from '#shared/contract/domain/doctor.ts';
import type { Saying } from '#shared/protocol/saying.ts';

interface Judged {
  readonly mark: Mark;
  readonly what: Saying;
  readonly todo?: Saying;
  readonly tells?: Check['tells'];
  readonly facts?: Check['facts'];
}

export function check(id: CheckId, { mark, what, todo, tells = [], facts = {} }: Judged): Check {
  return { id, mark, what, todo: todo ?? null, tells, facts };
}
