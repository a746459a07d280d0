/** Further bugs, so that each property of the simulation is seen to find one: a check that cannot fail is none. */
import type { Ballots, Closure, Past } from '#shared/protocol/closing/ballot.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { isMembershipSlot } from '#shared/protocol/closing/slot.ts';
import type { Invalid } from '#shared/protocol/closing/verdict.ts';
import type { EntryGraph, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { SayingKey } from '#shared/protocol/saying.ts';
import { ballotsWith, type Plant } from './plants.ts';

/** Wrong verdicts that nobody among the members can notice are left to the literal reading. */
const AGAINST_THE_DOCUMENT = { switches: { readsDocument: true } };

// biome-ignore lint/suspicious/noExplicitAny: what is wrapped is told by its name only.
type Any = any;

type Rule = (...of: unknown[]) => Invalid | null;

/** The rule, but for one reason for which it refuses. */
function without(rule: Rule, key: SayingKey): Rule {
  return (...of) => {
    const invalid = rule(...of);
    return invalid?.says.key === key ? null : invalid;
  };
}

/** Slots of members are left alone where a cell could not even come about otherwise. */
export const PROPERTY_PLANTS: readonly Plant[] = [
  {
    name: 'a changed vote counts with the one before',
    modules: {
      'shared/protocol/closing/tally.ts': (original, { ballot }) => ({
        tally: (ballots: Ballots, closure: Closure) => {
          const tally = original.tally(ballots, closure);
          const within = ballot.closureOf(ballots, closure);
          const votes = ballots.votes(closure.ballot).filter(within);
          return { ...tally, votes: votes.map(countedVote) };
        },
      }),
    },
  },
  {
    name: 'a tally reads beyond its closure',
    modules: { 'shared/protocol/closing/ballot.ts': () => ({ closureOf: () => () => true }) },
  },
  {
    name: 'there are no rounds',
    kinds: ['rough', 'bad coordinators'],
    modules: {
      'shared/protocol/closing/round-timer.ts': (original) => ({
        turnTimer: (view: Any, timer: Any) =>
          timer && !isMembershipSlot(view.slot) ? timer : original.turnTimer(view, timer),
        turnEndsMs: (view: Any) => view.nowMs + view.turnMs,
      }),
    },
  },
  {
    name: 'a member proposes too few closes',
    modules: {
      'shared/protocol/closing/known.ts': (original) => ({
        viewSlot: (known: unknown, slot: string) => {
          const view = original.viewSlot(known, slot);
          return view && !isMembershipSlot(slot) ? { ...view, q: view.q - 1 } : view;
        },
      }),
    },
  },
  {
    name: 'an old generation goes on',
    kinds: ['generations'],
    modules: {
      'shared/protocol/closing/generation.ts': (original) => ({
        generationError: without(original.generationError, 'refusal.laterGenerationActs'),
      }),
    },
  },
  {
    name: 'a restored member forgets that it is one',
    kinds: ['forgotten'],
    modules: {
      'shared/protocol/closing/generation.ts': (original) => ({
        generationError: without(original.generationError, 'refusal.restoredSince'),
      }),
    },
  },
  {
    name: 'a decided proposal is opened again',
    kinds: ['attempts'],
    modules: {
      'shared/protocol/closing/validity.ts': (original) => ({
        openError: without(original.openError, 'refusal.attemptBeforeOpen'),
      }),
    },
  },
  {
    name: 'a removed member goes on',
    kinds: ['removed'],
    modules: { 'shared/protocol/closing/ended.ts': () => ({ isAfterEnd: () => false }) },
  },
  {
    name: 'a lost home that is found goes on',
    kinds: ['old home'],
    modules: {
      'shared/protocol/closing/ended.ts': (original) => ({
        isAfterEnd: (graph: EntryGraph, epoch: Epoch, node: GraphNode, within: Past) =>
          epoch.ended.has(node.entry.author) && original.isAfterEnd(graph, epoch, node, within),
      }),
    },
  },
  {
    name: 'the state has the order of arrival',
    modules: {
      'shared/protocol/state/cell-state.ts': (original) => ({
        foldCell: (book: Any) => {
          const state = original.foldCell(book);
          const arrived: GraphNode[] = [...book.graph.nodes()];
          return state && { ...state, arrived: arrived.map(({ hash }) => hash.slice(0, 4)).join('') };
        },
      }),
    },
  },
  {
    name: 'an endorsement fades from where it came',
    kinds: ['tokens'],
    modules: {
      'shared/protocol/trust/endorsement-day.ts': (original) => ({
        EndorsementDays: class {
          readonly #nodes: GraphNode[];

          constructor(graph: EntryGraph) {
            this.#nodes = [...graph.nodes()];
          }

          dayOf(endorsement: GraphNode): number {
            return original.dayOf(endorsement.entry.at) - this.#nodes.indexOf(endorsement);
          }
        },
      }),
    },
  },
  {
    name: 'who has nothing may send it',
    kinds: ['tokens'],
    modules: {
      'shared/protocol/trust/trust-book.ts': (original) => ({
        TrustBook: class extends original.TrustBook {
          transferError(...args: readonly unknown[]): Any {
            const wrong = super.transferError(...args);
            return wrong?.code === 'funds' ? null : wrong;
          }
        },
      }),
    },
  },
  {
    name: 'a vote after the own close is valid',
    kinds: ['forgers'],
    modules: {
      'shared/protocol/closing/validity.ts': (original) => ({
        voteError: without(original.voteError, 'refusal.closedAlready'),
      }),
    },
    ...AGAINST_THE_DOCUMENT,
  },
  {
    name: 'votes of an equivocator count',
    kinds: ['twins', 'forgers'],
    modules: {
      'shared/protocol/closing/tally.ts': (original) => ({
        tally: (ballots: Ballots, closure: Closure) => original.tally(blind(ballots), closure),
      }),
    },
    ...AGAINST_THE_DOCUMENT,
  },
  {
    name: 'a vote is rewarded with six',
    kinds: ['tokens'],
    modules: { 'shared/protocol/trust/rewards.ts': () => ({ REWARDS: { proposed: 10, voted: 6 } }) },
    ...AGAINST_THE_DOCUMENT,
  },
];

function countedVote({ hash, entry }: GraphNode): object {
  return { member: entry.author, vote: { kind: 'counted', choice: entry.body.choice, vote: hash } };
}

/** The same ballots in a log in which nobody is known to have signed twice. */
function blind(ballots: Ballots): Ballots {
  const { graph } = ballots;
  const trusting: Partial<EntryGraph> = {
    get: (hash) => graph.get(hash),
    inPast: (ancestor, of) => graph.inPast(ancestor, of),
    covers: (tips, node) => graph.covers(tips, node),
    mergeTips: (nodes) => graph.mergeTips(nodes),
    forkedPlaces: () => [],
    isForked: () => false,
  };
  return { ...ballotsWith(ballots, (hash) => ballots.votes(hash)), graph: trusting as EntryGraph };
}
