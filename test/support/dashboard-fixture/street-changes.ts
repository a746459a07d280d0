/** Ballots of Maple Street on its members and rules. */

import type { Cell, CellMember } from '#shared/contract/domain/cell.ts';
import type { ChangeView, ProposalDetail } from '#shared/contract/domain/governance.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { SCIDS, streetReceipts } from './street-cell.ts';
import { streetProposal } from './street-proposals.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NEWCOMER = 'QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n';

function didOf(scid: string): string {
  return `did:webvh:${scid}:ghoststack.invalid`;
}

/** With the newest receipt of the member as the last that counts. */
export function removalOf({ scid, name }: Pick<CellMember, 'scid' | 'name'>, nowMs: number): ChangeView {
  const last = streetReceipts(nowMs).findLast(({ author }) => author === scid);
  const end = last ? { hash: last.hash, gen: last.gen, seq: last.seq, atMs: last.atMs } : null;
  return { type: 'remove', scid, did: didOf(scid), name, end };
}

/** A removal that is voted on, rules that passed, a removal in whose place they did, and an admission. */
export function streetChanges(nowMs: number): ProposalDetail[] {
  return [
    streetProposal({
      number: 22,
      title: 'Remove dave',
      text: 'dave moved to the coast in April.',
      proposer: 'erin',
      state: 'voting',
      votes: '..R.A',
      createdAtMs: nowMs - 5 * HOUR,
      openedAtMs: nowMs - 5 * HOUR,
      change: { kind: 'removal', change: removalOf({ scid: SCIDS.dave, name: 'dave' }, nowMs) },
    }),
    streetProposal({
      number: 20,
      title: 'Nothing to see here',
      proposer: 'bob',
      state: 'passed',
      votes: 'AAAAA',
      closed: ['alice', 'bob', 'carol', 'dave', 'erin'],
      signers: ['alice', 'bob', 'carol', 'erin'],
      createdAtMs: nowMs - 3 * DAY,
      decidedAtMs: nowMs - 2 * DAY,
      change: {
        kind: 'rules',
        change: {
          type: 'rules',
          before: { ...DEFAULT_CELL_RULES, deadlineMs: 90_000, deadlineMinMs: 60_000 },
          after: { ...DEFAULT_CELL_RULES, f: 0 },
        },
      },
    }),
    streetProposal({
      number: 18,
      title: 'Remove bob',
      proposer: 'alice',
      state: 'expired',
      votes: 'A....',
      createdAtMs: nowMs - 3 * DAY,
      change: { kind: 'removal', change: removalOf({ scid: SCIDS.bob, name: 'bob' }, nowMs) },
    }),
    streetProposal({
      number: 19,
      title: 'Admit frank',
      proposer: 'carol',
      state: 'expired',
      votes: '..A..',
      closed: ['alice', 'bob', 'carol', 'dave', 'erin'],
      signers: ['alice', 'bob', 'carol', 'erin'],
      createdAtMs: nowMs - 6 * DAY,
      decidedAtMs: nowMs - 5 * DAY,
      change: {
        kind: 'admission',
        change: { type: 'admit', scid: NEWCOMER, did: didOf(NEWCOMER), name: 'frank' },
      },
    }),
  ];
}

/** alice was removed: the others go on without her, and she reads what is here. */
export function formerOf(cell: Cell): Cell {
  return {
    ...cell,
    epoch: cell.epoch + 1,
    members: cell.members.filter(({ me }) => !me).map((member, order) => ({ ...member, order })),
    signingBarred: says('error.barred.former', { cell: cell.name }),
    invitations: [],
    shownUntilMs: null,
    joinRequests: [],
  };
}

/** The members that go on talk to members only. */
export function refusing(peers: readonly Peer[]): Peer[] {
  return peers.map((peer, order) => ({
    ...peer,
    order,
    link: { state: 'refused', reason: asWritten('not a member of Maple Street') },
    sending: null,
    receiving: null,
  }));
}
