/** What the rules alone cost: a log judged and folded, without hashes and signatures. */
import type { Line, Reading, Side } from './frame/line.ts';
import type { Judged } from './programs/judging.ts';

const ENDORSEMENTS = 'as many endorsements';
const KINDS = ['draft', 'transfer', 'transfer-troubled'] as const;

const replay: Line<'entries'> = {
  number: 'replay',
  rows: [
    { key: 'draft', what: 'judging and folding drafts', unit: 'ms', aims: [] },
    { key: 'transfer', what: 'transfers', unit: 'ms', aims: [] },
    { key: 'transfer-troubled', what: 'transfers, one member removed, one forked', unit: 'ms', aims: [] },
  ],
  sizes: { entries: { what: 'entries in the log', usual: 10_000, short: 200 } },
  async open(context) {
    const program = context.program(context.now, 'judging.ts', { args: [String(context.sizes.entries)] });
    const judged = (kind: Judged) => program.ask<number>(kind);
    const now: Side = async () => {
      const reading: Record<string, number> = {};
      for (const kind of KINDS) reading[kind] = await judged(kind);
      return reading;
    };
    const endorsements: Side = async (): Promise<Reading> => {
      const ms = await judged('endorse');
      return Object.fromEntries(KINDS.map((kind) => [kind, ms]));
    };
    return {
      now,
      former: 'line 5b has it, with hashes and signatures',
      references: { [ENDORSEMENTS]: endorsements },
    };
  },
};

export const lines: readonly Line[] = [replay];
