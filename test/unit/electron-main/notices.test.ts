import { describe, expect, test } from 'vitest';
import type { Cell, JoinRequest } from '#shared/contract/domain/cell.ts';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import { DEFAULT_NOTICES, type NoticeSettings } from '#shared/contract/domain/notice-settings.ts';
import type { RecoveryRequest } from '#shared/contract/domain/recovery.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/domain/settings.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { speak } from '#shared/words/language.ts';
import { groupNotices } from '../../../electron/main/notifications/group-notices.ts';
import type { Surroundings, Unread } from '../../../electron/main/notifications/matters.ts';
import { sift } from '../../../electron/main/notifications/sift.ts';
import type { Look } from '../../../electron/main/window/look.ts';
import { sampleDeparture, sampleFork, sampleHeld } from '../../support/sample-forks.ts';
import { sampleProposal } from '../../support/sample-proposal.ts';
import { NOW_MS, samplePeer } from '../../support/sample-states.ts';

const HOUR = 3_600_000;
const TOMORROW = new Date(2026, 4, 15, 20, 0).getTime();
const CAROL = 'did:key:carol';
const needed = (id: string, label = 'P-14') =>
  sampleProposal({ id, label, needsMyVote: true, deadlineAtMs: TOMORROW });
const decided = (id: string, state: 'passed' | 'failed', decidedAtMs = NOW_MS - HOUR) =>
  sampleProposal({ id, state, decidedAtMs }, state === 'passed' ? 'AAAR.' : 'ARRR.');
const unread = (number: number, change: Partial<Unread> = {}): Unread => ({
  id: `m${number}`,
  number,
  thread: 'did:key:bob',
  senderDid: 'did:key:bob',
  text: 'The key is under the mat',
  ...change,
});
const muted = (thread: string, untilMs: number | null = null) => ({ muted: [{ thread, untilMs }] });
const request = (change: Partial<JoinRequest> = {}): JoinRequest => ({
  scid: 'QmErin',
  name: 'erin',
  inviter: 'alice',
  words: ['one', 'two', 'three', 'four', 'five', 'six'],
  compared: false,
  clockAheadMs: null,
  receivedAtMs: NOW_MS,
  state: 'asking',
  ballot: null,
  waitsFor: [],
  needed: 1,
  untilMs: null,
  answered: false,
  ...change,
});

const returning: RecoveryRequest = {
  ...request(),
  id: 'r1',
  by: 'words',
  lost: true,
  words: ['one', 'two', 'three', 'four', 'five', 'six'],
  state: 'asking',
};

function cell(change: Partial<Cell> = {}): Cell {
  const me = { scid: 'Qmalice', did: 'did:key:alice', name: 'alice', order: 0, me: true, receipts: 9 };
  return {
    id: 'cell',
    name: 'Maple Street',
    epoch: 1,
    stateHash: 'f'.repeat(64),
    members: [{ ...me, joinedAtMs: NOW_MS - 400 * HOUR }],
    rules: { f: null, deadlineMs: HOUR, graceMs: HOUR, turnMs: HOUR },
    receipts: 9,
    signingBarred: null,
    clockDoubt: null,
    forked: [],
    invitations: [],
    joinRequests: [],
    ...change,
  } as Cell;
}

interface Case extends Partial<Omit<Snapshot, 'settings'>> {
  readonly notices?: Partial<NoticeSettings>;
  readonly unread?: readonly Unread[];
  readonly told?: readonly string[];
  readonly look?: Look;
  readonly around?: Partial<Surroundings>;
  readonly shown?: ReadonlyMap<string, ReadonlySet<string>>;
}

function tellOf({ notices, unread: waiting = [], told = [], look, around, shown, ...slices }: Case) {
  const settings = { ...DEFAULT_SETTINGS, notices: { ...DEFAULT_NOTICES, ...notices } };
  const peers = [samplePeer(), samplePeer({ did: CAROL, name: 'carol' })];
  const state: Snapshot = {
    ...{ ...INITIAL_SLICES, phase: 'running', cell: cell(), peers, instance: 'i', version: 1, atMs: NOW_MS },
    ...slices,
    settings,
  };
  const sifted = sift({
    state,
    around: { nowMs: NOW_MS, aroundSinceMs: NOW_MS - HOUR, unread: waiting, ...around },
    told: new Set(told),
    look: look ?? { window: 'shown', hash: '#/overview' },
  });
  const nowMs = around?.nowMs ?? NOW_MS;
  return { sifted, notices: groupNotices(sifted, shown ?? new Map(), state, nowMs) };
}

/** Title, body and page of each notice. */
function told(of: Case): string[] {
  return tellOf(of).notices.map(({ title, body, hash }) => `${title} / ${body} / ${hash}`);
}

