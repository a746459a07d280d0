/** A decision of three members in one process, from the proposal to the certificate that all hold. */
import type { BenchContext, Tree } from './frame/context.ts';
import { FORMER, type Line, type Side } from './frame/line.ts';
import type { Decided } from './programs/deciding-cell.ts';

const BARE = 'its entries signed once, checked twice';

/** Each round goes on in the same cell: the later ones have hundreds of decisions before them. */
function sidesOf(tree: Tree, context: BenchContext<'decisions'>): { decided: Side; bare: Side } {
  const program = context.program(tree, 'deciding-cell.ts');
  // Both are measured in turn within the program; whichever side comes first in a round asks for it.
  const left: { decided: Decided[]; bare: Decided[] } = { decided: [], bare: [] };
  const next = async (of: 'decided' | 'bare'): Promise<Decided> => {
    const kept = left[of].shift();
    if (kept) return kept;
    const measured = await program.ask<Decided>(context.sizes.decisions);
    left[of === 'bare' ? 'decided' : 'bare'].push(measured);
    return measured;
  };
  return {
    decided: async () => {
      const { ms, bareMs, entries } = await next('decided');
      return { ms, entries, times: ms / bareMs };
    },
    bare: async () => {
      const { bareMs } = await next('bare');
      return { ms: bareMs };
    },
  };
}

const deciding: Line<'decisions'> = {
  number: '6',
  rows: [
    {
      key: 'ms',
      what: 'a decision, three members in one process',
      unit: 'ms',
      aims: [{ of: BARE, atMostTimes: 2 }],
    },
    {
      key: 'times',
      what: 'the same in times of signing and checking its entries by the same build',
      unit: 'times',
      aims: [{ atMost: 2 }],
    },
    { key: 'entries', what: 'entries of a decision', unit: 'entries', aims: [] },
  ],
  sizes: { decisions: { what: 'decisions in a round', usual: 80, short: 3 } },
  async open(context) {
    const { former } = context;
    const now = sidesOf(context.now, context);
    return {
      now: now.decided,
      former: former ? sidesOf(former, context).decided : `no build of ${FORMER}`,
      references: { [BARE]: now.bare },
    };
  },
};

export const lines: readonly Line[] = [deciding];
