import { ballotFloors } from '#shared/protocol/closing/floors.ts';
import type { SimNode } from './sim-node.ts';

/**
 * Drafts and opens a proposal as if nothing had been heard since the own last entry: in the epoch of that time, and
 * with the worst rules that it allows.
 */
export function writeStaleOpen(node: SimNode, key: string): void {
  const { head, book, graph } = node;
  if (!head) return;
  const numbers = book
    .drafts()
    .filter((draft) => graph.inPast(draft, head))
    .map((draft) => Number(draft.entry.body.number));
  const draft = node.write('draft', { number: 1 + Math.max(0, ...numbers), title: key, text: '' }, {});
  const { number, rules, members } = book.epochOf(draft);
  const least = ballotFloors(rules, members.length, false);
  node.write(
    'open',
    {
      proposal: draft.hash,
      attempt: 1,
      epoch: number,
      text: '',
      rules: { ...least, deadlineMs: Math.max(100, least.deadlineMs) },
    },
    {},
  );
}
