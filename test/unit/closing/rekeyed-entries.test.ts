/** What counts of the entries of members whose keys change (docs/protocol.md, "Keys that change"). */
import { describe, expect, it } from 'vitest';
import { everything } from '#shared/protocol/closing/ballot.ts';
import { isAfterEnd } from '#shared/protocol/closing/ended.ts';
import { firstPlace } from '#shared/protocol/closing/first-place.ts';
import { proofDue } from '#shared/protocol/closing/proof.ts';
import { tally } from '#shared/protocol/closing/tally.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { meet, settle } from '../../support/cell/closing-cell.ts';
import {
  certify,
  endOf,
  type KeyedMember,
  keyedCell,
  keyNamed,
  rekey,
  rest,
} from '../../support/cell/keyed-cell.ts';
import { CAROL, recovered, rotated, three } from '../../support/cell/rekeyed-cell.ts';

describe('the key of an entry', () => {
  it('is the new one as soon as the certificate is in its past, and never before', () => {
    const { alice, carol, thief } = rotated();
    expect(carol.code('note', {})).toBe('valid');
    expect(carol.code('note', {}, { key: keyNamed('carol', 1) })).toBe('key');
    expect(thief.code('note', {})).toBe('valid');
    expect(thief.code('note', {}, { key: keyNamed('carol', 2) })).toBe('key');
    thief.syncFrom(alice);
    expect(thief.code('note', {})).toBe('key');
    expect(thief.put('note', {}, { seen: {} }).version).toBe(1);
    const node = carol.write('note', {});
    expect([node.version, node.entry.gen, node.entry.seq]).toEqual([2, 0, (node.prev?.entry.seq ?? 0) + 1]);
  });
});

describe('after a loss', () => {
  it.each([
    ['restored', { gen: 1, seq: 0 }, 'valid'],
    ['restored', { gen: 1, seq: 0, prev: ZERO_HASH }, 'valid'],
    ['restored', { gen: 2, seq: 0 }, 'place'],
    ['restored', { gen: 2, seq: 0, prev: ZERO_HASH }, 'place'],
    ['restored', { gen: 0, seq: 0, prev: ZERO_HASH }, 'place'],
    ['note', { gen: 1, seq: 0 }, 'place'],
    ['restored', { gen: 1, seq: 1 }, 'place'],
  ] as const)('%s at %o is the one place there is, or none', (kind, place, code) => {
    const { carol } = recovered();
    expect(carol.code(kind, {}, place)).toBe(code);
  });

  it('a machine goes on from the newest that the certificate knew, and from there as usual', () => {
    const { alice, carol } = recovered();
    const ahead = [...carol.ahead().values()].flat();
    const first = firstPlace(carol.book, CAROL, null, ahead);
    expect([first?.prev?.hash, first?.gen]).toEqual([endOf(alice, 'carol'), 1]);
    carol.write('restored', {});
    expect(firstPlace(carol.book, CAROL, carol.head, ahead)).toBeNull();
    expect(carol.write('note', {}).entry).toMatchObject({ gen: 1, seq: 1 });
    expect(carol.code('restored', {}, { gen: 4, seq: 0 })).toBe('valid');
  });

  it('a home that went on by itself before it came back begins at that place, too', () => {
    const { carol, thief } = recovered();
    const override = thief.put('restored', {}, { gen: 7_000, seq: 0 });
    thief.put('note', {}, { gen: 7_000, seq: 1, prev: override.hash });
    carol.syncFrom(thief);
    const own = carol.graph.heads(CAROL).find(({ entry }) => entry.gen === 7_000) ?? null;
    const ahead = [...carol.ahead().values()].flat();
    const first = firstPlace(carol.book, CAROL, own, ahead);
    expect([own?.version, first?.prev?.entry.gen, first?.gen]).toEqual([1, 0, 1]);
  });

  it('a machine that follows a change on a device goes on after what was written since that', () => {
    const { alice, bob, carol } = rotated();
    const last = carol.write('note', { since: 'the change' });
    meet([alice, bob, carol]);
    certify([alice, bob], rekey('carol', 2, 2, true));
    const again = carol.as(4, { lost: true });
    again.syncFrom(alice);
    const first = firstPlace(again.book, CAROL, null, [...again.ahead().values()].flat());
    expect([first?.prev?.hash, first?.gen]).toEqual([last.hash, 1]);
  });

  it('two machines with the new key are proved to be two', () => {
    const { alice, bob, carol } = recovered();
    const twin = carol.as(3, { lost: true });
    carol.write('restored', { on: 'one' });
    twin.write('restored', { on: 'the other' });
    for (const one of [carol, twin]) meet([alice, bob, one]);
    expect(alice.graph.isForked(CAROL, 3)).toBe(true);
    expect(foldCell(alice.book)?.forked).toEqual([CAROL]);
    expect(proofDue(alice.book, alice.author, alice.head, alice.ahead())?.member).toBe(CAROL);
  });
});

