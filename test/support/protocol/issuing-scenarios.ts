/** What a cell says of credentials: types, issues, revocations and lists. */
import { standingContent } from '#shared/protocol/bridges/standing-content.ts';
import { dayOf } from '#shared/protocol/log/feed-bounds.ts';
import type { Scenario } from './scenario.ts';
import { cellOfThree } from './vector-cell.ts';
import { STARTED_AT_MS } from './vector-member.ts';

const LICENCE = {
  type: 'ToolLicence',
  title: 'Tool licence',
  claims: { tool: { type: 'text', max: 40 }, level: { type: 'integer', min: 1, max: 5 } },
};
const LISTS = {
  alice: 'a1a1a1a1-0000-4000-8000-000000000001',
  bob: 'b0b0b0b0-0000-4000-9000-000000000002',
};

function digests(digit: string): [string, string] {
  return [digit.repeat(64), `f${digit.repeat(63)}`];
}

export const ISSUING: Readonly<Record<string, Scenario>> = {
  issued: {
    comment:
      'Members define a type, issue, revoke and publish a list; the state and a standing name what counts. What breaks each rule stands between.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const [alice, bob, carol] = cell.names.map((name) => cell.member(name));
      if (!alice || !bob || !carol) throw new RangeError('there are three members');
      const notes = new Map<string, string>();
      const note = (hash: string, text: string): void => void notes.set(hash, text);
      note(alice.write('define', LICENCE).hash, 'its hash is the ID of the type');
      note(
        alice.put({ kind: 'define', body: { ...LICENCE, type: 'MeshMember' } }).hash,
        'a name that is taken',
      );
      const issue = { list: LISTS.alice, index: 94_567, digests: digests('1') };
      note(alice.put({ kind: 'revoke', body: { index: 94_567 } }).hash, 'nothing was issued at this place');
      alice.write('issue', issue);
      note(alice.put({ kind: 'issue', body: { ...issue, digests: digests('2') } }).hash, 'the place is used');
      const other = { ...issue, list: LISTS.bob, index: 7 };
      note(alice.put({ kind: 'issue', body: other }).hash, 'another list than that of the first issue');
      note(alice.put({ kind: 'issue', body: { ...issue, index: 131_072 } }).hash, 'no place of a list');
      note(
        alice.put({ kind: 'issue', body: { ...issue, list: LISTS.alice.replace('4000', '1000'), index: 8 } })
          .hash,
        'not a UUID of version 4',
      );
      alice.write('issue', { list: LISTS.alice, index: 12, digests: digests('3') });
      bob.write('issue', { list: LISTS.bob, index: 94_567, digests: digests('4') });
      cell.meet();
      note(bob.put({ kind: 'revoke', body: { index: 12 } }).hash, 'issued by somebody else');
      note(alice.write('revoke', { index: 12 }).hash, 'for good');
      note(alice.put({ kind: 'revoke', body: { index: 12 } }).hash, 'revoked before');
      note(alice.put({ kind: 'issue', body: { ...issue, index: 12 } }).hash, 'the place stays used');
      note(alice.write('status', { credential: { id: `urn:uuid:${LISTS.alice}` } }).hash, 'is not read');
      note(alice.put({ kind: 'status', body: { credential: 'a text' } }).hash, 'no object');
      cell.meet();
      const ends = [...carol.ahead().values()].flat();
      const standing = standingContent(carol.book, ends, carol.book.epochAt(ends));
      const day = dayOf(STARTED_AT_MS);
      const [first, ...others] = standing.members;
      const forgets = { ...standing, members: [{ ...first, issued: others.at(-1)?.issued }, ...others] };
      note(carol.put({ kind: 'statement', body: { ...forgets, day } }).hash, 'leaves out what alice issued');
      note(
        bob.write('statement', {
          ...standingContent(bob.book, [...bob.ahead().values()].flat(), bob.book.epochAt(ends)),
          day,
        }).hash,
        'names what counts',
      );
      cell.meet();
      return { cell, view: 'alice', notes };
    },
  },
};
