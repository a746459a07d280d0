/** The proposals of Maple Street, one in every state that a page can show. */

import type {
  AutoView,
  ProposalDetail,
  ReceiptPlace,
  SeatRecord,
} from '#shared/contract/domain/governance.ts';
import { type AutoProposal, autoTitle } from '#shared/protocol/closing/auto-proposal.ts';
import type { Choice } from '#shared/protocol/closing/bodies.ts';
import { OWN_DIGEST } from './street.ts';
import { NAMES, SCIDS } from './street-cell.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Name = (typeof NAMES)[number];

const LETTERS: Readonly<Record<string, Choice | null>> = {
  A: 'APPROVE',
  R: 'REJECT',
  '-': 'ABSTAIN',
  '.': null,
};

/** Where each member's feed is, so that receipts have numbers. */
const SEQ: Readonly<Record<Name, number>> = { alice: 170, bob: 149, carol: 218, dave: 80, erin: 117 };

interface Told {
  readonly number: number;
  readonly title: string;
  readonly text?: string;
  readonly proposer: Name;
  readonly state: ProposalDetail['state'];
  /** One letter a seat: A, R, -, and a dot for nobody yet. */
  readonly votes?: string;
  readonly closed?: readonly Name[];
  readonly signers?: readonly Name[];
  readonly createdAtMs: number;
  readonly openedAtMs?: number;
  readonly deadlineAtMs?: number;
  readonly decidedAtMs?: number;
  readonly quorum?: number;
  readonly heldBy?: number;
  readonly fate?: NonNullable<ProposalDetail['myVote']>['fate'];
  readonly comments?: readonly { readonly name: Name; readonly text: string; readonly atMs: number }[];
  readonly withVotes?: Partial<Record<Name, string>>;
  readonly change?: Partial<ProposalDetail>;
}

export function proposalId(number: number): string {
  return number.toString(16).padStart(64, 'c');
}

/** As of a node: where the title is what the change is called. */
function autoOf({ title, change }: Told): AutoView | null {
  const changed = change?.change;
  if (!changed) return null;
  if (changed.type === 'rekey')
    return title === `Change the key of ${changed.name}`
      ? { code: 'rekey', params: { name: changed.name } }
      : null;
  const auto: AutoProposal =
    changed.type === 'rules' || changed.type === 'leavers'
      ? { code: changed.type, params: {} }
      : { code: changed.type, params: { name: changed.name } };
  return autoTitle(auto) === title ? auto : null;
}

export function streetProposal(told: Told): ProposalDetail {
  const { number, votes = '.....', closed = [], signers = [], quorum = 3 } = told;
  const openedAtMs = told.openedAtMs ?? told.createdAtMs + DAY;
  const opened = told.state !== 'draft' && told.state !== 'review';
  const place = (name: Name, add: number, atMs: number): ReceiptPlace => ({
    hash: `${number.toString(16)}${name.charCodeAt(0).toString(16)}${add}`.padEnd(64, '7'),
    gen: 0,
    seq: SEQ[name] + number + add,
    atMs,
  });
  const choices = NAMES.map((_, index) => LETTERS[votes[index] ?? '.'] ?? null);
  const records = NAMES.map((name, index): SeatRecord => {
    const voted = choices[index] !== null;
    return {
      scid: SCIDS[name],
      vote: voted
        ? {
            ...place(name, 0, openedAtMs + (index + 1) * 26 * MINUTE),
            comment: told.withVotes?.[name] ?? null,
          }
        : null,
      close: closed.includes(name)
        ? place(name, 3, (told.decidedAtMs ?? openedAtMs + DAY) - 2 * MINUTE)
        : null,
      confirm: signers.includes(name) ? place(name, 4, told.decidedAtMs ?? openedAtMs + DAY) : null,
    };
  });
  const count = (choice: Choice) => choices.filter((one) => one === choice).length;
  const mine = choices[0] ?? null;
  const open = told.state === 'voting' || told.state === 'closing';
  const decided = told.decidedAtMs !== undefined;
  const own = records[0]?.vote;
  return {
    id: proposalId(number),
    label: `P-${number}`,
    title: told.title,
    auto: autoOf(told),
    proposer: told.proposer,
    mine: told.proposer === 'alice',
    state: told.state,
    kind: 'proposal',
    rekey: null,
    createdAtMs: told.createdAtMs,
    decidedAtMs: told.decidedAtMs ?? null,
    seats: NAMES.map((name, index) => ({
      scid: SCIDS[name],
      name,
      me: name === 'alice',
      choice: choices[index] ?? null,
      closed: closed.includes(name),
    })),
    quorum,
    deadlineAtMs: open ? (told.deadlineAtMs ?? openedAtMs + DAY) : null,
    tally: { approve: count('APPROVE'), reject: count('REJECT'), abstain: count('ABSTAIN') },
    certificate: decided
      ? { hash: '7c4109be51aa'.padEnd(60, '3').concat('e2f0'), round: 0, signers: [...signers], needed: 4 }
      : null,
    counting: opened ? { needed: 4, signatures: signers.length } : null,
    myVote:
      mine && own
        ? {
            choice: mine,
            comment: own.comment,
            receipt: own.hash,
            atMs: own.atMs,
            fate: told.fate ?? (decided ? 'counted' : 'open'),
            heldBy: told.heldBy ?? (decided ? 4 : 2),
          }
        : null,
    needsMyVote: open && mine === null && !closed.includes('alice'),
    passedOver: false,
    scar: told.state === 'failed' ? { recovered: null } : null,
    scarNotes: [],
    waitingFor: told.state === 'closing' ? NAMES.filter((name) => !closed.includes(name)) : [],
    text: told.text ?? '',
    textAuto: null,
    attempt: opened ? 1 : 0,
    change: null,
    rules: opened ? { quorum, threshold: [1, 2], deadlineMs: DAY, graceMs: 2 * MINUTE } : null,
    comments: (told.comments ?? []).map((comment, index) => ({
      ...comment,
      receipt: `${number}${index}`.padEnd(64, '5'),
    })),
    versions: 1,
    reviewed: true,
    opened: opened ? place(told.proposer, -1, openedAtMs) : null,
    records: opened ? records : [],
    earlier: [],
    ...told.change,
  };
}

