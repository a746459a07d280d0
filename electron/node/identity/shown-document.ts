import { formatDidLog } from './did-webvh/index.ts';
import type { MemberIdentity } from './member-identity.ts';

/** An identity as people are shown it: the newest document, and the whole log that proves it. */
export interface ShownDocument {
  readonly did: string;
  readonly document: string;
  readonly log: string;
  readonly versions: number;
}

export function shownDocument({ did, log }: MemberIdentity): ShownDocument {
  const state = log.at(-1)?.state ?? {};
  return { did, document: JSON.stringify(state, null, 2), log: formatDidLog(log), versions: log.length };
}
