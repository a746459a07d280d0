import { issueSays } from '../issue-saying.ts';
import { inEnglish, type Saying, says } from '../saying.ts';

/** Why an entry is not kept, or is kept and counts for nothing: codes that all implementations share (docs/protocol.md, "Codes"). */

/** The entry can never be part of a graph, nor can what follows it: judged from its place, and from its past alone. */
export const REFUSED_CODES = ['founding', 'cell', 'place', 'seen', 'admission', 'key'] as const;
export type RefusedCode = (typeof REFUSED_CODES)[number];

/** Refused like those, without a code of the protocol: it follows what was refused, or judging it threw. */
export type UnjudgedCode = 'past' | 'malformed';

/** Not written, as others would not take it now. */
export type OwnCode = 'rate';

/** The entry stays in the log and counts for nothing: judged from its causal past alone. */
export const INVALID_CODES = [
  'body',
  'waiting',
  'not-a-member',
  'no-draft',
  'not-the-proposer',
  'number',
  'epoch',
  'quorum',
  'rules',
  'change',
  'recovery',
  'end',
  'opened',
  'too-many',
  'attempt',
  'no-ballot',
  'not-in-electorate',
  'old-key',
  'closed',
  'generation',
  'slot',
  'closes',
  'too-few-closes',
  'round',
  'locked',
  'no-quorum',
  'no-proof',
  'proved',
  'no-scar',
  'no-note',
  'healed',
  'self',
  'no-such-member',
  'funds',
  'known',
  'day',
  'no-bridge',
  'content',
  'no-statement',
  'attested',
  'import',
  'signers',
  'late',
  'founding',
  'members',
  'slots',
  'carried',
  'no-branch',
  'again',
  'list',
  'index',
  'full',
  'no-issue',
  'revoked',
] as const;
export type InvalidCode = (typeof INVALID_CODES)[number];

export type AnyCode = RefusedCode | UnjudgedCode | OwnCode | InvalidCode;

export interface Refusal<C extends AnyCode> {
  readonly code: C;
  /** What is wrong, as a part of a sentence. */
  readonly says: Saying;
  /** The same in English, for programs. */
  readonly reason: string;
}

export function refusal<C extends AnyCode>(code: C, why: Saying): Refusal<C> {
  return {
    code,
    says: why,
    get reason() {
      return inEnglish(why);
    },
  };
}

/** Judging it ended in an exception: whatever an entry makes our code do, that entry is not taken. */
export function thrownRefusal(thrown: unknown): Refusal<'malformed'> {
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  return refusal('malformed', says('refusal.judgingFailed', { said: said.slice(0, 200) }));
}

/** What a schema says of a body that it does not take. */
export function bodyRefusal(issues: Parameters<typeof issueSays>[0]): Refusal<'body'> {
  return refusal('body', says('refusal.bodyNotUnderstood', { issue: issueSays(issues) }));
}
