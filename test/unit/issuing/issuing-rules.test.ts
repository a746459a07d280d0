/** Types, issues, revocations and lists in a log (docs/protocol.md, "Credentials in the log"). */
import { describe, expect, it, vi } from 'vitest';
import { pastOf } from '#shared/protocol/closing/ballot.ts';
import { issuedRoot } from '#shared/protocol/credentials/issued-tree.ts';
import { bitsOf, hashOfBits } from '#shared/protocol/credentials/list-bits.ts';
import { countedIssues, countedRevokes } from '#shared/protocol/issuing/counted-issues.ts';
import type { FiledIssue } from '#shared/protocol/issuing/issuing-book.ts';
import { ISSUES_MAX } from '#shared/protocol/issuing/issuing-rules.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { standingStatement } from '../../support/cell/bridged-cells.ts';
import { meet } from '../../support/cell/closing-cell.ts';
import { scid, UNSIGNED_LOGS } from '../../support/cell/feed-writer.ts';
import { digestsOf, LIST, OTHER_LIST, trio } from '../../support/cell/issuing-cell.ts';
import { certify, endOf, type KeyedMember } from '../../support/cell/keyed-cell.ts';

const LICENCE = { type: 'ToolLicence', title: 'Tool licence', claims: { tool: { type: 'text', max: 40 } } };

function counted({ book, graph, epoch }: KeyedMember, name: string): number[] {
  const within = pastOf(graph, [...graph.nodes()]);
  return countedIssues(book, scid(name), within, epoch).map(({ index }) => index);
}

function revoked({ book, graph, epoch }: KeyedMember, name: string): number[] {
  return countedRevokes(book, scid(name), pastOf(graph, [...graph.nodes()]), epoch);
}

describe('what counts for nothing', () => {
  const [alice, bob] = trio();
  alice.write('issue', { list: LIST, index: 5, digests: digestsOf(1) });
  alice.write('revoke', { index: 5 });
  alice.write('issue', { list: LIST, index: 131_071, digests: digestsOf(2) });
  bob.syncFrom(alice);
  const issue = { list: LIST, index: 6, digests: digestsOf(3) };
  const large = { credential: { text: 'x'.repeat(32 * 1024) } };

  it.each<[string, string, Record<string, unknown>, string]>([
    ['an issue at a free place', 'issue', issue, 'valid'],
    ['one at place 0', 'issue', { ...issue, index: 0 }, 'valid'],
    ['one of another list', 'issue', { ...issue, list: OTHER_LIST }, 'list'],
    ['one at a used place', 'issue', { ...issue, index: 131_071 }, 'index'],
    ['one at a revoked place', 'issue', { ...issue, index: 5 }, 'index'],
    ['one beyond the list', 'issue', { ...issue, index: 131_072 }, 'body'],
    ['one at a place between', 'issue', { ...issue, index: 6.5 }, 'body'],
    ['one of a list that is no UUID', 'issue', { ...issue, list: 'list' }, 'body'],
    ['one of a UUID of another version', 'issue', { ...issue, list: LIST.replace('-4', '-7') }, 'body'],
    ['one of a UUID in capitals', 'issue', { ...issue, list: LIST.toUpperCase() }, 'body'],
    ['one of one digest', 'issue', { ...issue, digests: digestsOf(3).slice(1) }, 'body'],
    ['one that tells its subject', 'issue', { ...issue, subject: scid('bob') }, 'body'],
    ['a revocation', 'revoke', { index: 131_071 }, 'valid'],
    ['one of what is revoked', 'revoke', { index: 5 }, 'revoked'],
    ['one of what was never issued', 'revoke', { index: 6 }, 'no-issue'],
    ['a list, whatever it is', 'status', { credential: {} }, 'valid'],
    ['a list that is too large', 'status', large, 'body'],
    ['a list as a text', 'status', { credential: '{}' }, 'body'],
    ['a type', 'define', LICENCE, 'valid'],
    ['the same type again', 'define', LICENCE, 'valid'],
    ['a type under a name of ours', 'define', { ...LICENCE, type: 'MeshMember' }, 'body'],
    ['a type without claims', 'define', { ...LICENCE, claims: {} }, 'body'],
  ])('%s is judged', (_, kind, body, code) => {
    expect(alice.code(kind, body)).toBe(code);
  });

  it('another member has a list and places of its own, and revokes its own only', () => {
    expect(bob.code('issue', { list: OTHER_LIST, index: 5, digests: digestsOf(4) })).toBe('valid');
    expect(bob.code('revoke', { index: 131_071 })).toBe('no-issue');
  });
});

it('a stranger defines, issues, revokes and publishes nothing', () => {
  const [alice, bob, carol] = trio();
  carol.write('issue', { list: LIST, index: 1, digests: digestsOf(1) });
  meet([alice, bob, carol]);
  certify([alice, bob], { type: 'remove', scid: scid('carol'), end: endOf(alice, 'carol') });
  carol.syncFrom(alice);
  expect(carol.code('define', LICENCE)).toBe('not-a-member');
  expect(carol.code('issue', { list: LIST, index: 2, digests: digestsOf(2) })).toBe('not-a-member');
  expect(carol.code('revoke', { index: 1 })).toBe('not-a-member');
  expect(carol.code('status', { credential: {} })).toBe('not-a-member');
  // What she issued before counts, and is told of her apart from the members.
  expect(counted(alice, 'carol')).toEqual([1]);
  expect(Object.keys(foldCell(alice.book)?.credentials ?? {})).toEqual([scid('carol')]);
  expect(standingStatement(alice, 0).members.map((member) => member.scid)).not.toContain(scid('carol'));
});

