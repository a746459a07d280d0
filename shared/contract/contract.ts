/**
 * The one value that both ends of every channel are derived from: Electron's IPC, the worker's port, the headless
 * WebSocket and the mocks for tests. A call has an input and an output schema; pushes go one way.
 */

import { z } from 'zod';
import { Choice, FeedPerDay } from '../protocol/closing/bodies.ts';
import { COMMENT_MAX, MEMBERS_MAX, NOTE_MAX, RULE_MAX_MS, TEXT_MAX, TITLE_MAX } from '../protocol/limits.ts';
import { Hash } from '../protocol/log/entry.ts';
import { TypedName } from '../protocol/names/name-rule.ts';
import { line, text } from '../protocol/text.ts';
import { AMOUNT_MAX } from '../protocol/trust/bodies.ts';
import { AGENT_CALLS } from './agent-calls.ts';
import { bridgeCalls } from './bridge-calls.ts';
import { call, Did, Done, Nothing, Passphrase } from './call.ts';
import { CARE_CALLS } from './care-calls.ts';
import { cellCalls } from './cell-calls.ts';
import { credentialCalls } from './credential-calls.ts';
import { doctorCalls } from './doctor-calls.ts';
import { ProposalDetail, ProposalPage, ProposalQuery } from './domain/governance.ts';
import { Peer } from './domain/peer.ts';
import { LogReport, Receipt, ReceiptFilter, ReceiptPage } from './domain/receipt.ts';
import { SearchAnswer, SearchQuery } from './domain/search.ts';
import { Settings } from './domain/settings.ts';
import { Push, Snapshot } from './domain/snapshot.ts';
import { RankExplained, Statement } from './domain/trust.ts';
import { FILE_CALLS } from './file-calls.ts';
import { forkCalls } from './fork-calls.ts';
import { MESSAGE_CALLS } from './message-calls.ts';
import { PASSPHRASE_MIN } from './passphrase-min.ts';
import { recoveryCalls } from './recovery-calls.ts';
import { windowCalls } from './window-calls.ts';
import { wordsCalls } from './words-calls.ts';