/** The newest first, as the node gives them. */
export function streetProposals(nowMs: number): ProposalDetail[] {
  const at = (days: number, hours: number, minutes = 0) =>
    new Date(nowMs).setHours(hours, minutes, 0, 0) - days * DAY;
  const everyone = NAMES;
  return [
    streetProposal({
      number: 16,
      title: 'Move the weekly check-in to Sunday 18:00',
      text: 'Saturday is market day.',
      proposer: 'dave',
      state: 'review',
      createdAtMs: at(1, 15, 44),
      comments: [{ name: 'erin', text: 'Sunday 19:00 would suit the trams better.', atMs: at(0, 16, 20) }],
      change: { agent: 'd1'.repeat(32) },
    }),
    streetProposal({
      number: 15,
      title: 'Keep a paper copy of the receipts each quarter',
      text: 'Printed by whoever has the relay that quarter.',
      proposer: 'alice',
      state: 'draft',
      createdAtMs: at(0, 13, 12),
      change: { agent: OWN_DIGEST },
    }),
    streetProposal({
      number: 14,
      title: 'Raise the shared bandwidth quota to 40 Mbit/s',
      text: 'The evening backup and bob’s camera share one 25 Mbit/s allowance, and between 19:00 and 21:00 the camera drops frames. I propose 40 Mbit/s for the cell, measured at the relay, from 1 June.\n\nThe relay’s uplink has 94 Mbit/s. If anyone sees drops on the roof link, we go back to 25 without a new vote within the first two weeks.',
      proposer: 'erin',
      state: 'voting',
      votes: '..R.A',
      quorum: 4,
      createdAtMs: at(3, 10),
      openedAtMs: at(1, 20),
      deadlineAtMs: at(-1, 20),
      withVotes: { carol: 'The roof link drops at 30. Let us measure for a week first.' },
      comments: [{ name: 'bob', text: 'Is 40 enough for the camera in winter?', atMs: at(0, 14, 31) }],
    }),
    streetProposal({
      number: 13,
      title: 'Buy a second battery for the relay',
      text: 'The relay ran dry twice in April. A second 100 Ah battery keeps it up for two nights without sun. It costs 180 €, shared by five, and fits next to the first one in the shed.',
      proposer: 'bob',
      state: 'passed',
      votes: 'AAAR-',
      quorum: 4,
      closed: everyone,
      signers: ['alice', 'bob', 'carol', 'erin'],
      createdAtMs: at(6, 10),
      openedAtMs: at(4, 18),
      decidedAtMs: at(3, 20, 7),
    }),
    streetProposal({
      number: 12,
      title: 'Rename the cell to Maple & Oak',
      proposer: 'carol',
      state: 'failed',
      votes: 'RARRA',
      closed: everyone,
      signers: ['alice', 'carol', 'dave', 'erin'],
      createdAtMs: at(14, 10),
      decidedAtMs: at(12, 19, 40),
    }),
    streetProposal({
      number: 11,
      title: 'Lend the ladder to the bakery',
      proposer: 'alice',
      state: 'expired',
      votes: 'A..A.',
      closed: ['alice', 'carol', 'dave', 'erin'],
      signers: ['alice', 'carol', 'dave', 'erin'],
      createdAtMs: at(20, 10),
      decidedAtMs: at(18, 12),
    }),
  ];
}
