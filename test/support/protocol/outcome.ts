/** All that follows from the entries of a vector, as plain JSON; they were applied in canonical order. */

import { type Past, pastOf } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { coordinatorOrder } from '#shared/protocol/closing/coordinator.ts';
import { quorumSizes } from '#shared/protocol/closing/epoch.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { voteFate } from '#shared/protocol/closing/vote-fate.ts';
import { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import { tipsOf } from '#shared/protocol/log/exchange.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { certificateHash } from '../../../electron/node/cell/deciding/certificate-hash.ts';
import { entryTexts } from '../../../electron/node/log/entry-texts.ts';
import { memberLogs } from '../../../electron/node/log/member-logs.ts';
import { stateHash } from '../../../electron/node/log/state-hash.ts';

/** Of the ballots, only those whose `open` is not among the entries of the base. */
export function outcomeOf(book: CellBook, base: readonly string[] = []) {
  const { graph } = book;
  const ends = settledEnds(graph);
  const within = pastOf(graph, ends);
  const state = foldCell(book);
  if (!state) throw new RangeError('a vector has an entry that counts');
  const fresh = book.ballots().filter(({ open }) => !base.includes(open.hash));
  return {
    tips: tipsOf(graph),
    slots: [...new Set(fresh.map(({ slot }) => slot))].map((slot) => slotOf(book, slot, within)),
    ballots: fresh.map(({ open }) => ballotOf(book, open.hash, within)),
    votes: fresh
      .flatMap(({ open }) => book.votes(open.hash))
      .map((vote) => {
        const { kind, ...by } = voteFate(book, vote, within);
        return { vote: vote.hash, fate: kind, ...by };
      }),
    steps: stepsOf(
      book,
      base.length,
      fresh.map(({ open }) => open.hash),
    ),
    state,
    stateHash: stateHash(state),
  };
}

function slotOf(book: CellBook, slot: string, within: Past) {
  const [first] = book.ballotsIn(slot);
  if (!first) throw new RangeError('a slot has a ballot');
  const { electorate } = first;
  return {
    slot,
    ...quorumSizes(electorate),
    coordinators: coordinatorOrder(slot, electorate),
    certificates: certificates(book, within, slot).map(({ closure, round, signers }) => ({
      hash: certificateHash(slot, closure),
      ballot: closure.ballot,
      closes: closure.closes,
      round,
      signers,
    })),
  };
}

function ballotOf(book: CellBook, ballot: string, within: Past) {
  const state = ballotState(book, ballot, within);
  const tally = 'tally' in state ? { tally: state.tally } : {};
  const needed = state.state === 'closing' ? { needed: state.needed } : {};
  return { ballot, state: state.state, ...needed, ...tally };
}

/**
 * At which lines, added one by one, the state of a ballot changes. `unsettled`: its open is by an author who is
 * known to have forked, and nobody else has cited it.
 */
function stepsOf(book: CellBook, before: number, ballots: readonly string[]) {
  const graph = new EntryGraph(book.graph.cell, { applied: (node) => growing.apply(node) });
  const growing = new CellBook(graph, memberLogs, entryTexts);
  const states = new Map<string, string>();
  const steps: { line: number; ballot: number; state: string }[] = [];
  for (const [index, { hash, entry }] of [...book.graph.nodes()].entries()) {
    graph.add({ hash, entry });
    const within = pastOf(graph, settledEnds(graph));
    for (const { open } of growing.ballots()) {
      const { state } = within(open) ? ballotState(growing, open.hash, within) : { state: 'unsettled' };
      const ballot = ballots.indexOf(open.hash);
      if (ballot < 0 || states.get(open.hash) === state) continue;
      states.set(open.hash, state);
      steps.push({ line: index + 1 - before, ballot, state });
    }
  }
  return steps;
}
