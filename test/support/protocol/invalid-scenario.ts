/** Entries that stay in the log and count for nothing, of each kind and for each reason. */
import type { InvalidCode } from '#shared/protocol/log/refusal.ts';
import type { Played, Scenario } from './scenario.ts';
import { admission, cellOfThree, HOUR_MS, type VectorCell } from './vector-cell.ts';
import { people, type VectorMember } from './vector-member.ts';

/** No lower than what any cell asks of a proposer. */
const RULES = { quorum: 2, threshold: [1, 2], deadlineMs: 24 * 3_600_000, graceMs: 120_000 };
const NOWHERE = 'f'.repeat(64);

/** Writes entries of which each must be invalid, for the reason given. */
class Offender {
  readonly notes = new Map<string, string>();

  writes(member: VectorMember, code: InvalidCode, kind: string, body: object, note = ''): string {
    const node = member.write(kind, { ...body });
    const verdict = member.book.verdict(node);
    if (verdict.valid || verdict.code !== code) {
      throw new Error(`${kind} (${note}) should be ${code}: ${JSON.stringify(verdict)}`);
    }
    this.notes.set(node.hash, note);
    return node.hash;
  }
}

export const INVALID: Readonly<Record<string, Scenario>> = {
  invalid: {
    comment:
      'Entries that are well formed, signed and in their place, and count for nothing, each with the code of the first rule that it breaks. They change neither state nor balances.',
    base: 'three',
    play,
  },
};

function play(): Played {
  const cell = cellOfThree();
  const offender = new Offender();
  badBodies(cell, offender);
  badProposals(cell, offender);
  badChanges(cell, offender);
  badTrust(cell, offender);
  badCasts(cell, offender);
  badAttestations(cell, offender);
  badProofs(cell, offender);
  return { cell, view: 'alice', notes: offender.notes };
}

function badBodies(cell: VectorCell, offender: Offender): void {
  const alice = cell.member('alice');
  const set = { slot: `${NOWHERE}/1`, ballot: NOWHERE, round: 0, closes: [NOWHERE] };
  const open = { proposal: NOWHERE, attempt: 1, epoch: 2, text: '', rules: RULES };
  const admits = (alias: string) => ({ ...open, change: { ...admission('dave'), alias } });
  const bad: readonly (readonly [string, object, string])[] = [
    ['draft', { number: 3, title: '\u{1f600}'.repeat(101), text: '' }, '101 emoji: 202 code units'],
    ['draft', { number: 3, title: 'x'.repeat(201), text: '' }, 'a title of 201'],
    ['draft', { number: 3, title: 'x', text: 'x'.repeat(16_001) }, 'a text of 16 001'],
    ['comment', { proposal: NOWHERE, text: 'x'.repeat(2001) }, 'a comment of 2001'],
    ['vote', { ballot: NOWHERE, choice: 'APPROVE', comment: 'x'.repeat(2001) }, 'a comment of 2001'],
    ['transfer', { to: alice.author, amount: 1, note: '\u{1f600}'.repeat(101) }, 'a note of 202'],
    ['transfer', { to: alice.author, amount: 1_000_000_001 }, 'more than 10^9'],
    [
      'open',
      { ...open, change: { ...admission('dave'), didLog: Array.from({ length: 65 }, () => ({})) } },
      'a DID log of 65 entries',
    ],
    ['open', { ...open, change: null }, 'null is not the same as left out'],
    ['endorse', { member: alice.author.toLowerCase(), strength: 1 }, 'no SCID'],
    ['endorse', { member: alice.author, strength: -1 }, 'less than nothing'],
    ['open', admits('d'.repeat(41)), 'a name of 41'],
    ['open', admits('da\u200bve'), 'a name with U+200B'],
    ['open', admits('da\nve'), 'a name of two lines'],
    ['open', admits('\u{10d50}'), 'a letter of Unicode 16'],
    ['open', admits('\u0301dave'), 'a name that begins with a mark'],
    ['open', admits('da  ve'), 'two spaces in a row'],
    ['open', admits('-.'), 'neither letter nor digit'],
    ['open', admits('Br\u043eadcast'), 'looks like a reserved word'],
    ['draft', { number: 3, title: ' \u00a0\ufeff ', text: '' }, 'a title of white space'],
    ['draft', { number: 3, title: 'Paint', text: '', agent: '0C'.repeat(32) }, 'a digest in upper case'],
    ['draft', { number: 3, title: 'Paint', text: '', agent: null }, 'null is not the same as left out'],
    ['revise', { proposal: NOWHERE, title: 'Paint' }, 'no text'],
    ['review', { proposal: NOWHERE, until: 1 }, 'a member too many'],
    ['comment', { proposal: NOWHERE, text: '' }, 'an empty text'],
    ['open', { ...open, rules: { ...RULES, threshold: [2, 2] } }, 'a threshold of one'],
    ['open', { ...open, change: { type: 'rename', name: 'x' } }, 'an unknown change'],
    ['vote', { ballot: NOWHERE, choice: 'approve' }, 'a choice in lower case'],
    ['withdraw', {}, 'no ballot'],
    ['close', { ballot: NOWHERE.toUpperCase() }, 'a hash in upper case'],
    ['sign', { ...set, closes: [NOWHERE, NOWHERE] }, 'one close twice'],
    ['sign', { ...set, slot: `${NOWHERE}/0` }, 'attempt 0'],
    ['confirm', { ...set, round: 2 ** 31 }, 'a round beyond the last'],
    ['proof', { member: alice.author, entries: [NOWHERE] }, 'one entry'],
    ['endorse', { member: alice.author, strength: 1001 }, 'more than a full endorsement'],
    ['transfer', { to: alice.author, amount: 0 }, 'nothing'],
  ];
  for (const [kind, body, note] of bad) offender.writes(alice, 'body', kind, body, note);
}

