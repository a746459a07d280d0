import type { ForkOffer, TwiceDecided } from '#shared/contract/domain/fork.ts';
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { closureKey, everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { quorumSizes } from '#shared/protocol/closing/epoch.ts';
import { leavesOf } from '#shared/protocol/forks/branch-standing.ts';
import { DAY_MS, MEMBERS_MAX } from '#shared/protocol/limits.ts';
import type { CellNode } from '../cell-node.ts';
import { decidedAs } from './fork-view.ts';

/** So long those who rejected what passed are offered to go elsewhere, from when its certificate came. */
const OFFERED_MS = 7 * DAY_MS;

/** Slots of a cell in which two certificates stand. Only who signed twice can bring that about. */
export function twiceDecided(cell: CellNode): TwiceDecided[] {
  const { book, graph } = cell.log;
  if (graph.forkedAuthors().length === 0) return [];
  return book.slots().flatMap((slot) => {
    const keys = certificates(book, everything, slot).map(({ closure }) => closureKey(closure));
    if (keys.length < 2) return [];
    const [first] = book.ballotsIn(slot);
    const choices = keys.map((key) => ({ key, outcome: decidedAs(cell, key).outcome }));
    const label = decidedAs(cell, keys[0] ?? '').label;
    return [{ slot, label, proposal: first?.body.proposal ?? null, choices }];
  });
}

/** For which reasons leaving by fork is offered in a cell now; it is possible without any. */
export function forkOffers(
  cell: CellNode,
  proposals: readonly ProposalSummary[],
  askers: readonly string[],
  nowMs: number,
): ForkOffer[] {
  const epoch = cell.epoch();
  if (!epoch || cell.isFormer()) return [];
  const me = cell.self.scid;
  const members = epoch.members.map(({ scid }) => scid);
  const others = members.filter((scid) => scid !== me);
  const rejected = proposals.flatMap((row): ForkOffer[] => {
    const untilMs = (row.decidedAtMs ?? 0) + OFFERED_MS;
    if (
      row.state !== 'passed' ||
      row.myVote?.choice !== 'REJECT' ||
      row.decidedAtMs === null ||
      untilMs <= nowMs
    )
      return [];
    const alike = row.seats.filter(({ choice, scid }) => choice === 'REJECT' && others.includes(scid));
    const suggested = alike.map(({ scid }) => scid);
    return [{ why: 'rejected', about: row.label, proposal: row.id, untilMs, suggested }];
  });
  const twice = twiceDecided(cell).map(
    ({ label, proposal }): ForkOffer => ({
      why: 'twice',
      about: label,
      proposal,
      untilMs: null,
      suggested: [],
    }),
  );
  const full = members.length < MEMBERS_MAX ? [] : askers;
  const leaving = members.filter((scid) => leavesOf(cell.log.book, scid).length > 0);
  const staying = members.filter((scid) => !leaving.includes(scid));
  const isTooFew = leaving.length > 0 && staying.includes(me) && staying.length < quorumSizes(epoch).q;
  return [
    ...rejected,
    ...twice,
    ...full.map((about): ForkOffer => ({ why: 'full', about, proposal: null, untilMs: null, suggested: [] })),
    ...(isTooFew
      ? [
          {
            ...{ why: 'quorum' as const, about: epoch.name, proposal: null, untilMs: null },
            suggested: staying.filter((scid) => scid !== me),
          },
        ]
      : []),
  ];
}
