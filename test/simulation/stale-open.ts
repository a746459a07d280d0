import type { SimNode } from './sim-node.ts';

/** Drafts and opens a proposal as if nothing had been heard since the own last entry: in the epoch of that time. */
export function writeStaleOpen(node: SimNode, key: string): void {
  const { head, book, graph } = node;
  if (!head) return;
  const numbers = book
    .drafts()
    .filter((draft) => graph.inPast(draft, head))
    .map((draft) => Number(draft.entry.body.number));
  const draft = node.write('draft', { number: 1 + Math.max(0, ...numbers), title: key, text: '' }, {});
  node.write(
    'open',
    {
      proposal: draft.hash,
      attempt: 1,
      epoch: book.epochOf(draft).number,
      text: '',
      rules: { quorum: 1, threshold: [1, 2], deadlineMs: 100, graceMs: 0 },
    },
    {},
  );
}