function badProposals(cell: VectorCell, offender: Offender): void {
  cell.meet();
  const [alice, bob] = [cell.member('alice'), cell.member('bob')];
  offender.writes(alice, 'number', 'draft', { number: 9, title: 'Paint the shed', text: '' }, '3 follows');
  const proposal = alice.write('draft', { number: 3, title: 'Paint the shed', text: '' }).hash;
  cell.meet();
  const open = { proposal, attempt: 1, epoch: 2, text: '', rules: RULES };
  const text = { title: 'Mine', text: '' };
  for (const [kind, body] of [
    ['open', { ...open, proposal: NOWHERE }],
    ['revise', { proposal: NOWHERE, ...text }],
    ['review', { proposal: NOWHERE }],
    ['comment', { proposal: NOWHERE, text: 'Which?' }],
  ] as const) {
    offender.writes(bob, 'no-draft', kind, body, 'no such draft');
  }
  offender.writes(bob, 'not-the-proposer', 'open', open, "alice's proposal");
  offender.writes(bob, 'not-the-proposer', 'revise', { proposal, ...text }, "alice's proposal");
  offender.writes(bob, 'not-the-proposer', 'review', { proposal }, "alice's proposal");
  offender.writes(alice, 'epoch', 'open', { ...open, epoch: 1 }, 'the epoch of the draft is 2');
  offender.writes(alice, 'quorum', 'open', { ...open, rules: { ...RULES, quorum: 4 } }, 'of three members');
  offender.writes(alice, 'attempt', 'open', { ...open, attempt: 2 }, 'there was no attempt 1');
  for (const [low, note] of [
    [{ quorum: 1 }, 'a quorum of 1, of three members'],
    [{ threshold: [49, 100] }, 'a threshold below a half'],
    [{ deadlineMs: HOUR_MS - 1 }, 'a deadline below an hour'],
  ] as const) {
    offender.writes(alice, 'rules', 'open', { ...open, rules: { ...RULES, ...low } }, note);
  }
  const ballot = alice.write('open', open).hash;
  offender.writes(alice, 'opened', 'open', { ...open, text: 'other words' }, 'a second open of one attempt');
  offender.writes(alice, 'opened', 'revise', { proposal, ...text }, 'after the open');
  offender.writes(alice, 'opened', 'review', { proposal }, 'after the open');
  offender.writes(alice, 'attempt', 'open', { ...open, attempt: 2 }, 'attempt 1 is not certified');
  cell.meet();
  offender.writes(bob, 'not-the-proposer', 'withdraw', { ballot }, "alice's ballot");
}