describe('what an entry has seen', () => {
  it('may be of its own author under a former key, and not under its own', () => {
    const { alice, bob, carol, thief } = rotated();
    const stolen = thief.write('note', { by: 'a thief' });
    carol.syncFrom(thief);
    expect(carol.next('note', {}).seen).toMatchObject({ [CAROL]: stolen.hash });
    carol.write('note', { cites: 'it' });
    meet([alice, bob, carol]);
    expect(alice.graph.get(stolen.hash)?.version).toBe(1);
    const twin = carol.as(2);
    const [one, other] = [carol, twin].map((member, at) => member.write('note', { at }));
    carol.syncFrom(twin);
    expect(carol.next('note', {}).seen).toEqual({});
    expect(carol.code('note', {}, { seen: { [CAROL]: other!.hash } })).toBe('seen');
    expect(one!.version).toBe(2);
  });

  it('has room for the branches of each version', () => {
    const { alice, bob, carol, thief } = recovered();
    for (let branch = 0; branch < 6; branch += 1) {
      const copy = thief.as(1);
      copy.write('note', { branch });
      alice.syncFrom(copy);
      alice.write('note', { heard: branch });
    }
    expect(alice.head?.tips.get(CAROL)).toHaveLength(4);
    carol.write('restored', {});
    alice.syncFrom(carol);
    const heard = alice.write('note', {});
    expect(heard.tips.get(CAROL)?.map((end) => end.version)).toContain(3);
    expect(bob.author).not.toBe(alice.author);
  });
});

describe('a former key', () => {
  it.each(['vote', 'close', 'sign', 'confirm'])(
    'has no part by a %s in what was drafted after it',
    (kind) => {
      const { alice, bob, carol, thief } = rotated();
      const ballot = alice.propose();
      meet([alice, bob, carol]);
      for (const member of [alice, bob, carol]) member.approve(ballot);
      settle([alice, bob, carol], 0);
      const slot = alice.book.ballot(ballot)?.slot as string;
      const { round, closes } = alice.book.confirms(slot)[0]!.body;
      certify([alice, bob], { type: 'remove', scid: CAROL, end: endOf(alice, 'carol') });
      thief.syncFrom(alice);
      const set = { slot, ballot, round: round + 1, closes };
      const bodies = { vote: { ballot, choice: 'REJECT' }, close: { ballot }, sign: set, confirm: set };
      expect(thief.code(kind, bodies[kind as keyof typeof bodies])).toBe('old-key');
      expect(thief.code('withdraw', { ballot })).toBe('not-the-proposer');
    },
  );
});

describe('the generation that acts', () => {
  it('is that of a rotated key everywhere, in what was drafted before too', () => {
    const [alice, bob, old] = three();
    const before = alice.propose(undefined, 90 * DAY_MS);
    meet([alice, bob, old]);
    certify([alice, bob, old], rekey('carol', 1, 1));
    const carol = old.as(2);
    expect(carol.code('close', { ballot: before })).toBe('valid');
    const ballot = bob.propose({ type: 'rules', rules: bob.epoch.rules });
    carol.syncFrom(bob);
    expect(carol.code('close', { ballot })).toBe('valid');
  });

  it('is that of a recovered key where the draft, or the epoch, knows of it, though nobody saw its first entry', () => {
    const { alice, bob, carol, open } = recovered();
    const after = alice.propose();
    const change = bob.propose({ type: 'rules', rules: bob.epoch.rules });
    for (const member of [alice, bob]) carol.syncFrom(member);
    carol.write('restored', {});
    expect(carol.code('close', { ballot: after })).toBe('valid');
    expect(carol.code('close', { ballot: change })).toBe('valid');
    expect(carol.code('close', { ballot: open })).toBe('generation');
    expect(carol.code('vote', { ballot: open, choice: 'APPROVE' })).toBe('valid');
  });

  it('is not held up by what stands under a former key in a later generation', () => {
    const { alice, bob, carol, thief } = recovered();
    thief.put('restored', {}, { gen: 9, seq: 0 });
    meet([alice, bob, thief]);
    alice.write('note', { cites: 'the thief' });
    const after = alice.propose();
    carol.syncFrom(alice);
    expect(alice.graph.inPast(alice.graph.get(endOf(thief, 'carol'))!, alice.head!)).toBe(true);
    carol.write('restored', {});
    expect(carol.code('close', { ballot: after })).toBe('valid');
  });

  it('is any of who is alone', () => {
    const [alice] = keyedCell('alice') as [KeyedMember];
    const ballot = alice.propose();
    alice.put('restored', {}, { gen: 3, seq: 0 });
    expect(alice.code('close', { ballot })).toBe('valid');
  });

  it('is any of two, while the other one is in its base', () => {
    const [alice, bob] = keyedCell('alice', 'bob') as [KeyedMember, KeyedMember];
    certify([alice, bob], rekey('bob', 1, 2, true));
    const machine = bob.as(3, { lost: true });
    const ballot = alice.propose();
    machine.syncFrom(alice);
    machine.write('restored', {});
    alice.syncFrom(machine);
    alice.put('restored', {}, { gen: 2, seq: 0 });
    expect(alice.code('close', { ballot })).toBe('valid');
    machine.put('restored', {}, { gen: 7, seq: 0 });
    alice.syncFrom(machine);
    alice.write('note', {});
    expect(alice.code('close', { ballot })).toBe('generation');
  });
});

