/**
 * Makes test/vectors/protocol/trust.json: a cell of two with fixed keys, clocks and nonce, in which tokens are sent
 * and endorsements given. Written anew, after a change of the protocol, by
 *   node test/support/cell/trust-vector.ts --write
 */
import { writeFileSync } from 'node:fs';
import { pastOf } from '#shared/protocol/closing/ballot.ts';
import { compareCausally } from '#shared/protocol/log/entry-graph.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { balances, statement } from '#shared/protocol/trust/balances.ts';
import { datedEndorsements } from '#shared/protocol/trust/dated-endorsements.ts';
import { dayOf } from '#shared/protocol/trust/endorsement-day.ts';
import { countedEndorsements } from '#shared/protocol/trust/endorsements.ts';
import { fadedStrength } from '#shared/protocol/trust/fade.ts';
import { rank } from '#shared/protocol/trust/rank.ts';
import { foundingOf } from './founding.ts';
import { meet, RealMember } from './real-member.ts';

const DAY_MS = 86_400_000;
const STARTED_AT_MS = Date.UTC(2026, 0, 1, 12);
const RANKED_AFTER_DAYS = [31, 100];
const AGES = [0, 1, 7, 15, 29, 30, 45, 90, 300, 900, 1000];

/** All that follows from the entries of the vector. */
export function verdictsOf(book: CellBook) {
  const { graph } = book;
  const ends = settledEnds(graph);
  const within = pastOf(graph, ends);
  const epoch = book.epochAt(ends);
  const members = epoch.members.map(({ scid }) => scid);
  const dated = datedEndorsements(book, within, epoch);
  return {
    balances: balances(book, within, epoch),
    statements: Object.fromEntries(
      members.map((scid) => [
        scid,
        statement(book, scid, within, epoch).map(({ kind, delta, balance, node }) => ({
          kind,
          delta,
          balance,
          receipt: node.hash,
        })),
      ]),
    ),
    endorsements: countedEndorsements(book, within, epoch).map((endorsement) => ({
      ...endorsement,
      day: dated.find(({ receipt }) => receipt === endorsement.receipt)?.day ?? null,
    })),
    ranks: RANKED_AFTER_DAYS.map((days) => {
      const dayUtc = dayOf(STARTED_AT_MS) + days;
      const scores = rank(dated, members, dayUtc).map(({ scid, score, base, parts }) => ({
        scid,
        score,
        base,
        parts: parts.map(({ source, score: part, caps }) => ({ source, score: part, caps })),
      }));
      return { dayUtc, scores };
    }),
  };
}

export function makeTrustVector() {
  const members = ['alice', 'bob'].map((name, i) => new RealMember(name, i + 1));
  const [alice, bob] = members as [RealMember, RealMember];
  let day = 0;
  const wait = (days: number): void => {
    day += days;
    for (const member of members) member.nowMs = STARTED_AT_MS + day * DAY_MS;
  };
  wait(0);
  found(alice);
  const admission = alice.admit(bob);
  alice.log.append('vote', { ballot: admission, choice: 'APPROVE' });
  bob.enter(alice.log.cell);
  meet(...members);

  wait(1);
  const draft = alice.log.append('draft', { number: 2, title: 'Paint the shed', text: '' });
  const ballot = alice.log.append('open', {
    proposal: draft.hash,
    attempt: 1,
    epoch: 1,
    text: '',
    rules: { quorum: 2, threshold: [1, 2], deadlineMs: DAY_MS, graceMs: 120_000 },
  }).hash;
  meet(...members);
  alice.log.append('vote', { ballot, choice: 'APPROVE' });
  bob.log.append('vote', { ballot, choice: 'APPROVE' });
  meet(...members);

  const [toAlice, toBob] = [alice.identity.scid, bob.identity.scid];
  wait(1);
  alice.log.append('transfer', { to: toBob, amount: 12, note: 'bread' });
  // Not valid: more than there is; to oneself.
  bob.force('transfer', { to: toAlice, amount: 1000 });
  bob.force('transfer', { to: toBob, amount: 1 });
  meet(...members);
  bob.log.append('transfer', { to: toAlice, amount: 117 });
  bob.log.append('endorse', { member: toAlice, strength: 100 });
  alice.log.append('endorse', { member: toBob, strength: 1000 });
  meet(...members);

  wait(20);
  bob.log.append('endorse', { member: toAlice, strength: 120 });
  alice.log.append('endorse', { member: toBob, strength: 0 });
  // Not valid: of oneself.
  alice.force('endorse', { member: toAlice, strength: 1000 });
  alice.log.append('endorse', { member: toBob, strength: 700 });
  meet(...members);
  // bob's clock is half a month behind: what he has seen is no younger than he says.
  bob.nowMs -= 15 * DAY_MS;
  bob.log.append('endorse', { member: toAlice, strength: 3 });
  meet(...members);

  // alice's clock has lost its setting; nobody has seen what she wrote then.
  alice.nowMs = 0;
  alice.log.append('endorse', { member: toBob, strength: 5 });
  const { log } = alice;
  const entries = [...log.graph.nodes()].sort(compareCausally).map((node) => ({
    hash: node.hash,
    valid: log.book.verdict(node).valid,
    text: log.textOf(node),
  }));
  const vector = {
    comment:
      'Entries as texts in causal order, with hash and verdict, and what follows from them (docs/protocol.md, "Trust"). Keys are seeds of 32 equal bytes: 1 for alice, 2 for bob.',
    cell: log.cell,
    entries,
    ...verdictsOf(log.book),
    fadedStrengthOfOne: AGES.map((ageDays) => ({ ageDays, value: fadedStrength(1, ageDays) })),
  };
  for (const member of members) member.close();
  return vector;
}

function found(member: RealMember): void {
  const { logStore, nowMs } = member;
  const checked = foundingOf(member, nowMs);
  logStore.insert(checked.hash, checked, nowMs);
  member.enter(checked.hash);
}

if (process.argv.includes('--write') && import.meta.filename === process.argv[1]) {
  const file = new URL('../../vectors/protocol/trust.json', import.meta.url);
  writeFileSync(file, `${JSON.stringify(makeTrustVector(), null, 1)}\n`);
}