function badChanges(cell: VectorCell, offender: Offender): void {
  cell.meet();
  const [alice, carol] = [cell.member('alice'), cell.member('carol')];
  const proposal = alice.write('draft', { number: 4, title: 'Change the members', text: '' }).hash;
  const open = { proposal, attempt: 1, epoch: 2, text: '', rules: RULES };
  const dave = people.dave.identity.scid;
  for (const [change, note] of [
    [{ ...admission('bob'), alias: 'robert' }, 'bob is a member'],
    [{ ...admission('dave'), alias: 'CAROL' }, 'the name is taken, in lower case'],
    [{ ...admission('dave'), alias: ' \u0421arol ' }, 'the name is taken: it looks the same'],
    [{ ...admission('dave'), alias: 'aIice' }, 'the name is taken: it looks the same in another case'],
    [{ ...admission('dave'), alias: 'b\u043eb' }, 'the name is taken: one letter is Cyrillic'],
    [{ type: 'remove', scid: dave, end: proposal }, 'dave is no member'],
  ] as const) {
    offender.writes(alice, 'change', 'open', { ...open, change }, note);
  }
  for (const [low, note] of [
    [{ quorum: 1 }, 'a quorum of 1, of three members'],
    [{ threshold: [1, 3] }, 'a threshold below a half'],
    [{ deadlineMs: RULES.deadlineMs - 1 }, 'a deadline below that of the cell'],
    [{ graceMs: RULES.graceMs - 1 }, 'a grace below that of the cell'],
  ] as const) {
    const rules = { ...RULES, ...low };
    offender.writes(alice, 'rules', 'open', { ...open, rules, change: admission('dave') }, note);
  }
  const removal = { type: 'remove', scid: carol.author, end: proposal };
  offender.writes(alice, 'end', 'open', { ...open, change: removal }, 'the end is no entry of hers');
  const early = { ...removal, end: alice.graph.heads(carol.author)[0]?.prev?.hash ?? proposal };
  offender.writes(alice, 'end', 'open', { ...open, change: early }, 'she has written since');
  const atEnd = { ...removal, end: alice.graph.heads(carol.author)[0]?.hash ?? proposal };
  offender.writes(alice, 'epoch', 'open', { ...open, epoch: 1, change: atEnd }, 'the epoch is 2');
}

function badTrust(cell: VectorCell, offender: Offender): void {
  cell.meet();
  const bob = cell.member('bob');
  const [alice, dave] = [cell.member('alice').author, people.dave.identity.scid];
  offender.writes(bob, 'self', 'endorse', { member: bob.author, strength: 1 }, 'oneself');
  offender.writes(bob, 'no-such-member', 'endorse', { member: dave, strength: 1 }, 'dave is no member');
  offender.writes(bob, 'self', 'transfer', { to: bob.author, amount: 1 }, 'to oneself');
  offender.writes(bob, 'no-such-member', 'transfer', { to: dave, amount: 1 }, 'dave is no member');
  offender.writes(bob, 'funds', 'transfer', { to: alice, amount: 101 }, 'of 100');
}

function badCasts(cell: VectorCell, offender: Offender): void {
  cell.meet();
  const [bob, carol] = [cell.member('bob'), cell.member('carol')];
  const admitting = bob.book.ballotsIn('members/1')[0]?.open.hash ?? '';
  const own = bob.book.ballots().at(-1)?.open.hash ?? '';
  const closes = bob.book
    .closes(admitting)
    .map(({ hash }) => hash)
    .sort();
  const set = { slot: 'members/1', ballot: admitting, round: 5, closes };
  for (const [kind, body] of [
    ['vote', { ballot: admitting, choice: 'APPROVE' }],
    ['close', { ballot: admitting }],
    ['sign', set],
    ['confirm', set],
  ] as const) {
    offender.writes(carol, 'not-in-electorate', kind, body, 'drafted before she was a member');
    offender.writes(carol, 'no-ballot', kind, { ...body, ballot: NOWHERE }, 'no such ballot');
  }
  offender.writes(carol, 'no-ballot', 'withdraw', { ballot: NOWHERE }, 'no such ballot');
  bob.write('close', { ballot: own });
  offender.writes(bob, 'closed', 'close', { ballot: own }, 'a second close');
  offender.writes(bob, 'closed', 'vote', { ballot: own, choice: 'REJECT' }, 'after the close');
}