describe('the words of a notice', () => {
  const BOB = encodeURIComponent('did:key:bob');
  const ALONE = samplePeer({ link: { state: 'offline' }, lastSeenAtMs: NOW_MS - 25 * HOUR });

  test.each<[string, Case, string[]]>([
    [
      'a vote',
      { proposals: [needed('a1')] },
      [
        'P-14 Raise the shared bandwidth quota to 40 Mbit/s / Your vote is missing, closes tomorrow 20:00 / #/governance/a1/vote',
      ],
    ],
    [
      'a fork that asks',
      { forks: { proposals: [sampleFork()], offers: [], twice: [] } },
      [
        `bob leaves for Maple Street 2 and asks carol and you along / Go with them, or stay / #/settings/cells/fork-${'f'.repeat(64)}`,
      ],
    ],
    [
      'a fork that lives against a withdrawal',
      { forks: { proposals: [sampleFork({ state: 'crossed' })], offers: [], twice: [] } },
      [`Maple Street 2 lives all the same / Go with them, or stay / #/settings/cells/fork-${'f'.repeat(64)}`],
    ],
    [
      'a fork that is over, or that others have yet to enter',
      {
        forks: {
          proposals: [sampleFork({ state: 'over' }), sampleFork({ state: 'entered' })],
          offers: [],
          twice: [],
        },
      },
      [],
    ],
    [
      'who left, however long ago; not who left before this member came',
      {
        cells: [
          sampleHeld({
            departures: [
              sampleDeparture('bob'),
              sampleDeparture('erin'),
              sampleDeparture('carol', { atMs: NOW_MS - 500 * HOUR }),
            ],
          }),
        ],
      },
      [
        'bob and erin left for Maple Street 2 on 12 May / They have left the cell / #/settings/cells/departed',
      ],
    ],
    [
      'a vote whose time is over',
      { proposals: [{ ...needed('a1'), deadlineAtMs: NOW_MS - 1, title: 'x' }] },
      ['P-14 x / Your vote is missing / #/governance/a1/vote'],
    ],
    [
      'many votes',
      { proposals: [1, 2, 3, 4, 5].map((n) => needed(`a${n}`, `P-${n}`)) },
      ['5 votes wait for you: P-1, P-2, P-3, P-4, P-5 / A click shows them / #/governance'],
    ],
    ['a message', { unread: [unread(7)] }, [`bob / Message in Maple Street / #/messages/${BOB}/at-7`]],
    [
      'messages of one',
      { unread: [unread(7), unread(8), unread(9)] },
      [`3 messages from bob / 3 messages in Maple Street / #/messages/${BOB}/at-7`],
    ],
    [
      'messages of two to everyone',
      {
        unread: [unread(7, { thread: 'broadcast' }), unread(8, { thread: 'broadcast', senderDid: CAROL })],
      },
      ['2 messages from bob and carol / 2 messages to everyone in Maple Street / #/messages/broadcast/at-7'],
    ],
    [
      'a message with its text, if that is chosen',
      { unread: [unread(7, { text: 'first' }), unread(8)], notices: { showText: true } },
      [`bob: The key is under the mat / 2 messages in Maple Street / #/messages/${BOB}/at-7`],
    ],
    [
      'a file without a text, by its name where texts are shown',
      { unread: [unread(7, { text: '', fileName: 'report.pdf' })], notices: { showText: true } },
      [`bob: Sent a file: report.pdf / Message in Maple Street / #/messages/${BOB}/at-7`],
    ],
    [
      'a file without a text, otherwise as any message',
      { unread: [unread(7, { text: '', fileName: 'report.pdf' })] },
      [`bob / Message in Maple Street / #/messages/${BOB}/at-7`],
    ],
    [
      'a file with a text, by that',
      { unread: [unread(7, { text: 'Here', fileName: 'report.pdf' })], notices: { showText: true } },
      [`bob: Here / Message in Maple Street / #/messages/${BOB}/at-7`],
    ],
    [
      'conversations by the dozen',
      { unread: ['a', 'b', 'c', 'd'].map((one, n) => unread(n + 1, { thread: one })) },
      ['4 messages from bob / 4 messages in Maple Street / #/messages'],
    ],
    [
      'somebody who asks to join',
      { cell: cell({ joinRequests: [request()] }) },
      ['erin asks to join / Compare the six words before you accept / #/sync/join-QmErin'],
    ],
    [
      'a member on a new computer',
      { cell: cell({ recoveryRequests: [returning] }) },
      ['erin asks to come back / Compare the six words before you accept / #/sync/recovery-r1'],
    ],
    [
      'a decision',
      { proposals: [decided('a1', 'failed')] },
      ['P-14 Raise the shared bandwidth quota to 40 Mbit/s / Failed 1 to 3 / #/governance/a1'],
    ],
    [
      'decisions',
      { proposals: [decided('a1', 'passed'), decided('a2', 'failed')] },
      ['2 decisions: P-14, P-14 / A click shows them / #/governance'],
    ],
    ['a peer lost for long', { peers: [ALONE] }, [`bob / Not seen since yesterday 16:42 / #/sync/${BOB}`]],
    [
      'a full disk',
      { problem: { code: 'store-full', message: 'The disk is full.' } },
      ['The disk is full / Nothing can be stored until there is room / #/settings/disk'],
    ],
    [
      'a damaged database',
      { problem: { code: 'store-corrupt', message: 'It was saved.', isPast: true } },
      ['The database was damaged / What could be read was saved; see what was lost / #/settings/wrong'],
    ],
    [
      'a key that is locked',
      { phase: 'locked', proposals: [needed('a1')], look: { window: 'hidden', hash: '' } },
      ['GhostStack is locked / Messages and votes wait until you unlock it / '],
    ],
  ])('%s', (_what, of, expected) => {
    expect(told(of)).toEqual(expected);
  });

  test('are German where that is spoken', () => {
    speak('de');
    expect(told({ unread: [unread(7)] })[0]).toMatch(/^bob \/ Nachricht in Maple Street/);
    speak('en');
  });

  test('have what others wrote in the title alone, with its hidden characters seen', () => {
    const evil = '<a href="http://evil.example">\u202Etxt</a>\n&amp;';
    const proposal = { ...needed('a1'), title: evil, label: `P-1·${evil}` };
    const of: Case[] = [
      { proposals: [proposal] },
      { proposals: [proposal, { ...proposal, id: 'a2' }] },
      { proposals: [{ ...decided('a1', 'passed'), title: evil, label: evil, proposer: evil }] },
      { unread: [unread(7, { text: evil })], notices: { showText: true }, cell: cell({ name: evil }) },
      { unread: [unread(7, { text: evil })], cell: cell({ name: 'www.evil.example' }) },
      {
        unread: [unread(7, { thread: 'broadcast' })],
        cell: cell({ name: evil }),
        peers: [samplePeer({ name: evil })],
      },
      { cell: cell({ joinRequests: [request({ name: evil })] }) },
      { peers: [samplePeer({ name: evil, link: { state: 'offline' }, lastSeenAtMs: NOW_MS - 99 * HOUR })] },
    ];
    for (const one of of) {
      const [notice] = tellOf(one).notices;
      expect(notice?.body, notice?.title).not.toMatch(/[<>&]|evil|U\+202E/);
      expect(notice?.title).not.toMatch(/[\u202E\n]/);
      expect(Array.from(notice?.title ?? '').length).toBeLessThanOrEqual(300);
    }
    expect(tellOf(of[0] ?? {}).notices[0]?.title).toContain('⟨U+202E⟩');
  });

  test('a notice that is on the screen takes in what is new', () => {
    const proposals = [needed('a1', 'P-1'), needed('a2', 'P-2'), needed('a3', 'P-3')];
    const shown = new Map([['votes', new Set(['vote:a1'])]]);
    const old = ['vote:a1', 'vote:a3'];
    // P-3 was told, and its notice is gone: it is not told again.
    expect(told({ proposals, told: old, shown })[0]).toMatch(/^2 votes wait for you: P-1, P-2 /);
    expect(told({ proposals, told: old })[0]).toMatch(/^P-2 Raise/);
    // Of a conversation everything that waits is counted.
    expect(told({ unread: [unread(7), unread(8)], told: ['message:m7'] })[0]).toMatch(/^2 messages from bob/);
  });
});

