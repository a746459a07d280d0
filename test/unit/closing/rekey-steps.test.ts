/** What members do about changes of keys (docs/protocol.md, "What a member does"). */
import { describe, expect, it } from 'vitest';
import { planFor } from '#shared/protocol/closing/next-step.ts';
import { epochToTell } from '#shared/protocol/closing/untold-restore.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { meet, settle } from '../../support/cell/closing-cell.ts';
import { type KeyedMember, keyedCell, MADE_AT, rekey, version } from '../../support/cell/keyed-cell.ts';
import { CAROL, recovered, three } from '../../support/cell/rekeyed-cell.ts';

describe('what a member does', () => {
  it('nothing about a change that is dated more than a day ahead of its clock, until the day comes', () => {
    const [alice, bob] = three();
    const farMs = Date.parse(MADE_AT) + 3 * DAY_MS;
    const versions = [version('carol', 2, new Date(farMs).toISOString())];
    const ballot = alice.propose({ ...rekey('carol', 1, 1), versions });
    const slot = alice.book.ballot(ballot)?.slot as string;
    bob.syncFrom(alice);
    const plan = (nowMs: number) => {
      bob.noteOpens(nowMs);
      return planFor(bob.knowledge(nowMs), slot, null);
    };
    bob.noteOpens(farMs - 2 * DAY_MS);
    expect(plan(farMs - DAY_MS - 1)).toEqual({ step: null, timer: null, wakeAtMs: farMs - DAY_MS });
    expect(plan(farMs - DAY_MS).step?.kind).toBe('close');
  });

  it('does not wait for whom the words bring back, but for q', () => {
    const [alice, bob, carol] = three();
    const ballot = alice.propose(rekey('carol', 1, 2, true));
    meet([alice, bob]);
    for (const member of [alice, bob]) member.approve(ballot);
    settle([alice, bob], 0);
    expect(alice.epoch.logs.get(CAROL)?.base).toBe(1);
    const [one, other] = keyedCell('alice', 'bob') as [KeyedMember, KeyedMember];
    const alone = one.propose(rekey('bob', 1, 2, true));
    one.approve(alone);
    one.noteOpens(0);
    const slot = one.book.ballot(alone)?.slot as string;
    expect(planFor({ ...one.knowledge(0), storedAtMs: () => 1 }, slot, null).step).toBeNull();
    expect([carol.name, other.name]).toEqual(['carol', 'bob']);
  });

  it('tells the cell of a restore above its base, though somebody holds the slot with a far date', () => {
    const { alice, bob, carol } = recovered();
    carol.write('restored', {});
    expect(epochToTell(carol.knowledge(0))).toBeNull();
    carol.put('restored', {}, { gen: 5, seq: 0 });
    const versions = [version('bob', 2, '9999-01-01T00:00:00Z')];
    alice.propose({ ...rekey('bob', 1, 1), versions });
    carol.syncFrom(alice);
    expect(epochToTell(carol.knowledge(0))?.number).toBe(alice.epoch.number);
    expect(bob.name).toBe('bob');
  });
});