/** The shortest turn of a coordinator. */
export const TURN_MIN_MS = 1000;
const ProposalId = z.string().length(64);
const MemberScid = z.string().max(64);
const Name = TypedName;
export const contract = {
  calls: {
    /** `stateHash`: with that of the cell, which takes as long as its log is. */
    'state.snapshot': call(z.object({ stateHash: z.boolean().default(true) }).strict(), Snapshot),

    /** Of that what a start tells: it takes no longer where the history is long. */
    'state.present': call(z.object({}).strict(), Snapshot.pick({ phase: true, me: true })),

    ...windowCalls,
    ...doctorCalls,

    'setup.create': call(
      z.object({
        name: Name,
        protection: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('passphrase'), passphrase: Passphrase.min(PASSPHRASE_MIN) }),
          z.object({ kind: z.literal('keychain') }),
        ]),
      }),
      Done,
    ),
    'key.unlock': call(z.object({ passphrase: Passphrase }), Done),
    /** Forgets the opened key, and ends the sessions of browsers. */
    'key.lock': call(Nothing, Done),
    /** Protects a key by a passphrase that the keychain alone has opened until now. */
    'key.setPassphrase': call(z.object({ next: Passphrase.min(PASSPHRASE_MIN) }), Done),
    'key.changePassphrase': call(
      z.object({ current: Passphrase, next: Passphrase.min(PASSPHRASE_MIN) }),
      Done,
    ),

    ...wordsCalls,
    ...recoveryCalls,
    ...bridgeCalls,
    ...credentialCalls,
    ...CARE_CALLS,

    'me.setOnline': call(z.object({ online: z.boolean() }), Done),
    'settings.update': call(Settings.partial(), Settings),

    'peers.add': call(z.object({ did: Did, name: Name, address: z.string().max(512).nullable() }), Peer),
    'peers.update': call(
      z.object({ did: Did, name: Name.optional(), address: z.string().max(512).nullable().optional() }),
      Peer,
    ),
    'peers.remove': call(z.object({ did: Did }), Done),
    /** Tries the peer now, or all of them. */
    'peers.syncNow': call(z.object({ did: Did.nullable() }), Done),

    ...cellCalls,
    ...forkCalls,

    /** Drafts a proposal and, if asked, opens the vote at once; answers with its id. */
    'governance.propose': call(
      z.object({
        title: line(1, TITLE_MAX),
        text: text(0, TEXT_MAX),
        open: z.boolean(),
        deadlineMs: z.int().min(0).max(RULE_MAX_MS).optional(),
        quorum: z.int().min(1).max(MEMBERS_MAX).optional(),
      }),
      z.object({ id: z.string() }),
    ),
    /** Opens the vote at once, of all members as they are now. */
    'governance.proposeRemoval': call(
      z.object({ scid: MemberScid, text: text(0, TEXT_MAX) }),
      z.object({ id: ProposalId }),
    ),
    'governance.proposeRules': call(
      z.object({
        rules: z.object({
          f: z.int().min(0).max(2).nullable(),
          deadlineMs: z.int().min(0).max(RULE_MAX_MS),
          graceMs: z.int().min(0).max(RULE_MAX_MS),
          turnMs: z.int().min(TURN_MIN_MS).max(RULE_MAX_MS),
          deadlineMinMs: z.int().min(0).max(RULE_MAX_MS).optional(),
          feedPerDay: FeedPerDay.optional(),
        }),
        text: text(0, TEXT_MAX),
      }),
      z.object({ id: ProposalId }),
    ),
    'governance.revise': call(
      z.object({ id: ProposalId, title: line(1, TITLE_MAX), text: text(0, TEXT_MAX) }),
      Done,
    ),
    'governance.review': call(z.object({ id: ProposalId }), Done),
    'governance.comment': call(z.object({ id: ProposalId, text: line(1, COMMENT_MAX) }), Done),
    'governance.open': call(
      z.object({
        id: ProposalId,
        deadlineMs: z.int().min(0).max(RULE_MAX_MS).optional(),
        quorum: z.int().min(1).max(MEMBERS_MAX).optional(),
      }),
      Done,
    ),
    'governance.vote': call(
      z.object({ id: ProposalId, choice: Choice, comment: line(0, COMMENT_MAX).nullable() }),
      Done,
    ),
    'governance.withdraw': call(z.object({ id: ProposalId }), Done),
    /** Closes by hand, for those who have voted. */
    'governance.close': call(z.object({ id: ProposalId }), Done),
    /** The newest first. */
    'governance.list': call(ProposalQuery, ProposalPage),
    'governance.detail': call(z.object({ id: ProposalId }), ProposalDetail),
    /** Notes something about a decision that failed. */
    'governance.noteScar': call(z.object({ id: ProposalId, text: line(1, COMMENT_MAX) }), Done),
    /** Approves such a note of another member, by its hash: the decision is recovered then. */
    'governance.healScar': call(z.object({ note: z.string().length(64) }), Done),
    /** What was decided as a file that anyone can check: as a page that checks itself, or as data. */
    'governance.proof': call(
      z.object({ id: ProposalId, form: z.enum(['html', 'json']) }),
      z.object({ label: z.string(), text: z.string() }),
    ),

    /**
     * Vouches for a member; a strength of 0 withdraws what was endorsed before. With `cell`: for somebody whom the bridge to
     * that cell names.
     */
    'trust.endorse': call(
      z.object({ scid: MemberScid, strength: z.number().min(0).max(1), cell: Hash.optional() }),
      Done,
    ),
    /** Why a member's score is what it is. */
    'trust.explain': call(z.object({ scid: MemberScid }), RankExplained),
    'tokens.transfer': call(
      z.object({
        scid: MemberScid,
        amount: z.int().min(1).max(AMOUNT_MAX),
        note: z.string().trim().max(NOTE_MAX).optional(),
      }),
      Done,
    ),
    /** Changes of a member's balance, newest last; `before` is the position of the oldest already held. */
    'tokens.statement': call(
      z.object({ scid: MemberScid, before: z.int().min(0).nullable(), limit: z.int().min(1).max(500) }),
      Statement,
    ),

    /**
     * Receipts in causal order, newest last; `before` is the position of the oldest already held. With `cell`, here and
     * below: of that one of this home in place of the live one.
     */
    'log.page': call(
      ReceiptFilter.extend({
        before: z.int().nullable(),
        limit: z.int().min(1).max(500),
        cell: Hash.optional(),
      }),
      ReceiptPage,
    ),
    /** One receipt, wherever it stands. */
    'log.receipt': call(z.object({ hash: z.string().length(64), cell: Hash.optional() }), Receipt),
    /** The signed entry as stored, for the inspector. */
    'log.raw': call(
      z.object({ hash: z.string().length(64), cell: Hash.optional() }),
      z.object({ json: z.string() }),
    ),
    'log.verify': call(Nothing, LogReport),
    'log.export': call(z.object({ cell: Hash.optional() }).strict(), z.object({ text: z.string() })),
    'identity.document': call(
      Nothing,
      z.object({ did: z.string(), document: z.string(), log: z.string(), versions: z.int() }),
    ),

    ...MESSAGE_CALLS,
    ...FILE_CALLS,

    /** Finds words in messages, proposals, receipts and names. */
    'search.find': call(SearchQuery, SearchAnswer),

    ...AGENT_CALLS,
  },
  pushes: { state: Push },
} as const;

export type Contract = typeof contract;
export type CallName = keyof Contract['calls'];
export type CallInput<N extends CallName> = z.input<Contract['calls'][N]['input']>;
export type CallParsed<N extends CallName> = z.output<Contract['calls'][N]['input']>;
export type CallOutput<N extends CallName> = z.output<Contract['calls'][N]['output']>;
export type PushName = keyof Contract['pushes'];
export type PushValue<N extends PushName> = z.output<Contract['pushes'][N]>;

/** A call larger than this is refused before it is parsed. */
export const CALL_MAX_BYTES = 5 * 1024 * 1024;

export const CALL_NAMES = Object.keys(contract.calls) as CallName[];

export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(contract.calls, name);
}
