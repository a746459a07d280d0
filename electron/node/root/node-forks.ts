import type { Carried, Forks } from '#shared/contract/domain/fork.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

export interface ForkAsk {
  /** SCIDs of who is to come along. */
  readonly with: readonly string[];
  /** Slot -> key of the certificate that it follows. */
  readonly follow: Readonly<Record<string, string>>;
}

/** Branches that are proposed, entered and declined. */
export class NodeForks {
  view(): Forks {
    return { proposals: [], offers: [], twice: [] };
  }

  preview(_ask: ForkAsk): Carried {
    throw notYet();
  }

  propose(_name: string, _ask: ForkAsk): { cell: string } {
    throw notYet();
  }

  go(_cell: string): null {
    throw notYet();
  }

  stay(_cell: string): null {
    throw notYet();
  }
}

function notYet(): GhostStackError {
  return new GhostStackError('unavailable', says('error.forks.notYet'));
}
