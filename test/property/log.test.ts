import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { authoriseEntry, keyAt } from '../../electron/node/cell/deciding/authorise-entry.ts';
import { IntegrityLog } from '../../electron/node/log/integrity-log.ts';
import { exportLog, verifyLogFile } from '../../electron/node/log/log-file.ts';
import { LogStore } from '../../electron/node/log/log-store.ts';
import { parseEntry } from '../../electron/node/log/signed-entry.ts';
import { stateHash } from '../../electron/node/log/state-hash.ts';
import { openStore } from '../../electron/node/store/store.ts';
import { meet, type RealMember, realCell } from '../support/cell/real-member.ts';

let members: RealMember[];
let texts: string[];
let expected: string;

function hashOf(log: IntegrityLog): string {
  const state = foldCell(log.book);
  return state ? stateHash(state) : 'nothing';
}

function emptyLog(cell: string): IntegrityLog {
  const store = new LogStore(openStore({ path: ':memory:' }));
  return new IntegrityLog({ cell, store, clock: Date.now, authorise: authoriseEntry, author: null });
}

beforeAll(() => {
  members = realCell();
  const [alice, bob, carol] = members as [RealMember, RealMember, RealMember];
  // A ballot that is open, and one more entry by each that nobody else has seen when it is written.
  alice.log.append('draft', { number: 3, title: 'Paint the shed', text: '' });
  bob.log.append('draft', { number: 3, title: 'Buy a battery', text: '' });
  carol.log.append('note', { text: 'a kind that this version does not know' });
  meet(...members);
  texts = alice.texts();
  expected = hashOf(alice.log);
});

afterAll(() => {
  for (const member of members) member.close();
});

describe('the Integrity Chain', () => {
  it('is one on every member who holds the same entries', () => {
    expect(members.map((member) => hashOf(member.log))).toEqual([expected, expected, expected]);
    expect(members.map((member) => foldCell(member.log.book)?.members.length)).toEqual([3, 3, 3]);
  });

  it('gives one state for one set of entries, in any order and however often they come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(texts.length - 1), { maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        (again, random) => {
          const shuffled = [...texts];
          for (let i = shuffled.length - 1; i > 0; i -= 1) {
            const j = (random.next().value as number) % (i + 1);
            [shuffled[i], shuffled[j]] = [shuffled[j] as string, shuffled[i] as string];
          }
          const log = emptyLog(members[0]!.log.cell);
          for (const text of shuffled) log.receive([text]);
          log.receive(again.map((index) => texts[index] as string));
          expect(log.graph.size).toBe(texts.length);
          expect(hashOf(log)).toBe(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is the same when it is rebuilt from the database as it was live', () => {
    const alice = members[0] as RealMember;
    const live = foldCell(alice.log.book);
    alice.enter(alice.log.cell);
    expect(foldCell(alice.log.book)).toEqual(live);
    expect(alice.log.tips()).toEqual(members[1]!.log.tips());
  });

  it('refuses an entry in which any byte was changed', () => {
    fc.assert(
      fc.property(
        fc.nat(texts.length - 1),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 127 }),
        (index, place, by) => {
          const bytes = Buffer.from(texts[index] as string, 'utf8');
          const at = Math.floor(place * bytes.length);
          bytes[at] = (bytes[at] as number) ^ by;
          expect(() => parseEntry(bytes.toString('utf8'))).toThrow();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('verifies as a file, and names the line where a byte was changed or the end was cut', () => {
    const alice = members[0] as RealMember;
    const author = { scid: alice.identity.scid, key: alice.key };
    const file = [...exportLog(alice.log, author, alice.nowMs)].join('');
    expect(verifyLogFile(file, authoriseEntry, keyAt)).toMatchObject({
      entries: texts.length,
      stateHash: expected,
    });
    const lines = file.split('\n');
    expect(() => verifyLogFile(`${lines.slice(0, -2).join('\n')}\n`, authoriseEntry, keyAt)).toThrow(
      /Line \d+/,
    );
    expect(() => verifyLogFile(file.slice(0, -1), authoriseEntry, keyAt)).toThrow(/Line \d+/);
    const missing = [...lines.slice(0, 3), ...lines.slice(4)].join('\n');
    expect(() => verifyLogFile(missing, authoriseEntry, keyAt)).toThrow(/Line \d+/);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 127 }),
        (place, by) => {
          const bytes = Buffer.from(file, 'utf8');
          const at = Math.floor(place * bytes.length);
          bytes[at] = (bytes[at] as number) ^ by;
          expect(() => verifyLogFile(bytes.toString('utf8'), authoriseEntry, keyAt)).toThrow(/Line \d+/);
        },
      ),
      { numRuns: 100 },
    );
  });
});
