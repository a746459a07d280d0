import { beforeEach, describe, expect, it } from 'vitest';
import { Decisions } from '../../../electron/node/cell/deciding/decisions.ts';
import { didOfScid } from '../../../electron/node/identity/did-webvh/index.ts';
import { cellOf, DEADLINE_MS, settle } from '../../support/cell/closing-cell.ts';
import type { ClosingMember } from '../../support/cell/closing-member.ts';
import { scid } from '../../support/cell/feed-writer.ts';
import { expectCode } from '../../support/throws-code.ts';

let members: ClosingMember[];

beforeEach(() => {
  members = cellOf(3);
  settle(members, DEADLINE_MS);
});

function decisionsOf(member: ClosingMember): Decisions {
  const { book, graph } = member;
  return new Decisions({
    log: {
      book,
      graph,
      append: (kind, body) => member.write(kind, body),
      ahead: () => member.ahead(),
      textOf: () => '',
    },
    me: member.author,
    epoch: () => epochOf(member),
    storedAtMs: () => 0,
    heldBy: () => 0,
    clock: () => NOW_MS,
  });
}

const NOW_MS = Date.parse('2026-06-01T00:00:00Z');
const epochOf = ({ book, graph }: ClosingMember) => book.epochAt([...graph.nodes()]);

function decideAll(id: string, choice: 'APPROVE' | 'REJECT'): void {
  settle(members, 2 * DEADLINE_MS);
  for (const member of members) decisionsOf(member).vote(id, choice, null);
  settle(members, 2 * DEADLINE_MS);
}

