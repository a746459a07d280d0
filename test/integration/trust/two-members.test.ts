import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { statementLine } from '#shared/words/reasons/statement-line.ts';
import { CellTrust } from '../../../electron/node/cell/trust/cell-trust.ts';
import { stateHash } from '../../../electron/node/log/state-hash.ts';
import { meet, RealMember } from '../../support/cell/real-member.ts';
import { expectCode } from '../../support/throws-code.ts';

const DAY_MS = 86_400_000;

let alice: RealMember;
let bob: RealMember;

beforeEach(() => {
  [alice, bob] = ['alice', 'bob'].map((name, i) => new RealMember(name, i + 1)) as [RealMember, RealMember];
  const cell = alice.found('Maple Street');
  const ballot = alice.admit(bob);
  alice.log.append('vote', { ballot, choice: 'APPROVE' });
  bob.enter(cell);
  meet(alice, bob);
});

afterEach(() => {
  alice.close();
  bob.close();
});

function trustOf(member: RealMember): CellTrust {
  return new CellTrust({ log: member.log, me: member.identity.scid, clock: () => member.nowMs });
}

function hashOf({ log }: RealMember): string | null {
  const state = foldCell(log.book);
  return state && stateHash(state);
}

describe('two members with real keys', () => {
  it('see one balance of each after proposing, voting and sending, and one state', () => {
    const [forAlice, forBob] = [trustOf(alice), trustOf(bob)];
    const draft = alice.log.append('draft', { number: 2, title: 'Buy a ladder', text: '' });
    const rules = { quorum: 2, threshold: [1, 2], deadlineMs: DAY_MS, graceMs: 0 };
    const open = { proposal: draft.hash, attempt: 1, epoch: 1, text: '', rules };
    const ballot = alice.log.append('open', open).hash;
    meet(alice, bob);
    for (const member of [alice, bob]) member.log.append('vote', { ballot, choice: 'APPROVE' });
    meet(alice, bob);
    const balances = (trust: CellTrust) => trust.view()?.balances.map(({ name, balance }) => [name, balance]);
    expect(balances(forAlice)).toEqual([
      ['alice', 115],
      ['bob', 105],
    ]);
    forAlice.transfer(bob.identity.scid, 12, 'for the ladder');
    meet(alice, bob);
    expect(balances(forBob)).toEqual([
      ['alice', 103],
      ['bob', 117],
    ]);
    const { lines, total, more } = forBob.statement(alice.identity.scid, null, 3);
    expect([total, more]).toEqual([4, true]);
    expect(lines.map((line) => [statementLine(line), line.delta, line.balance, line.receiptBy])).toEqual([
      ['Proposed P-2, Buy a ladder', 10, 110, 'alice'],
      ['Vote on P-2', 5, 115, 'alice'],
      ['Sent to bob, “for the ladder”', -12, 103, 'alice'],
    ]);
    const [joined] = forBob.statement(alice.identity.scid, lines[0]!.position, 10).lines;
    expect(joined).toMatchObject({ delta: 100, balance: 100, position: 0 });
    expect(statementLine(joined!)).toBe('Joined the cell');
    expect(forBob.view()?.balances[0]).toMatchObject({ fromProposals: 10, fromVotes: 5, me: false });
    expect(hashOf(alice)).toBe(hashOf(bob));
  });

  it('see one rank, explained by who endorsed whom and how it has faded', () => {
    const [forAlice, forBob] = [trustOf(alice), trustOf(bob)];
    const equal = forAlice.view()?.ranks.map(({ score }) => score);
    expect(equal).toEqual([500_000_000, 500_000_000]);
    forAlice.endorse(bob.identity.scid, 0.2);
    meet(alice, bob);
    expect(forBob.view()).toEqual({
      ...forAlice.view(),
      ranks: forAlice.view()?.ranks.map((rank) => ({ ...rank, me: !rank.me })),
      balances: forAlice.view()?.balances.map((balance) => ({ ...balance, me: !balance.me })),
    });
    for (const member of [alice, bob]) member.nowMs += 30 * DAY_MS;
    const explained = forBob.explain(bob.identity.scid);
    expect(explained).toMatchObject({ name: 'bob', me: true, halfLifeDays: 30, shareMax: 0.25 });
    expect(explained.parts).toMatchObject([
      {
        name: 'alice',
        weight: 0.1,
        share: 0.1,
        caps: [],
        endorsements: [{ strength: 0.2, ageDays: 30, counts: 0.1, receipt: { hash: expect.any(String) } }],
      },
    ]);
    expect(explained.base + explained.parts[0]!.score).toBe(explained.score);
    expect(explained.change).toBeLessThan(0);
    forAlice.endorse(bob.identity.scid, 0);
    meet(alice, bob);
    expect(forBob.view()?.ranks.map(({ score }) => score)).toEqual(equal);
  });

  it('are told in words what does not go, and then nothing is written', () => {
    const trust = trustOf(alice);
    const size = alice.log.graph.size;
    const me = alice.identity.scid;
    const other = bob.identity.scid;
    expect(expectCode('invalid-argument', () => trust.endorse(me, 1))).toMatch(/oneself/);
    expect(expectCode('invalid-argument', () => trust.endorse(other, 0.0001))).toMatch(/0\.001/);
    expect(expectCode('conflict', () => trust.endorse(other, 0))).toMatch(/not endorsed bob/);
    expect(expectCode('not-found', () => trust.endorse('Qm', 1))).toMatch(/no such member/);
    expect(expectCode('invalid-argument', () => trust.transfer(me, 1, undefined))).toMatch(/oneself/);
    expect(expectCode('conflict', () => trust.transfer(other, 101, undefined))).toMatch(/100 tokens/);
    expect(expectCode('not-found', () => trust.statement('Qm', null, 10))).toMatch(/no such member/);
    expect(alice.log.graph.size).toBe(size);
  });
});
