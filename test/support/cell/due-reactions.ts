/** What a member has to write by itself, one of each kind, and the writer that does. */
import { vi } from 'vitest';
import { refusal } from '#shared/protocol/log/refusal.ts';
import { asWritten, inEnglish } from '#shared/protocol/saying.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { knownWriter } from '../../../electron/node/cell/deciding/known-writer.ts';
import { openBallot } from '../../../electron/node/cell/deciding/open-ballot.ts';
import type { InvitationRow } from '../../../electron/node/cell/joining/invitation-store.ts';
import { ReactionWriter } from '../../../electron/node/cell/reaction-writer.ts';
import {
  CLOSING,
  closeBallots,
  NOTHING_CLOSED,
} from '../../../electron/node/cell/reactions/close-ballots.ts';
import { LETTING_IN, letIn } from '../../../electron/node/cell/reactions/let-in.ts';
import { PROVING, proveFork } from '../../../electron/node/cell/reactions/prove-fork.ts';
import {
  type Reaction,
  type ReactionState,
  type RowWish,
  remembering,
} from '../../../electron/node/cell/reactions/reaction.ts';
import { TELLING, tellRestore } from '../../../electron/node/cell/reactions/tell-restore.ts';
import { IntegrityLog } from '../../../electron/node/log/integrity-log.ts';
import { RealMember, realCell } from './real-member.ts';
export interface Due {
  readonly member: RealMember;
  /** Of the member, with nobody who follows it. */
  readonly log: IntegrityLog;
  readonly reaction: () => Reaction;
  /** What is written once there is nothing against it. */
  readonly kinds: readonly string[];
  readonly note?: (wish: RowWish) => void;
}

export const members: RealMember[] = [];
export const writers: ReactionWriter[] = [];
export const reported: (readonly [string, string])[] = [];
/** To be called after each test. */
export function endReactions(): void {
  vi.restoreAllMocks();
  reported.splice(0);
  for (const writer of writers.splice(0)) writer.stop();
  for (const member of members.splice(0)) member.close();
}

export function logOf(
  { logStore: store, identity, key }: RealMember,
  cell: string,
  clock: () => number,
): IntegrityLog {
  const author = { scid: identity.scid, key };
  return new IntegrityLog({ cell, store, clock, authorise: authoriseEntry, isWriter: knownWriter, author });
}

/** Everybody has voted, which is one. */
export function ballotToClose(): Due {
  const member = new RealMember('alice', 1);
  members.push(member);
  const log = logOf(member, member.found('Maple Street'), () => member.nowMs);
  const proposal = openBallot.draft(log, 'Paint the shed', '').hash;
  const epoch = log.book.epochAt([...log.graph.heads(member.identity.scid)]);
  const { hash } = openBallot.open(log, { proposal, attempt: 1, text: '', epoch, rules: epoch.rules });
  log.append('vote', { ballot: hash, choice: 'APPROVE' });
  const reaction = () => remembering(CLOSING, NOTHING_CLOSED, closeBallots);
  return { member, log, reaction, kinds: ['close', 'sign', 'confirm'] };
}

/** bob has signed twice at one place. */
export function forkToProve(): Due {
  const [alice, bob, carol] = realCell() as [RealMember, RealMember, RealMember];
  const copy = new RealMember('bob', 2);
  members.push(alice, bob, carol, copy);
  const { cell } = alice.log;
  copy.enter(cell);
  copy.log.receive(alice.texts());
  const log = logOf(alice, cell, () => alice.nowMs);
  log.receive([bob, copy].map((one) => one.log.textOf(one.log.append('note', { from: one === copy }))));
  return { member: alice, log, reaction: () => ({ name: PROVING, react: proveFork }), kinds: ['proof'] };
}

export function restoreToTell(): Due {
  const present = realCell();
  members.push(...present);
  const bob = present[1] as RealMember;
  const log = logOf(bob, bob.log.cell, () => bob.nowMs);
  log.beginGeneration();
  return {
    member: bob,
    log,
    reaction: () => ({ name: TELLING, react: tellRestore }),
    kinds: ['draft', 'open'],
  };
}

/** Both have compared the words, and alice accepts. */
export function newcomerToLetIn(): Due {
  const member = new RealMember('alice', 1);
  const bob = new RealMember('bob', 2);
  members.push(member, bob);
  const cell = member.found('Maple Street');
  const log = logOf(member, cell, () => member.nowMs);
  const { scid, log: didLog } = bob.identity;
  let row: InvitationRow = {
    id: 'first',
    cell,
    secret: new Uint8Array(32),
    createdAtMs: member.nowMs,
    expiresAtMs: member.nowMs + 60_000,
    revoked: false,
    asker: { scid, alias: 'bob', didLog: didLog as never, askedAtMs: member.nowMs },
    accepted: true,
    refused: false,
    proposal: null,
    exchange: {
      commitment: '',
      ourNonce: new Uint8Array(32),
      theirNonce: new Uint8Array(32),
    },
    words: 'same',
    seenBy: null,
  };
  const epoch = log.book.epochAt([...log.graph.heads(member.identity.scid)]);
  const reaction = () => ({
    name: LETTING_IN,
    react: (state: ReactionState) => letIn(state, { epoch, rows: [row], acceptAll: false }),
  });
  const note = ({ says }: RowWish): void => {
    if (typeof says === 'object') row = { ...row, proposal: says.drafted };
  };
  return { member, log, reaction, kinds: ['draft', 'open', 'vote'], note };
}

export function writerOf({ member, log, note }: Due, ...reactions: readonly Reaction[]): ReactionWriter {
  const writer = new ReactionWriter({
    log,
    ...(note ? { note } : {}),
    me: member.identity.scid,
    clock: () => member.nowMs,
    storedAtMs: (hash) => member.logStore.storedAtMs(hash),
    reactions,
    failed: (what, error) => reported.push([inEnglish(what), String(error)]),
  });
  writers.push(writer);
  return writer;
}

export const NO = refusal('rules', asWritten('not by these rules'));
export const kindsOf = (calls: readonly (readonly unknown[])[]) => calls.map(([kind]) => kind);
