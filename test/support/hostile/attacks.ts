/** What a hostile member does to a cell; each needs nothing but its own key. */
import { coordinatorOf } from '#shared/protocol/closing/coordinator.ts';
import { isMember } from '#shared/protocol/closing/epoch.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { mutateValue } from '../../fuzz/mutate.ts';
import { Random } from '../../fuzz/random.ts';
import { someHash, someScid } from '../memory-log.ts';
import type { HostileMember } from './hostile-member.ts';

let count = 0;

function draft(hostile: HostileMember): string {
  const { book } = hostile.log;
  const numbers = book.drafts().map(({ entry }) => Number(entry.body.number));
  count += 1;
  return hostile.write('draft', { number: 1 + Math.max(0, ...numbers), title: `Mine ${count}`, text: '' });
}

const WORST_RULES = { quorum: 1, threshold: [0, 1], deadlineMs: 300, graceMs: 0 };

/** A ballot under rules that let its proposer decide alone, and its own vote and close. */
export function removeByWorstRules(hostile: HostileMember, name: string): void {
  const scid = hostile.scidOf(name);
  const end = hostile.log.graph.heads(scid).at(-1)?.hash ?? ZERO_HASH;
  const ballot = hostile.write('open', {
    proposal: draft(hostile),
    attempt: 1,
    epoch: hostile.epoch.number,
    text: '',
    rules: WORST_RULES,
    change: { type: 'remove', scid, end },
  });
  hostile.write('vote', { ballot, choice: 'APPROVE' });
  hostile.write('close', { ballot });
}

/** Entries under another's name, signed with the own key: at its next places, and at places far ahead. */
export function writeAsSomebodyElse(hostile: HostileMember, name: string): void {
  const author = hostile.scidOf(name);
  const head = hostile.log.graph.heads(author).at(-1);
  for (const over of [
    { gen: 0, seq: (head?.entry.seq ?? 0) + 1, prev: head?.hash },
    { gen: 0, seq: 1_000_000, prev: someHash('nowhere') },
    { gen: 9, seq: 0, prev: someHash('elsewhere') },
  ]) {
    hostile.send(hostile.next('note', {}, { author, seen: {}, ...over }));
  }
}

/** Junk that waits for what never comes: in another's name, and in the names of nobody. */
export function junkThatWaits(hostile: HostileMember, name: string, entries: number): void {
  const victim = hostile.scidOf(name);
  for (let at = 0; at < entries; at += 1) {
    count += 1;
    const author = at % 2 === 0 ? victim : someScid(`made up ${count}`).replace(/[-_0OIl]/g, 'x');
    const prev = someHash(`nowhere ${count}`);
    hostile.send(hostile.next('note', { text: 'x'.repeat(200) }, { author, seq: 5 + at, prev, seen: {} }));
  }
}

/** The same in its own name, and as large as entries are. */
export function largeJunkThatWaits(hostile: HostileMember, entries: number): void {
  for (let at = 0; at < entries; at += 1) {
    count += 1;
    const prev = someHash(`nowhere ${count}`);
    hostile.send(hostile.next('note', { text: 'x'.repeat(64_000) }, { seq: 1000 + count, prev, seen: {} }));
  }
}

/** True entries of its own, as large as entries are, in MiB. */
export function floodOfLargeEntries(hostile: HostileMember, mib: number): void {
  for (let at = 0; at < mib * 16; at += 1) {
    count += 1;
    hostile.write('note', { count, text: 'x'.repeat(64_000) });
  }
}

/** Its own true entries, with bodies that no schema foresees. */
export function oddBodies(hostile: HostileMember, entries: number, seed: number): void {
  const random = new Random(seed);
  const models = [...hostile.log.graph.nodes()].filter(({ entry }) => entry.kind !== 'found');
  for (let at = 0; at < entries; at += 1) {
    const { kind, body } = random.pick(models).entry;
    hostile.sendEntry(hostile.next(kind, mutateValue(random, body)));
  }
}

