import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';

const numberOf = (draft: GraphNode): number => Number(draft.entry.body.number);

/** `P-3`, or `P-3·alice` where drafts that did not know each other took one number; by the hash of the draft. */
export function draftLabels(
  drafts: readonly GraphNode[],
  nameOf: (scid: string) => string,
): Map<string, string> {
  const taken = new Map<number, number>();
  for (const draft of drafts) taken.set(numberOf(draft), (taken.get(numberOf(draft)) ?? 0) + 1);
  return new Map(
    drafts.map((draft) => {
      const number = numberOf(draft);
      const isShared = (taken.get(number) ?? 0) > 1;
      return [draft.hash, isShared ? `P-${number}·${nameOf(draft.entry.author)}` : `P-${number}`];
    }),
  );
}