describe('nothing is told', () => {
  const QUIET = { on: true, from: '17:00', to: '21:00', passVotes: true };
  const focused = (hash: string): Look => ({ window: 'focused', hash });
  const lost = (lastSeenAtMs: number | null, state: 'offline' | 'connected' = 'offline') => [
    samplePeer({ link: { state }, lastSeenAtMs }),
  ];
  const kindOff = (kind: keyof NoticeSettings['kinds']) => ({
    kinds: { ...DEFAULT_NOTICES.kinds, [kind]: false },
  });

  test.each<[string, Case]>([
    ['twice', { proposals: [needed('a1')], told: ['vote:a1'] }],
    ['of others’ votes', { proposals: [sampleProposal()] }],
    ['while the node starts', { phase: 'starting', proposals: [needed('a1')] }],
    ['of a proposal that is looked at', { proposals: [needed('a1')], look: focused('#/governance/a1') }],
    ['of votes on the overview', { proposals: [needed('a1')], look: focused('') }],
    [
      'of a conversation that is looked at',
      { unread: [unread(7)], look: focused('#/messages/did%3Akey%3Abob/5') },
    ],
    ['of being locked where the window says it', { phase: 'locked' }],
    ['of being locked while the window opens', { phase: 'locked', look: { window: 'opening', hash: '' } }],
    ['of kinds that are off', { proposals: [needed('a1')], notices: kindOff('votes') }],
    ['of muted conversations', { unread: [unread(7)], notices: muted('did:key:bob') }],
    [
      'of what is written to everyone, muted',
      { unread: [unread(7, { thread: 'broadcast' })], notices: muted('broadcast') },
    ],
    ['of those muted for a while', { unread: [unread(7)], notices: muted('did:key:bob', NOW_MS + 1) }],
    [
      'of what is written to everyone by who is muted there, too',
      {
        unread: [unread(7, { thread: 'broadcast' })],
        notices: { muted: [{ thread: 'did:key:bob', untilMs: null, alsoToEveryone: true as const }] },
      },
    ],
    ['of the absence of who is muted', { peers: lost(1), notices: muted('did:key:bob') }],
    ['in quiet hours', { unread: [unread(7)], notices: { quiet: QUIET } }],
    ['of votes that stay open beyond quiet hours', { proposals: [needed('a1')], notices: { quiet: QUIET } }],
    ['of who asks somebody else', { cell: cell({ joinRequests: [request({ words: null })] }) }],
    ['of who was answered', { cell: cell({ joinRequests: [request({ answered: true })] }) }],
    [
      'of decisions before this member',
      {
        proposals: [
          { ...decided('a1', 'passed'), seats: decided('a1', 'passed').seats.filter(({ me }) => !me) },
        ],
      },
    ],
    ['of decisions long ago', { proposals: [decided('a1', 'passed', NOW_MS - 170 * HOUR)] }],
    ['of a ballot that expired', { proposals: [sampleProposal({ state: 'expired', decidedAtMs: NOW_MS })] }],
    ['of a peer that is there', { peers: lost(NOW_MS - 99 * HOUR, 'connected') }],
    ['of a peer that was never there', { peers: lost(null) }],
    ['of a short absence', { peers: lost(NOW_MS - 23 * HOUR) }],
    ['of an absence, offline', { peers: lost(1), online: false }],
    ['of an absence, without a network', { peers: lost(1), network: false }],
    ['of an absence, just started', { peers: lost(1), around: { aroundSinceMs: NOW_MS - 60_000 } }],
    [
      'of an absence within the chosen hours',
      { peers: lost(NOW_MS - 40 * HOUR), notices: { peerHours: 48 } },
    ],
  ])('%s', (_what, of) => {
    expect(told(of)).toEqual([]);
  });

  test('but what is written to everyone by whose conversation is muted is, and so is what comes when the time is over', () => {
    const toEveryone = unread(7, { thread: 'broadcast' });
    expect(told({ unread: [toEveryone], notices: muted('did:key:bob') })).toHaveLength(1);
    expect(told({ unread: [unread(7)], notices: muted('broadcast') })).toHaveLength(1);
    expect(told({ unread: [unread(7)], notices: muted('did:key:bob', NOW_MS) })).toHaveLength(1);
  });

  test('but what is in view only of another page is', () => {
    const look = focused('#/governance/b2');
    expect(told({ proposals: [needed('a1')], look })).toHaveLength(1);
    expect(told({ unread: [unread(7)], look })).toHaveLength(1);
  });

  test('but a vote that closes before the quiet hours end is, if that is chosen', () => {
    const proposals = [{ ...needed('a1'), deadlineAtMs: NOW_MS + HOUR }];
    expect(told({ proposals, notices: { quiet: QUIET } })).toHaveLength(1);
    expect(told({ proposals, notices: { quiet: { ...QUIET, passVotes: false } } })).toEqual([]);
  });

  test('what quiet hours kept back is told after them, what was muted never is', () => {
    const of: Case = { unread: [unread(7), unread(8, { thread: CAROL, senderDid: CAROL })] };
    const notices = { quiet: QUIET, ...muted(CAROL) };
    const { settled } = tellOf({ ...of, notices }).sifted;
    expect(settled).toEqual(['message:m8']);
    const later = { nowMs: new Date(2026, 4, 14, 21, 0).getTime() };
    expect(told({ ...of, notices, told: settled, around: { ...later, unread: of.unread ?? [] } })).toEqual([
      expect.stringMatching(/^bob \/ /),
    ]);
  });

  test('once what was told is over, the next attempt is news', () => {
    const was = ['vote:a1', 'disk', 'locked', 'decision:b2'];
    expect(tellOf({ proposals: [sampleProposal({ id: 'a1' })], told: was }).sifted.over).toEqual([
      'vote:a1',
      'locked',
      'disk',
    ]);
    // A node that starts has no proposals yet, which says nothing.
    expect(tellOf({ phase: 'starting', told: was }).sifted.over).toEqual([]);
    expect(tellOf({ proposals: [], told: was }).sifted.over).not.toContain('vote:a1');
  });
});