/** One more branch of its own feed, in the generation of an entry or in a later one. */
export function branchOff(hostile: HostileMember, from: string, gen: number): void {
  const node = hostile.log.graph.get(from);
  if (!node) throw new Error('it does not hold the entry to branch from');
  count += 1;
  const place = gen > node.entry.gen ? { gen, seq: 0 } : { gen: node.entry.gen, seq: node.entry.seq + 1 };
  const kind = gen > node.entry.gen ? 'restored' : 'note';
  hostile.send(hostile.next(kind, { text: `branch ${count}` }, { ...place, prev: from, seen: {} }));
}

/** Two more branches of its own feed: honest ones cite what they see, and then two more are kept. */
export function twoMoreBranches(hostile: HostileMember, from: string): void {
  for (let branch = 0; branch < 2; branch += 1) branchOff(hostile, from, 0);
}

/** Votes that it opens, and withdraws if it likes: then all close them at once. */
export function floodOfBallots(hostile: HostileMember, ballots: number, isWithdrawn = false): void {
  const { members, number, rules } = hostile.epoch;
  const { deadlineMs, graceMs } = rules;
  const sane = { quorum: Math.floor(members.length / 2) + 1, threshold: [1, 2], deadlineMs, graceMs };
  for (let at = 0; at < ballots; at += 1) {
    const proposal = draft(hostile);
    const ballot = hostile.write('open', { proposal, attempt: 1, epoch: number, text: '', rules: sane });
    if (isWithdrawn) hostile.write('withdraw', { ballot });
  }
}

/** A change in the slot of the present epoch, under rules that its cell allows. Returns the ballot. */
function openInSlot(hostile: HostileMember, change: object): string {
  const { members, number, rules } = hostile.epoch;
  const { deadlineMs, graceMs } = rules;
  return hostile.write('open', {
    proposal: draft(hostile),
    attempt: 1,
    epoch: number,
    text: '',
    rules: { quorum: Math.floor(members.length / 2) + 1, threshold: [1, 2], deadlineMs, graceMs },
    change,
  });
}

export function openChange(hostile: HostileMember, change: object): void {
  hostile.write('vote', { ballot: openInSlot(hostile, change), choice: 'APPROVE' });
}

/** A change that is withdrawn before anybody has voted, so that all close it at once. Returns the ballot. */
export function openAndWithdraw(hostile: HostileMember): string {
  const ballot = openInSlot(hostile, { type: 'rules', rules: hostile.epoch.rules });
  hostile.write('withdraw', { ballot });
  hostile.write('close', { ballot });
  return ballot;
}

/** Votes for and against at one place of its feed, in the ballots of others that are open. */
export function voteTwice(hostile: HostileMember): void {
  const ballot = hostile.log.book.ballots().findLast(({ proposer }) => proposer !== hostile.scid);
  if (!ballot) return;
  const votes = ['APPROVE', 'REJECT'].map((choice) =>
    hostile.next('vote', { ballot: ballot.open.hash, choice }),
  );
  for (const vote of votes) hostile.send(vote);
}

/** Signs what is being closed in the last round of its own up to there, in which nobody else is. */
export function signFarAhead(hostile: HostileMember, last: number): number {
  const { book } = hostile.log;
  let signed = 0;
  for (const ballot of book.ballots()) {
    if (!isMember(ballot.electorate, hostile.scid)) continue;
    const closes = book.closes(ballot.open.hash);
    const authors = new Set(closes.map(({ entry }) => entry.author));
    if (authors.size < 3 || authors.size < closes.length) continue;
    let round = last;
    while (coordinatorOf(ballot.slot, ballot.electorate, round) !== hostile.scid) round -= 1;
    const hashes = closes.map(({ hash }) => hash).sort();
    hostile.write('sign', { slot: ballot.slot, ballot: ballot.open.hash, round, closes: hashes });
    signed += 1;
  }
  return signed;
}
