import { isAwaitingMembers } from '../closing/entered.ts';
import { type Invalid, type Verdict, verdictOf } from '../closing/verdict.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { bodyRefusal, refusal } from '../log/refusal.ts';
import { says } from '../saying.ts';
import { COUNTED_WHILE_AWAITED, type Judging, type Kind, type KindName, kindNamed, kindOf } from './kinds.ts';

export interface ReadBody {
  readonly kind: Kind<unknown>;
  readonly body: unknown;
}

/** An entry's body by the schema of its kind, what is wrong with it, or null for a kind that is not known here. */
export function readBody({ entry }: GraphNode): ReadBody | Invalid | null {
  const name = kindNamed(entry.kind);
  if (!name) return null;
  const kind = kindOf(name);
  const parsed = kind.body.safeParse(entry.body);
  return parsed.success ? { kind, body: parsed.data } : bodyRefusal(parsed.error.issues);
}

const AWAITED = refusal('waiting', says('refusal.notAllEntered'));

/** The verdict on an entry by what its body says; `judge` knows the epoch that it stands in. */
export function bodyVerdict(judge: Judging, node: GraphNode, read: ReadBody | Invalid | null): Verdict {
  if (!read) return verdictOf(null);
  if (!('kind' in read)) return verdictOf(read);
  const isExempt = COUNTED_WHILE_AWAITED.has(node.entry.kind as KindName);
  if (!isExempt && isAwaitingMembers(judge.epochOf(node))) return verdictOf(AWAITED);
  return verdictOf(read.kind.rule(judge, node, read.body));
}
