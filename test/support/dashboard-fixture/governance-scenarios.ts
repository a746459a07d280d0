/** Maple Street with its proposals, and the states that a proposal can be in besides. */
import { type ProposalDetail, ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { StatementLine, Trust } from '#shared/contract/domain/trust.ts';
import { cellScenario } from './cell-scenarios.ts';
import type { FixtureState } from './fixture-node.ts';
import { formerOf, refusing, streetChanges } from './street-changes.ts';
import { streetCredentials } from './street-credentials.ts';
import { streetProposal, streetProposals } from './street-proposals.ts';
import { streetRekeys } from './street-rekeys.ts';
import { freshTrust, longStatement, streetStatement, streetTrust } from './street-trust.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Lines, more than a page of them. */
const LONG_STATEMENT = 250;

const STATES: Readonly<Record<string, (nowMs: number) => Parameters<typeof streetProposal>[0]>> = {
  closing: (nowMs) => ({
    number: 21,
    title: 'Paint the shed green',
    proposer: 'erin',
    state: 'closing',
    votes: 'AAR.A',
    closed: ['bob', 'carol', 'erin'],
    createdAtMs: nowMs - 3 * DAY,
    deadlineAtMs: nowMs + HOUR,
  }),
  counting: (nowMs) => ({
    number: 21,
    title: 'Paint the shed green',
    proposer: 'erin',
    state: 'closing',
    votes: 'AARAA',
    closed: ['alice', 'bob', 'carol', 'dave', 'erin'],
    signers: ['bob', 'erin'],
    createdAtMs: nowMs - 3 * DAY,
    deadlineAtMs: nowMs - HOUR,
    heldBy: 4,
  }),
  outside: (nowMs) => ({
    number: 21,
    title: 'Paint the shed green',
    proposer: 'erin',
    state: 'failed',
    votes: 'AARR.',
    closed: ['bob', 'carol', 'dave', 'erin'],
    signers: ['bob', 'carol', 'dave', 'erin'],
    createdAtMs: nowMs - 3 * DAY,
    decidedAtMs: nowMs - HOUR,
    fate: 'outside',
    change: { tally: { approve: 1, reject: 2, abstain: 0 } },
  }),
  late: (nowMs) => ({
    number: 21,
    title: 'Paint the shed green',
    proposer: 'erin',
    state: 'voting',
    votes: '.A...',
    createdAtMs: nowMs - 3 * DAY,
    change: { passedOver: true, needsMyVote: false, deadlineAtMs: null },
  }),
  forked: (nowMs) => ({
    number: 21,
    title: 'Paint the shed green',
    proposer: 'erin',
    state: 'forked',
    votes: 'AARR.',
    closed: ['bob', 'carol', 'dave', 'erin'],
    createdAtMs: nowMs - 3 * DAY,
    fate: 'forked',
  }),
};

export interface GovernanceState extends FixtureState {
  readonly details: readonly ProposalDetail[];
  readonly statement: readonly StatementLine[];
}

/** Of a former member neither what it gave counts nor what it has. */
function withoutMe(trust: Trust): Trust {
  const me = trust.ranks.find((one) => one.me)?.scid;
  const ranks = trust.ranks
    .filter((one) => !one.me)
    .map((one) => {
      const parts = one.parts.filter(({ scid }) => scid !== me);
      return { ...one, parts, score: parts.reduce((sum, { score }) => sum + score, one.base) };
    });
  return { ...trust, ranks, balances: trust.balances.filter((one) => !one.me) };
}

/** The state of that name, or null where another file has it. */
export function governanceScenario(name: string, nowMs: number): GovernanceState | null {
  const cell = cellScenario('cell', nowMs);
  const state = STATES[name.replace(/^governance-/, '')];
  const fresh = name === 'governance-fresh';
  const long = name === 'governance-long';
  const changes = name === 'changes';
  const rekeys = name === 'rekey';
  const former = name === 'former';
  const known = ['governance', 'governance-fresh', 'governance-long', 'changes', 'rekey', 'former'].includes(
    name,
  );
  if (!cell?.slices.cell || (!known && !state)) return null;
  const told = fresh
    ? []
    : changes
      ? streetChanges(nowMs)
      : rekeys
        ? streetRekeys(nowMs)
        : streetProposals(nowMs);
  const open = state ? [streetProposal(state(nowMs))] : told;
  // Votes go on without a former member; nothing waits for it any more.
  const details = former ? open.map((one) => ({ ...one, needsMyVote: false })) : open;
  const trust = fresh ? freshTrust(nowMs) : streetTrust(nowMs);
  const statement = long ? longStatement(nowMs, LONG_STATEMENT) : streetStatement(nowMs);
  return {
    ...cell,
    details,
    statement: fresh ? statement.slice(0, 1) : statement,
    slices: {
      ...cell.slices,
      cell: former ? formerOf(cell.slices.cell) : cell.slices.cell,
      peers: former ? refusing(cell.slices.peers) : cell.slices.peers,
      trust: former ? withoutMe(trust) : trust,
      credentials: fresh ? cell.slices.credentials : streetCredentials(nowMs),
      proposals: details.map((detail) => ProposalSummary.parse(detail)),
    },
  };
}
