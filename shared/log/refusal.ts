/** Why an entry is not kept, or is kept and counts for nothing: codes that all implementations share (docs/protocol.md, "Codes"). */

/** The entry can never be part of a graph, nor can what follows it: judged from its place, and from its past alone. */
export const REFUSED_CODES = ['founding', 'cell', 'place', 'seen', 'admission', 'key'] as const;
export type RefusedCode = (typeof REFUSED_CODES)[number];

/** The entry stays in the log and counts for nothing: judged from its causal past alone. */
export const INVALID_CODES = [
  'body',
  'not-a-member',
  'no-draft',
  'not-the-proposer',
  'number',
  'epoch',
  'quorum',
  'rules',
  'change',
  'end',
  'opened',
  'too-many',
  'attempt',
  'no-ballot',
  'not-in-electorate',
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
  'self',
  'no-such-member',
  'funds',
] as const;
export type InvalidCode = (typeof INVALID_CODES)[number];

export interface Refusal<C extends RefusedCode | InvalidCode> {
  readonly code: C;
  /** For people: what is wrong, as a part of a sentence. */
  readonly reason: string;
}

export function refusal<C extends RefusedCode | InvalidCode>(code: C, reason: string): Refusal<C> {
  return { code, reason };
}

/** What a schema says of a body that it does not take. */
export function bodyRefusal(
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined,
): Refusal<'body'> {
  return refusal('body', `its body is not understood: ${issue?.path.join('.')} ${issue?.message}`);
}
