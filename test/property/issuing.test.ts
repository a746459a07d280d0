/** What members issue and revoke, while a key is changed and somebody has the old one: what counts, and that it stays so. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pastOf } from '#shared/protocol/closing/ballot.ts';
import { epochTips } from '#shared/protocol/closing/epoch.ts';
import { countedIssues } from '#shared/protocol/issuing/counted-issues.ts';
import type { FiledIssue } from '#shared/protocol/issuing/issuing-book.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { meet } from '../support/cell/closing-cell.ts';
import { scid } from '../support/cell/feed-writer.ts';
import { digestsOf, LIST, trio } from '../support/cell/issuing-cell.ts';
import { certify, type KeyedMember, rekey } from '../support/cell/keyed-cell.ts';

const RUNS = process.env.GHOSTSTACK_LONG ? 400 : 40;
const ALICE = scid('alice');

type Count = typeof countedIssues;

/** Numbers are those of the digests. */
interface Told {
  /** By alice on the machine that she goes on with, before and after her key was changed. */
  readonly own: readonly number[];
  /** By who has her old key: heard of by the others before it was changed, and not. */
  readonly heard: readonly number[];
  readonly unheard: readonly number[];
  readonly counted: readonly number[];
}

const step = fc.record({
  who: fc.constantFrom('alice', 'thief'),
  does: fc.constantFrom('issue', 'issue', 'issue', 'tell', 'revoke'),
  place: fc.nat(30),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const story = fc.record({
  before: fc.array(step, { maxLength: 12 }),
  after: fc.array(step, { maxLength: 8 }),
});

function writes(member: KeyedMember, { does, place }: Step, number: number): number[] {
  const body = does === 'issue' ? { list: LIST, index: place, digests: digestsOf(number) } : { index: place };
  if (does === 'tell' || member.code(does, body) !== 'valid') return [];
  member.write(does, body);
  return does === 'issue' ? [number] : [];
}

/** alice's key is changed while another has a copy of it, who never hears of the change. */
function play({ before, after }: { before: readonly Step[]; after: readonly Step[] }, count: Count): Told {
  const [alice, bob, carol] = trio();
  const thief = alice.as(1);
  const [own, heard, unheard]: number[][] = [[], [], []];
  let number = 0;
  for (const one of before) {
    number += 1;
    const isThief = one.who === 'thief';
    if (isThief && one.does === 'tell') {
      bob.syncFrom(thief);
      heard?.push(...(unheard?.splice(0) ?? []));
    } else (isThief ? unheard : own)?.push(...writes(isThief ? thief : alice, one, number));
  }
  meet([alice, bob, carol]);
  certify([bob, carol], rekey('alice', 1, 1));
  const next = alice.as(2);
  next.syncFrom(bob);
  for (const one of after) {
    number += 1;
    const isThief = one.who === 'thief';
    (isThief ? unheard : own)?.push(...writes(isThief ? thief : next, one, number));
  }
  meet([bob, carol, next]);
  for (const member of [bob, carol]) member.syncFrom(thief);
  const { graph, book, epoch } = bob;
  const within = pastOf(graph, [...graph.nodes()]);
  const counted = count(book, ALICE, within, epoch).map(({ digests }) => Number(digests[0]));
  expect(foldCell(carol.book)).toEqual(foldCell(bob.book));
  // Nothing that a thief writes takes away what others see of it.
  expect(epochTips(graph, epoch.lives[0] ?? { closes: [] }).size).toBeGreaterThan(0);
  return { own: own ?? [], heard: heard ?? [], unheard: unheard ?? [], counted };
}

function holds(told: Told): boolean {
  const expected = [...told.own, ...told.heard].sort((a, b) => a - b);
  return told.counted.toSorted((a, b) => a - b).join() === expected.join();
}

test('an issue after the certified end of a key never counts, one before it always does, whatever key is the present one', () => {
  const seen = { own: 0, heard: 0, unheard: 0 };
  fc.assert(
    fc.property(story, (steps) => {
      const told = play(steps, countedIssues);
      for (const name of ['own', 'heard', 'unheard'] as const) seen[name] += told[name].length;
      expect(holds(told), JSON.stringify(told)).toBe(true);
    }),
    { numRuns: RUNS },
  );
  expect(Math.min(seen.own, seen.heard, seen.unheard)).toBeGreaterThan(0);
});

/** What a fold could get wrong; the property has to notice. */
const PLANTED: Readonly<Record<string, Count>> = {
  'everything that is valid counts': ({ issuing }, author, within) =>
    issuing.issuesBy(author).filter(({ node }) => within(node)),
  'nothing under a former key counts': (log, author, within, epoch) =>
    countedIssues(log, author, within, epoch).filter(({ node }) => node.version === 2),
  'the last one of a place takes it': (log, author, within, epoch) => {
    const last = new Map(
      countedIssues(log, author, within, epoch).map((one): [number, FiledIssue] => [one.index, one]),
    );
    return [...last.values()];
  },
};

test.each(Object.entries(PLANTED))('it would be noticed if %s', (_, planted) => {
  const found = fc.check(
    fc.property(story, (steps) => holds(play(steps, planted))),
    { numRuns: 150 },
  );
  expect(found.failed).toBe(true);
});