describe('who signed twice', () => {
  /** The former key's forks are known to all; `places` were signed twice under it. */
  function forkedBefore() {
    const [alice, bob, old] = three();
    const twin = old.as(1);
    old.write('note', { of: 'one' });
    twin.write('note', { of: 'the other' });
    for (const one of [old, twin]) meet([alice, bob, one]);
    for (const member of [alice, bob]) {
      const proof = proofDue(member.book, member.author, member.head, member.ahead());
      member.write('proof', { ...proof });
    }
    meet([alice, bob]);
    return { alice, bob, old, twin };
  }

  it('is forked in that version, and not in a later one', () => {
    const { alice, bob, old } = forkedBefore();
    expect(foldCell(alice.book)?.forked).toEqual([CAROL]);
    certify([alice, bob], rekey('carol', 1, 2));
    expect(foldCell(alice.book)?.forked).toEqual([]);
    const carol = old.as(3);
    carol.syncFrom(alice);
    carol.write('note', {});
    alice.syncFrom(carol);
    expect([0, 1, 2, 3].map((v) => alice.graph.isForked(CAROL, v))).toEqual([true, true, false, false]);
    expect(settledEnds(alice.graph).map(({ hash }) => hash)).toContain(carol.head?.hash);
    const ballot = alice.propose();
    meet([alice, bob, carol]);
    carol.approve(ballot);
    meet([alice, bob, carol]);
    alice.approve(ballot);
    bob.approve(ballot);
    settle([alice, bob, carol], 0);
    const slot = alice.book.ballot(ballot)?.slot as string;
    const closes = alice.book.confirms(slot)[0]!.body.closes;
    expect(tally(alice.book, { ballot, closes })).toMatchObject({ outcome: 'passed', approve: 3 });
  });

  it('is void in what was drafted before', () => {
    const { alice, bob, old } = forkedBefore();
    const ballot = alice.propose();
    meet([alice, bob]);
    old.syncFrom(alice);
    old.approve(ballot);
    meet([alice, bob, old]);
    for (const member of [alice, bob]) member.approve(ballot);
    const closes = [alice, bob].map((member) => member.write('close', { ballot }).hash).sort();
    meet([alice, bob]);
    expect(tally(alice.book, { ballot, closes }).votes[2]?.vote).toEqual({ kind: 'void' });
  });

  it('is void where both entries are of the version that the electorate knows, and in the set that counts', () => {
    const { alice, bob, old } = forkedBefore();
    certify([alice, bob], rekey('carol', 1, 1));
    const carol = old.as(2);
    carol.syncFrom(alice);
    const ballot = alice.propose();
    meet([alice, bob, carol]);
    carol.approve(ballot);
    for (const member of [alice, bob]) member.syncFrom(carol);
    for (const member of [alice, bob]) member.approve(ballot);
    const closes = [alice, bob].map((member) => member.write('close', { ballot }).hash).sort();
    meet([alice, bob]);
    // Later she forks under this key, too, which the closes do not know.
    const second = carol.as(2);
    for (const [at, one] of [carol, second].entries()) {
      one.write('note', { at });
      alice.syncFrom(one);
    }
    alice.syncFrom(bob);
    expect(alice.graph.isForked(CAROL, 2)).toBe(true);
    expect(tally(alice.book, { ballot, closes }).votes[2]?.vote).toMatchObject({ kind: 'counted' });
  });

  it('is proved once for each version, by itself for those that are over', () => {
    const { alice, bob, old, twin } = forkedBefore();
    const again = alice.book.proofs(CAROL)[0]!.entry.body;
    expect(alice.code('proof', again)).toBe('proved');
    certify([alice, bob], rekey('carol', 1, 1));
    const carol = old.as(2);
    carol.syncFrom(alice);
    expect(proofDue(carol.book, CAROL, carol.head, carol.ahead())).toBeNull();
    carol.write('note', {});
    const own = proofDue(carol.book, CAROL, carol.head, carol.ahead());
    expect(own?.entries).toContain(twin.head?.hash);
    expect(carol.code('proof', { ...own })).toBe('valid');
    const second = carol.as(2);
    const [one, other] = [carol, second].map((member, at) => member.write('note', { at }).hash);
    for (const member of [carol, second]) alice.syncFrom(member);
    const later = proofDue(alice.book, alice.author, alice.head, alice.ahead());
    expect(later?.entries).toEqual([one, other].sort());
    expect(alice.code('proof', { ...later })).toBe('valid');
    expect(alice.graph.forkVersions(CAROL)).toEqual([1, 2]);
  });
});