describe('a change of the cell', () => {
  it.each([
    ['2026-06-02T00:00:00Z', false],
    ['2026-06-02T00:00:01Z', true],
    ['9999-01-01T00:00:00Z', true],
  ])('of a key that is dated %s is not proposed on the first of June: %s', (versionTime, isRefused) => {
    const [alice] = members as [ClosingMember, ClosingMember, ClosingMember];
    const change = { type: 'rekey' as const, scid: alice.author, versions: [{ versionTime }], lost: false };
    const before = alice.book.drafts().length;
    const propose = () => decisionsOf(alice).proposeRekey(change);
    // The versions are those of nobody: what is dated well enough is refused by the rules, and not before.
    if (isRefused) expect(propose).toThrow('more than a day ahead');
    else expect(propose).not.toThrow('more than a day ahead');
    expect(alice.book.drafts()).toHaveLength(isRefused ? before : before + 1);
  });

  it('lets a member leave by its own proposal', () => {
    const [, , carol] = members as [ClosingMember, ClosingMember, ClosingMember];
    const id = decisionsOf(carol).proposeRemoval(carol.author, 'I move away.');
    expect(decisionsOf(carol).detail(id).state).toBe('voting');
    decideAll(id, 'APPROVE');
    for (const member of members) {
      expect(decisionsOf(member).detail(id).state).toBe('passed');
      expect(epochOf(member).members.map(({ alias }) => alias)).toEqual(['alice', 'bob']);
    }
  });

  it('removes a member who was outvoted, and says at which receipt its part ends', () => {
    const [alice, , carol] = members as [ClosingMember, ClosingMember, ClosingMember];
    const comment = { proposal: alice.book.drafts()[0]!.hash, text: 'Welcome me.' };
    const end = carol.write('comment', comment);
    alice.syncFrom(carol);
    const id = decisionsOf(alice).proposeRemoval(carol.author, 'Her laptop was lost.');
    expect(decisionsOf(alice).detail(id)).toMatchObject({
      title: 'Remove carol',
      kind: 'removal',
      state: 'voting',
      change: {
        type: 'remove',
        name: 'carol',
        scid: carol.author,
        did: didOfScid(carol.author),
        end: { hash: end.hash },
      },
    });
    decideAll(id, 'APPROVE');
    for (const member of members) {
      expect(decisionsOf(member).detail(id).state).toBe('passed');
      expect(epochOf(member).members.map(({ alias }) => alias)).toEqual(['alice', 'bob']);
    }
  });

  it('asks a former member for no vote, also where it has a seat', () => {
    const [alice, bob, carol] = members as [ClosingMember, ClosingMember, ClosingMember];
    const shed = decisionsOf(bob).propose({ title: 'Paint the shed', text: '', open: true });
    const id = decisionsOf(alice).proposeRemoval(carol.author, '');
    settle(members, 2 * DEADLINE_MS);
    expect(decisionsOf(carol).detail(shed).needsMyVote).toBe(true);
    for (const member of members) {
      decisionsOf(member).vote(id, 'APPROVE', null);
      decisionsOf(member).close(id);
    }
    settle(members, 2 * DEADLINE_MS);
    expect(decisionsOf(carol).detail(id).state).toBe('passed');
    expect(decisionsOf(alice).detail(shed).needsMyVote).toBe(true);
    expect(decisionsOf(carol).detail(shed)).toMatchObject({ state: 'voting', needsMyVote: false });
  });

  it('removes a member who never wrote anything', () => {
    const [alice, bob, carol] = members as [ClosingMember, ClosingMember, ClosingMember];
    members = [alice, bob];
    const id = decisionsOf(alice).proposeRemoval(carol.author, '');
    expect(decisionsOf(alice).detail(id).change).toMatchObject({ type: 'remove', end: null });
    settle(members, 2 * DEADLINE_MS);
    for (const member of members) {
      decisionsOf(member).vote(id, 'APPROVE', null);
      decisionsOf(member).close(id);
    }
    for (const days of [1, 2, 3]) settle(members, days * 24 * 3_600_000);
    expect(epochOf(bob).members.map(({ alias }) => alias)).toEqual(['alice', 'bob']);
  });

  it('sets other rules, and shows those of before beside them', () => {
    const [alice] = members as [ClosingMember];
    const before = epochOf(alice).rules;
    const wished = { f: null, deadlineMs: 3_600_000, graceMs: 1000, turnMs: before.turnMs };
    const id = decisionsOf(alice).proposeRules(wished, '');
    const after = { ...before, ...wished };
    expect(decisionsOf(alice).detail(id)).toMatchObject({ kind: 'rules', change: { before, after } });
    decideAll(id, 'APPROVE');
    for (const member of members) expect(epochOf(member).rules).toEqual(after);
  });

  it('that is rejected leaves members and rules as they are', () => {
    const [alice, bob] = members as [ClosingMember, ClosingMember];
    const before = epochOf(alice);
    const id = decisionsOf(alice).proposeRemoval(bob.author, '');
    decideAll(id, 'REJECT');
    expect(epochOf(bob)).toMatchObject({ members: before.members, rules: before.rules });
  });

  it('keeps to what it changes when it is proposed again after it expired', () => {
    const [alice, , carol] = members as [ClosingMember, ClosingMember, ClosingMember];
    const id = decisionsOf(alice).proposeRemoval(carol.author, '');
    for (const days of [2, 4, 6]) settle(members, days * 24 * 3_600_000);
    expect(decisionsOf(alice).detail(id).state).toBe('expired');
    decisionsOf(alice).open(id);
    expect(decisionsOf(alice).detail(id)).toMatchObject({ kind: 'removal', attempt: 2, state: 'voting' });
  });

  it('that cannot be made is refused before anything is written', () => {
    const [alice] = members as [ClosingMember];
    const size = alice.graph.size;
    const { rules } = epochOf(alice);
    expectCode('not-found', () => decisionsOf(alice).proposeRemoval(scid('nobody'), ''));
    expectCode('invalid-argument', () => decisionsOf(alice).proposeRules(rules, ''));
    expectCode('invalid-argument', () =>
      decisionsOf(alice).propose({ title: 'Paint the shed', text: '', open: true, quorum: 5 }),
    );
    expect(alice.graph.size).toBe(size);
  });
});
