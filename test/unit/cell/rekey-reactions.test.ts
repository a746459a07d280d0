/** What a node writes by itself once keys change. */
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { isKeyUnwritten } from '../../../electron/node/cell/own-feed/unwritten-key.ts';
import { beginAgain } from '../../../electron/node/cell/reactions/begin-again.ts';
import { letBack } from '../../../electron/node/cell/reactions/let-back.ts';
import type { EntryWish, ReactionState } from '../../../electron/node/cell/reactions/reaction.ts';
import { NOTHING_REOPENED, reopenRekey } from '../../../electron/node/cell/reactions/reopen-rekey.ts';
import { meet } from '../../support/cell/closing-cell.ts';
import {
  certify,
  endOf,
  type KeyedMember,
  MADE_AT,
  rekey,
  rest,
  version,
} from '../../support/cell/keyed-cell.ts';
import { CAROL, recovered, rotated, three } from '../../support/cell/rekeyed-cell.ts';

function stateOf(member: KeyedMember, nowMs = 0): ReactionState {
  member.noteOpens(nowMs);
  return { ...member.knowledge(nowMs), book: member.book };
}

describe('a machine that takes the place of a lost one', () => {
  it('writes its first entry before all else, once', () => {
    const { alice, carol } = recovered();
    const [wish] = beginAgain(stateOf(carol)).wishes as [EntryWish];
    expect(wish).toMatchObject({ kind: 'restored', body: { end: endOf(alice, 'carol') } });
    carol.write(wish.kind, { ...wish.body });
    expect(carol.head?.entry).toMatchObject({ gen: 1, seq: 0 });
    expect(beginAgain(stateOf(carol)).wishes).toEqual([]);
  });

  it('begins after nothing where its feed had not begun', () => {
    const [alice, bob, old] = three();
    certify([alice, bob], rekey('carol', 1, 2, true));
    const carol = old.as(3, { lost: true });
    carol.syncFrom(alice);
    expect(beginAgain(stateOf(carol)).wishes).toMatchObject([{ kind: 'restored', body: { end: ZERO_HASH } }]);
  });

  it('has nothing of that to do on a machine that stays, nor before the cell has certified its key', () => {
    const { carol } = rotated();
    expect(beginAgain(stateOf(carol)).wishes).toEqual([]);
    const [, , old] = three();
    expect(beginAgain(stateOf(old.as(3, { lost: true }))).wishes).toEqual([]);
  });

  it('is no older copy of a home: that waits for the first entry under its key to come', () => {
    const { alice, carol, bob } = recovered();
    expect(isKeyUnwritten(carol.graph, carol.epoch, CAROL)).toBe(true);
    carol.write('restored', {});
    expect(isKeyUnwritten(carol.graph, carol.epoch, CAROL)).toBe(false);
    for (const member of [alice, bob])
      expect(isKeyUnwritten(member.graph, member.epoch, member.author)).toBe(false);
    expect(isKeyUnwritten(alice.graph, null, alice.author)).toBe(false);
  });
});

/** Whose machine alice lets back; she has drafted the ballot. */
function lettingBack(alice: KeyedMember) {
  const change = rekey('carol', 1, 2, true);
  const row = {
    id: 'a',
    cell: alice.graph.cell,
    secret: new Uint8Array(0),
    nonceKey: new Uint8Array(0),
    createdAtMs: 0,
    expiresAtMs: 1,
    revoked: false,
    asker: { scid: CAROL, by: 'words', key: new Uint8Array(32), askedAtMs: 0 },
    wanted: { versions: change.versions, lost: true },
    accepted: true,
    refused: false,
    differs: false,
    proposal: alice.draftOf('Change the key of carol'),
  } as const;
  const asked = (state = stateOf(alice)) => letBack(state, { epoch: alice.epoch, rows: [row] }).wishes;
  return { row, change, asked };
}