it('the newest vote is that under the newest key, whatever its generation', () => {
  const [alice, bob, old] = three();
  const ballot = alice.propose(undefined, 90 * DAY_MS);
  meet([alice, bob, old]);
  const thief = old.as(1);
  certify([alice, bob, old], rekey('carol', 1, 1));
  const carol = old.as(2);
  thief.put('restored', {}, { gen: 4, seq: 0 });
  thief.write('vote', { ballot, choice: 'REJECT' });
  carol.approve(ballot);
  meet([alice, bob, carol]);
  alice.syncFrom(thief);
  const closes = [alice, bob].map((member) => {
    member.syncFrom(alice);
    return member.write('close', { ballot }).hash;
  });
  bob.syncFrom(alice);
  expect(tally(bob.book, { ballot, closes: closes.sort() })).toMatchObject({ approve: 1, reject: 0 });
});

describe('a life that has ended', () => {
  const isOver = ({ graph, epoch }: KeyedMember, hash: string) =>
    isAfterEnd(graph, epoch, graph.get(hash)!, everything);

  it('ends where the change of the key says, in every later epoch, whatever those know', () => {
    const { alice, bob, carol, thief } = recovered();
    const late = thief.write('transfer', { to: alice.author, amount: 50 });
    carol.write('restored', {});
    meet([alice, bob, carol]);
    for (const member of [alice, bob]) member.syncFrom(thief);
    expect(isOver(alice, late.hash)).toBe(true);
    const before = foldCell(alice.book)?.balances;
    certify([alice, bob, carol], { type: 'rules', rules: alice.epoch.rules });
    certify([alice, bob, carol], { type: 'rules', rules: { ...alice.epoch.rules, f: 0 } });
    expect(
      alice.epoch.closes
        .map((hash) => alice.graph.get(hash)!)
        .some((close) => alice.graph.inPast(alice.graph.get(late.hash)!, close)),
    ).toBe(true);
    expect(isOver(alice, late.hash)).toBe(true);
    expect(foldCell(alice.book)?.balances).toEqual(before);
    const [head] = alice.graph.heads(CAROL).filter(({ version: v }) => v === 3);
    expect(isOver(alice, head!.hash)).toBe(false);
  });

  it('goes on counting where its author goes on from it under the new key', () => {
    const [alice, bob, old] = three();
    meet([alice, bob, old]);
    const ballot = alice.propose(rekey('carol', 1, 1));
    meet([alice, bob, old]);
    for (const member of [alice, bob, old]) member.approve(ballot);
    meet([alice, bob, old]);
    rest([alice, bob]);
    const paid = old.write('transfer', { to: alice.author, amount: 7 });
    meet([alice, bob, old]);
    expect(isOver(alice, paid.hash)).toBe(true);
    expect(foldCell(alice.book)?.balances[alice.author]).toBe(100);
    const carol = old.as(2);
    carol.write('note', {});
    meet([alice, bob, carol]);
    expect(isOver(alice, paid.hash)).toBe(false);
    expect(foldCell(alice.book)?.balances).toMatchObject({ [alice.author]: 107, [CAROL]: 93 });
    expect(alice.code('transfer', { to: bob.author, amount: 107 })).toBe('valid');
    expect(alice.code('transfer', { to: bob.author, amount: 108 })).toBe('funds');
  });
});
