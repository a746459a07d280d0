/** Members who go to a cell that branches off, and what those who stay make of it. */
import type { FoundBody } from '#shared/protocol/closing/bodies.ts';
import type { Fork } from '#shared/protocol/closing/fork-body.ts';
import { enterEntry, forkOf } from '#shared/protocol/forks/make-fork.ts';
import { type Entry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { enterNonce } from '../../../electron/node/cell/forking/enter-nonce.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { type CheckedEntry, signEntry } from '../../../electron/node/log/signed-entry.ts';
import type { Played, RefusedEntry, Scenario } from './scenario.ts';
import { cellOfThree, VectorCell } from './vector-cell.ts';
import { type Name, people, type VectorMember } from './vector-member.ts';

const scidOf = (name: Name): string => people[name].identity.scid;

export interface BranchWish {
  readonly listed: readonly Name[];
  readonly fork?: (fork: Fork) => object;
  readonly found?: Partial<Entry>;
  readonly alias?: string;
}

/** The founding entry that a member signs for a cell that branches off from what it holds. */
export function branchFound(
  member: VectorMember,
  { listed, fork, found = {}, alias }: BranchWish,
): CheckedEntry {
  const { key, identity, name } = member.person;
  const at = member.next('branch', {}).at;
  const parents = [...member.ahead().values()].flat();
  const true_ = forkOf(member.book, parents, { listed: listed.map(scidOf), atMs: at, slots: {} });
  const { rules } = member.book.epochAt(parents);
  const body: Record<string, unknown> & Partial<FoundBody> = {
    name: 'Maple Street 2',
    alias: alias ?? name,
    didLog: identity.log as never,
    rules,
    nonce: 'another-nonce-of-24-ltrs',
    fork: (fork ? fork(true_) : true_) as Fork,
  };
  return signEntry(key, {
    v: 1,
    cell: ZERO_HASH,
    author: identity.scid,
    gen: 0,
    seq: 0,
    prev: ZERO_HASH,
    seen: {},
    at,
    kind: 'found',
    body,
    key: encodeMultikey('ed25519', key.publicKey),
    ...found,
  });
}

export function branchOff(member: VectorMember, found: CheckedEntry): GraphNode {
  const { entry, signature } = found;
  return member.write('branch', { found: { entry, signature: signature ?? '' } });
}

/** The one `enter` of somebody in a cell that branched off. */
export function enterOf(found: CheckedEntry, name: Name): Entry {
  const { key, identity } = people[name];
  const multikey = encodeMultikey('ed25519', key.publicKey);
  const nonce = enterNonce(key, found.hash);
  return enterEntry(found, { scid: identity.scid, key: multikey, nonce, didLog: identity.log });
}

/** The three of the street, in which carol has three quarters of the trust, and alice and bob some tokens more. */
export function streetOfThree(): VectorCell {
  const cell = cellOfThree();
  cell.member('alice').write('endorse', { member: scidOf('bob'), strength: 700 });
  cell.member('bob').write('endorse', { member: scidOf('carol'), strength: 750 });
  cell.member('bob').write('endorse', { member: scidOf('carol'), strength: 1000 });
  cell.member('carol').write('endorse', { member: scidOf('alice'), strength: 400 });
  cell.member('carol').write('transfer', { to: scidOf('alice'), amount: 30, note: 'bread' });
  cell.meet();
  cell.member('carol').write('endorse', { member: scidOf('alice'), strength: 0 });
  cell.meet();
  const ballot = cell.propose('alice');
  cell.meet();
  for (const name of ['alice', 'bob', 'carol']) cell.vote(name, ballot, 'APPROVE');
  cell.decide(ballot, 'alice', 'bob', 'carol');
  cell.wait(9 * 86_400_000);
  return cell;
}

function branched(): Played {
  const cell = streetOfThree();
  const [alice, bob, carol] = (['alice', 'bob', 'carol'] as const).map((name) => cell.member(name)) as [
    VectorMember,
    VectorMember,
    VectorMember,
  ];
  const notes = new Map<string, string>();
  const branch = (wish: BranchWish, note: string, by = alice): CheckedEntry => {
    const found = branchFound(by, wish);
    notes.set(branchOff(by, found).hash, note);
    return found;
  };
  const listed = ['alice', 'bob'] as const;
  const first = branch({ listed }, 'founds a cell for alice and bob');
  const faults: readonly [string, (fork: Fork) => object][] = [
    ['takes along a token too many', ({ members, ...fork }) => ({ ...fork, members: richer(members) })],
    ['another number of the last proposal', ({ number, ...fork }) => ({ ...fork, number: number + 1 })],
    ['trust of another strength', (fork) => ({ ...fork, trust: [[0, 1, 1000]] })],
    ['trust is left out', (fork) => ({ ...fork, trust: [] })],
    ['bob under another name', ({ members, ...fork }) => ({ ...fork, members: renamed(members) })],
    [
      'not in the order of joining',
      ({ members, ...fork }) => ({ ...fork, trust: [], members: [...members].reverse() }),
    ],
    [
      'a slot that has no two certificates',
      (fork) => ({ ...fork, slots: { 'members/0': `${'a'.repeat(64)}:${'b'.repeat(64)}` } }),
    ],
    ['of another cell', (fork) => ({ ...fork, parent: 'a'.repeat(64) })],
    ['of another day', ({ day, ...fork }) => ({ ...fork, day: day + 1 })],
    ['lists somebody twice', ({ members, ...fork }) => ({ ...fork, members: [...members, members[0]] })],
  ];
  for (const [note, fork] of faults) branch({ listed, fork }, note);
  branch({ listed: ['bob', 'carol'] }, 'does not list its founder');
  notes.set(alice.write('branch', { found: {} }).hash, 'carries nothing');
  notes.set(alice.write('branch', { founds: {} }).hash, 'not understood');
  notes.set(branchOff(bob, first).hash, 'founded by somebody else');
  const { alice: other } = people;
  notes.set(
    branchOff(alice, { ...first, signature: 'A'.repeat(86), text: '', hash: other.name }).hash,
    'is not signed',
  );
  branch({ listed: ['alice'] }, 'for alice alone');
  branch({ listed }, 'one more than an author may write');
  cell.meet();
  const part = (member: VectorMember, kind: 'leave' | 'stay', to: string | null, note: string): void => {
    notes.set(member.write(kind, { cell: to }).hash, note);
  };
  part(bob, 'leave', first.hash, 'goes to it');
  part(bob, 'stay', null, 'comes back, but not from there');
  part(carol, 'leave', first.hash, 'is not listed');
  part(carol, 'stay', 'a'.repeat(64), 'no branch has this id');
  notes.set(carol.write('stay', { cell: 7 }).hash, 'not understood');
  notes.set(carol.write('leave', {}).hash, 'not understood');
  for (let times = 0; times < 4; times += 1) {
    part(carol, 'leave', null, 'just goes');
    part(carol, 'stay', null, 'and comes back');
  }
  part(carol, 'leave', null, 'once more than it may');
  cell.meet();
  return { cell, view: 'carol', notes };
}

function richer(members: Fork['members']): object[] {
  return members.map((member) => ({ ...member, balance: member.balance + 1 }));
}

function renamed(members: Fork['members']): object[] {
  return members.map((member, at) => (at === 0 ? member : { ...member, alias: 'bobby' }));
}

/** bob and carol leave, and alice counts them out; what they write then is of nobody. */
function countedOut(): Played {
  const cell = streetOfThree();
  const notes = new Map<string, string>();
  const opened = cell.propose('alice', {
    title: 'Count out who has left',
    change: { type: 'leavers' },
    leavers: true,
  });
  notes.set(opened, 'nobody is leaving');
  cell.member('bob').write('leave', { cell: null });
  cell.member('carol').write('leave', { cell: null });
  cell.meet();
  notes.set(cell.propose('alice', { change: { type: 'leavers' } }), 'other rules than are due');
  const late = cell.member('bob').write('transfer', { to: scidOf('alice'), amount: 5 });
  notes.set(late.hash, 'after the leave: counts until the certificate, and never since');
  cell.meet();
  const ballot = cell.propose('alice', {
    title: 'Count out who has left',
    change: { type: 'leavers' },
    leavers: true,
  });
  cell.meet();
  cell.decide(ballot, 'alice', 'bob', 'carol');
  const carol = cell.member('carol');
  notes.set(carol.write('leave', { cell: null }).hash, 'no member any more');
  notes.set(carol.write('stay', { cell: null }).hash, 'no member any more');
  notes.set(
    branchOff(carol, branchFound(cell.member('alice'), { listed: ['alice'] })).hash,
    'no member any more',
  );
  cell.meet();
  return { cell, view: 'alice', notes };
}

/** What alice and bob begin with in the cell that branched off. */
function branch(): Played {
  const street = streetOfThree();
  const found = branchFound(street.member('alice'), { listed: ['alice', 'bob', 'carol'] });
  const cell = new VectorCell('alice', undefined, found);
  const notes = new Map<string, string>();
  const refused: RefusedEntry[] = [];
  const refuse = (note: string, code: RefusedEntry['code'], name: Name, change: Partial<Entry>): void => {
    refused.push({
      note,
      code,
      text: signEntry(people[name].key, { ...enterOf(found, name), ...change }).text,
    });
  };
  const enter = (name: Name, note: string): void => {
    const member = cell.member(name);
    notes.set(member.put(enterOf(found, name)).hash, note);
  };
  enter('alice', 'the founder, whose DID log stands in the founding entry');
  const waits = cell.member('alice').write('draft', { number: 5, title: 'Too early', text: '' });
  notes.set(waits.hash, 'carol has not entered in its past');
  cell.join('bob', 'alice');
  enter('bob', 'brings its DID log');
  cell.member('bob').write('leave', { cell: null });
  cell.member('bob').write('stay', { cell: null });
  cell.join('carol', 'alice');
  enter('carol', 'the last: from now on the cell lives');
  cell.meet();
  const nonce = 'a nonce of some length';
  refuse('carol enters at another time', 'admission', 'carol', { at: found.entry.at + 1 });
  refuse('carol is another kind first', 'admission', 'carol', { kind: 'note', body: {} });
  refuse('carol without her DID log', 'admission', 'carol', { body: { nonce } });
  refuse("carol with bob's DID log", 'admission', 'carol', {
    body: { nonce, didLog: people.bob.identity.log as unknown[] },
  });
  refuse('dave is not listed', 'admission', 'dave', {});
  refuse("carol's, signed by dave", 'key', 'dave', {
    author: scidOf('carol'),
    body: { nonce, didLog: people.carol.identity.log as unknown[] },
  });
  const ballot = cell.propose('alice', { title: 'Paint the new shed' });
  cell.meet();
  for (const name of ['bob', 'carol']) cell.vote(name, ballot, 'APPROVE');
  cell.decide(ballot, 'bob', 'carol', 'alice');
  cell.member('alice').write('endorse', { member: scidOf('bob'), strength: 0 });
  cell.member('carol').write('transfer', { to: scidOf('bob'), amount: 60 });
  cell.meet();
  return { cell, view: 'bob', notes, refused };
}

export const BRANCHING: Readonly<Record<string, Scenario>> = {
  branched: {
    comment:
      'alice proposes a cell that branches off, with everything that can be wrong about one; bob leaves for it, and carol goes and comes back more often than she may.',
    base: 'three',
    play: branched,
  },
  'counted-out': {
    comment:
      'bob and carol leave; the certificate of the next ballot of the membership slot takes them out, though nobody voted. What bob passed on after he left counts no more.',
    base: 'three',
    play: countedOut,
  },
  branch: {
    comment:
      'The log of a cell that branched off stands by itself: members, balances, trust and the number of the last proposal are those of its founding entry. It lives once everybody has entered, each by the one entry that there is.',
    base: null,
    play: branch,
  },
};
