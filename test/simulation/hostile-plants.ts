/** Guards against members who do what the rules leave them, each taken away. */
import type { Attestation } from '#shared/protocol/closing/ballot.ts';
import type { Knowledge } from '#shared/protocol/closing/known.ts';
import { isMembershipSlot } from '#shared/protocol/closing/slot.ts';
import type { EntryGraph, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { type Plant, withInstead } from './plants.ts';

export const HOSTILE_PLANTS: readonly Plant[] = [
  {
    name: 'members change without a majority',
    kinds: ['worst rules'],
    modules: { 'shared/protocol/limits.ts': () => ({ majorityOf: () => 0 }) },
  },
  {
    name: 'a proposer goes below the floors',
    kinds: ['worst rules'],
    modules: { 'shared/protocol/closing/floors.ts': () => ({ openRulesError: () => null }) },
  },
  {
    name: 'a name is given twice',
    kinds: ['rival names'],
    modules: { 'shared/protocol/names/name-skeleton.ts': () => ({ isSameName: () => false }) },
  },
  {
    name: 'a cell takes an eighth member',
    kinds: ['six'],
    modules: { 'shared/protocol/limits.ts': () => ({ MEMBERS_MAX: 9 }) },
  },
  {
    name: 'whoever writes is its author',
    kinds: ['junk'],
    modules: {
      'electron/node/cell/deciding/authorise-entry.ts': () => ({ authoriseEntry: () => () => null }),
    },
  },
  {
    name: 'whatever is sent may wait',
    kinds: ['junk'],
    modules: {
      'shared/protocol/log/waiting-entries.ts': (original) => ({
        WaitingEntries: class extends original.WaitingEntries {
          crowded(): null {
            return null;
          }
        },
      }),
    },
  },
  {
    name: 'any number of branches is kept',
    kinds: ['branch ends'],
    modules: { 'shared/protocol/log/branch-bounds.ts': () => ({ excessError: () => null }) },
  },
  {
    name: 'two ends are named, of any number brought in',
    kinds: ['branch ends', 'forgers', 'round by round'],
    modules: {
      'shared/protocol/log/brought-branches.ts': () => ({ broughtTooMany: () => null }),
      'shared/protocol/log/citable-ends.ts': () => ({
        citableEnds: (graph: EntryGraph, author: string, head: GraphNode | null) =>
          graph
            .authors()
            .filter((other) => other !== author)
            .flatMap((other) =>
              graph
                .heads(other)
                .filter((end) => !head || !graph.inPast(end, head))
                .sort((a, b) => (a.hash < b.hash ? -1 : 1))
                .slice(0, 2),
            ),
      }),
    },
  },
  {
    name: 'the state has what nobody cites',
    kinds: ['branch ends'],
    modules: {
      'shared/protocol/state/cell-state.ts': (original) => ({
        foldCell: (book: CellBook) => {
          const held = [...book.graph.nodes()].map(({ hash }) => hash).sort();
          return { ...original.foldCell(book), held: held.join() };
        },
      }),
    },
  },
  {
    name: 'a certificate does not end a slot',
    kinds: ['forgers', 'twins'],
    modules: {
      'shared/protocol/closing/known.ts': (original) => ({
        viewSlot: (known: Knowledge, slot: string) =>
          original.viewSlot(isMembershipSlot(slot) ? known : uncertified(known), slot),
      }),
    },
  },
];

/** The same knowledge, but for confirms of others. */
function uncertified(known: Knowledge): Knowledge {
  const { book, me } = known;
  const confirms = (slot: string): readonly Attestation[] =>
    book.confirms(slot).filter(({ node }) => node.entry.author === me);
  return { ...known, book: withInstead(book, 'confirms', confirms) };
}