function badAttestations(cell: VectorCell, offender: Offender): void {
  const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => cell.member(name)) as [
    VectorMember,
    VectorMember,
    VectorMember,
  ];
  const { slot, open } = alice.book.ballots().at(-1) ?? {};
  const ballot = open?.hash ?? '';
  const closed = bob.book.closes(ballot)[0]?.hash ?? '';
  alice.write('close', { ballot });
  cell.meet();
  const mine = alice.book.closes(ballot).find(({ entry }) => entry.author === alice.author)?.hash ?? '';
  const closes = [mine, closed].sort();
  const set = { slot, ballot, closes };
  offender.writes(alice, 'slot', 'sign', { ...set, slot: `${ballot}/1`, round: 0 }, 'of another slot');
  offender.writes(
    alice,
    'closes',
    'sign',
    { ...set, closes: [mine, open?.hash].sort(), round: 0 },
    'no close',
  );
  offender.writes(alice, 'too-few-closes', 'sign', { ...set, closes: [mine], round: 0 }, 'one of two');
  offender.writes(alice, 'no-quorum', 'confirm', { ...set, round: 0 }, 'nobody has signed');
  alice.write('sign', { ...set, round: 1 });
  offender.writes(alice, 'round', 'sign', { ...set, round: 1 }, 'twice in round 1');
  offender.writes(alice, 'round', 'confirm', { ...set, round: 0 }, 'signed in round 1');
  cell.meet();
  bob.write('sign', { ...set, round: 1 });
  cell.meet();
  alice.write('confirm', { ...set, round: 1 });
  offender.writes(alice, 'round', 'confirm', { ...set, round: 1 }, 'twice in round 1');
  carol.write('close', { ballot });
  cell.meet();
  const all = [...closes, carol.head?.hash].sort();
  offender.writes(alice, 'locked', 'sign', { ...set, closes: all, round: 2 }, 'confirmed another set');
}

function badProofs(cell: VectorCell, offender: Offender): void {
  cell.meet();
  const [alice, bob] = [cell.member('alice'), cell.member('bob')];
  const ballot = cell.propose('alice', { title: 'Buy a battery' });
  alice.write('close', { ballot });
  cell.meet();
  const twin = cell.put('bob*', bob.copy());
  const [one, other] = [bob.write('close', { ballot }), twin.write('close', { ballot })];
  const entries = [one.hash, other.hash].sort();
  const proof = { member: bob.author, entries };
  offender.writes(alice, 'no-proof', 'proof', proof, 'alice holds neither');
  cell.meet('alice', 'bob', 'bob*');
  const wrong = { ...proof, member: alice.author };
  offender.writes(alice, 'no-proof', 'proof', wrong, 'they are not entries of hers');
  const twice = { ...proof, entries: [one.hash, one.hash] };
  offender.writes(alice, 'no-proof', 'proof', twice, 'one entry twice');
  const places = { ...proof, entries: [one.hash, one.prev?.hash].sort() };
  offender.writes(alice, 'no-proof', 'proof', places, 'two places');
  alice.write('proof', proof);
  offender.writes(alice, 'proved', 'proof', proof, 'proved before');
  const { slot } = alice.book.ballot(ballot) ?? {};
  const closes = alice.book.closes(ballot).map(({ hash }) => hash);
  const set = { slot, ballot, round: 0, closes: closes.sort() };
  offender.writes(alice, 'closes', 'sign', set, 'two closes of one member');
}
