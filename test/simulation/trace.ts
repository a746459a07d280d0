import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { SCIDS } from './people.ts';
import type { SimNode } from './sim-node.ts';

/** An entry as a line of a trace: place, what it is about, and what it has newly seen. */
export function entryInWords(node: SimNode, { hash, entry, parents, prev }: GraphNode): string {
  const { gen, seq, kind, body } = entry;
  const verdict = node.book.verdict(node.graph.get(hash) as GraphNode);
  const seen = parents
    .filter((parent) => parent !== prev)
    .map((parent) => `${SCIDS.get(parent.entry.author) ?? '?'} ${parent.entry.gen}/${parent.entry.seq}`);
  const parts = [`${gen}/${seq} ${kind}`];
  if (typeof body.ballot === 'string') parts.push(titleOf(node, body.ballot));
  if (typeof body.title === 'string') parts.push(body.title);
  if (typeof body.proposal === 'string') parts.push(`${titleOf(node, hash)} (${hash.slice(0, 6)})`);
  if (typeof body.choice === 'string') parts.push(body.choice);
  if (typeof body.round === 'number') parts.push(`round ${body.round}`);
  if (Array.isArray(body.closes))
    parts.push(`{${body.closes.map((close) => closeInWords(node, String(close))).join(' ')}}`);
  if (seen.length > 0) parts.push(`having seen ${seen.join(', ')}`);
  if (!verdict.valid) parts.push(`[invalid: ${verdict.reason}]`);
  return parts.join(' ');
}

function titleOf(node: SimNode, ballot: string): string {
  const known = node.book.ballot(ballot);
  const title = known && node.graph.get(known.body.proposal)?.entry.body.title;
  return known ? `${title} #${known.body.attempt}` : ballot.slice(0, 6);
}

function closeInWords(node: SimNode, hash: string): string {
  const close = node.graph.get(hash);
  return close ? `${SCIDS.get(close.entry.author) ?? '?'}:${hash.slice(0, 3)}` : hash.slice(0, 6);
}