it('a removed member takes back nothing, and what it did without having heard of it does not count', () => {
  const [alice, bob, carol] = trio();
  carol.write('issue', { list: LIST, index: 1, digests: digestsOf(1) });
  meet([alice, bob, carol]);
  const end = endOf(alice, 'carol');
  carol.write('issue', { list: LIST, index: 2, digests: digestsOf(2) });
  carol.write('revoke', { index: 1 });
  certify([alice, bob], { type: 'remove', scid: scid('carol'), end });
  meet([alice, bob, carol]);
  expect(counted(alice, 'carol')).toEqual([1]);
  expect(revoked(alice, 'carol')).toEqual([]);
});

it('branches of one author each have their list, and all of it counts', () => {
  const [alice, bob] = trio();
  const copy = alice.as(1);
  alice.write('issue', { list: LIST, index: 1, digests: digestsOf(1) });
  copy.write('issue', { list: OTHER_LIST, index: 1, digests: digestsOf(2) });
  copy.write('revoke', { index: 1 });
  bob.syncFrom(alice);
  bob.syncFrom(copy);
  expect(counted(bob, 'alice')).toEqual([1, 1]);
  // A revocation holds for whatever its author issued at this place.
  expect(revoked(bob, 'alice')).toEqual([1]);
});

it.each([
  [ISSUES_MAX - 1, 'valid'],
  [ISSUES_MAX, 'full'],
])('after %i issues of its author one is %s', (count, code) => {
  const [alice] = trio();
  alice.write('issue', { list: LIST, index: 1, digests: digestsOf(1) });
  const [issued] = alice.book.issuing.issuesBy(scid('alice'));
  vi.spyOn(alice.book.issuing, 'lastOn').mockReturnValue({ ...(issued as FiledIssue), count });
  expect(alice.code('issue', { list: LIST, index: 2, digests: digestsOf(2) })).toBe(code);
});

it('counts what its author issued on its own branch', () => {
  const [alice] = trio();
  const copy = alice.as(1);
  for (const index of [1, 2, 3]) alice.write('issue', { list: LIST, index, digests: digestsOf(index) });
  copy.write('issue', { list: LIST, index: 9, digests: digestsOf(9) });
  copy.syncFrom(alice);
  const { issuing } = copy.book;
  expect(issuing.lastOn(scid('alice'), copy.head)?.count).toBe(1);
  expect(issuing.issuesBy(scid('alice')).map(({ count }) => count)).toEqual([1, 1, 2, 3]);
});

it('is known again after a start, without the entries being judged anew', () => {
  const [alice, bob] = trio();
  for (const index of [4, 2]) alice.write('issue', { list: LIST, index, digests: digestsOf(index) });
  alice.write('revoke', { index: 4 });
  alice.write('define', LICENCE);
  bob.syncFrom(alice);
  const { graph, book } = bob;
  const entries = new Map([...graph.nodes()].map(({ hash, entry }) => [hash, entry]));
  const again = new EntryGraph(graph.cell, {}, (hash) => entries.get(hash) as Entry);
  again.load([graph.part(0)], graph.size);
  const loaded = new CellBook(again, UNSIGNED_LOGS);
  loaded.load([book.part(0)], graph.size);
  expect(foldCell(loaded)).toEqual(foldCell(book));
  expect(loaded.issuing.defines()).toHaveLength(1);
  expect(loaded.issuing.lastOn(scid('alice'), again.heads(scid('alice'))[0] ?? null)?.count).toBe(2);
});

it('the state and a standing name the root of what counts and the hash of the list', () => {
  const [alice, bob, carol] = trio();
  for (const index of [70_000, 9]) alice.write('issue', { list: LIST, index, digests: digestsOf(index) });
  alice.write('revoke', { index: 9 });
  meet([alice, bob, carol]);
  const expected = {
    issued: issuedRoot([9, 70_000].map((index) => ({ index, digests: digestsOf(index) }))),
    revoked: hashOfBits(bitsOf([9])),
  };
  const nothing = { issued: issuedRoot([]), revoked: hashOfBits(bitsOf([])) };
  expect(foldCell(bob.book)?.credentials).toEqual({ [scid('alice')]: expected });
  expect(standingStatement(carol, 0).members).toMatchObject([expected, nothing, nothing]);
  expect(carol.code('statement', { ...standingStatement(carol, 0) })).toBe('valid');
  const [first, ...others] = standingStatement(carol, 0).members;
  const kept = {
    ...standingStatement(carol, 0),
    members: [{ ...first, revoked: nothing.revoked }, ...others],
  };
  expect(carol.code('statement', kept)).toBe('content');
});