it('casts no vote for a machine that it lets back once it has closed the ballot', () => {
  const [alice] = three();
  const { row, change, asked } = lettingBack(alice);
  const ballot = alice.write('open', alice.opening(row.proposal, change)).hash;
  expect(asked()).toMatchObject([{ kind: 'vote', body: { ballot, choice: 'APPROVE' } }]);
  alice.write('close', { ballot });
  expect(asked()).toEqual([]);
});

it('opens nothing in an epoch, and votes on nothing, that its next entry cannot cite', () => {
  const [alice, bob, carol] = three();
  const before = stateOf(alice).tips;
  certify([bob, alice, carol], { type: 'rules', rules: bob.epoch.rules });
  const { row, change, asked } = lettingBack(alice);
  expect(asked()).toMatchObject([{ kind: 'open', body: { epoch: alice.epoch.number } }]);
  expect(asked({ ...stateOf(alice), tips: before })).toEqual([]);
  const { tips } = stateOf(alice);
  alice.write('open', alice.opening(row.proposal, change));
  expect(asked()).toMatchObject([{ kind: 'vote' }]);
  expect(asked({ ...stateOf(alice), tips })).toEqual([]);
});

describe('a change of a key that was superseded', () => {
  /** Another change of the same slot is decided. */
  function superseded(versions = [version('carol', 2)]) {
    const [alice, bob, carol] = three();
    alice.propose({ ...rekey('carol', 1, 1), versions });
    meet([alice, bob, carol]);
    certify([bob, alice, carol], { type: 'rules', rules: bob.epoch.rules });
    return { alice, bob, carol };
  }
  const reopened = (member: KeyedMember, memory = NOTHING_REOPENED, nowMs = 0) =>
    reopenRekey(stateOf(member, nowMs), memory);

  it('is opened again by its proposer alone, once, and passes', () => {
    const { alice, bob, carol } = superseded();
    expect(reopened(bob).wishes).toEqual([]);
    const { wishes, memory } = reopened(alice);
    const [wish] = wishes as [EntryWish];
    expect(wish).toMatchObject({ kind: 'open', body: { attempt: 2, change: rekey('carol', 1, 1) } });
    expect(alice.code(wish.kind, { ...wish.body })).toBe('valid');
    const ballot = alice.write(wish.kind, { ...wish.body }).hash;
    const after = reopened(alice, memory);
    expect(after.wishes).toEqual([]);
    meet([alice, bob, carol]);
    for (const member of [alice, bob, carol]) member.approve(ballot);
    rest([alice, bob, carol]);
    expect(alice.epoch.logs.get(CAROL)?.version).toBe('2-carol');
    expect(reopened(alice, after.memory)).toMatchObject({ wishes: [], memory: { left: [] } });
  });

  it('is not, once the cell has those versions, or others that they do not follow', () => {
    for (const change of [rekey('carol', 1, 1), rekey('carol', 1, 2)]) {
      const { alice, bob, carol } = superseded();
      certify([bob, alice, carol], change);
      expect(reopened(alice)).toMatchObject({ wishes: [], memory: { left: [] } });
    }
  });

  it('nor before what superseded it is in what its proposer can cite', () => {
    const { alice } = superseded();
    const state = stateOf(alice);
    const opened = alice.book.ballotsBy(alice.author).at(-1)?.open;
    const tips = alice.graph.mergeTips(opened ? [opened] : []);
    const { wishes, memory } = reopenRekey({ ...state, tips }, NOTHING_REOPENED);
    expect(wishes).toEqual([]);
    expect(reopened(alice, memory).wishes).toHaveLength(1);
  });

  it('nor before its date is less than a day ahead', () => {
    const farMs = Date.parse(MADE_AT) + 40 * DAY_MS;
    const { alice } = superseded([version('carol', 2, new Date(farMs).toISOString())]);
    const early = reopened(alice);
    expect(early).toMatchObject({ wishes: [], wakeAtMs: farMs - DAY_MS });
    expect(reopened(alice, early.memory, farMs - DAY_MS).wishes).toHaveLength(1);
  });
});
