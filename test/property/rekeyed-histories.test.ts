/** Histories in which keys change, machines are lost, and whoever took a former key goes on under it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { Oracle } from '../simulation/oracle.ts';
import { meet } from '../support/cell/closing-cell.ts';
import { scid } from '../support/cell/feed-writer.ts';
import { certify, KeyedMember, keyedCell, type RekeyChange, rekey } from '../support/cell/keyed-cell.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave'];

type Step =
  | {
      readonly do: 'rekey';
      readonly whose: number;
      readonly by: 1 | 2;
      readonly lost: boolean;
      readonly away: number;
    }
  | { readonly do: 'hear'; readonly who: number; readonly whom: number }
  | { readonly do: 'copy'; readonly who: number }
  | {
      readonly do: 'write';
      readonly who: number;
      readonly kind: 'note' | 'transfer' | 'vote' | 'close' | 'proof';
    }
  | { readonly do: 'restore'; readonly who: number; readonly by: number }
  | { readonly do: 'open'; readonly who: number; readonly change: boolean };

const machine = fc.nat(9);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('rekey' as const),
      whose: fc.nat(3),
      by: fc.constantFrom(1 as const, 2 as const),
      lost: fc.boolean(),
      away: fc.nat(3),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('hear' as const), who: machine, whom: machine }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('copy' as const), who: machine }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      who: machine,
      kind: fc.constantFrom('note', 'transfer', 'vote', 'close', 'proof'),
    }) as fc.Arbitrary<Step>,
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restore' as const), who: machine, by: fc.nat(2) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('open' as const), who: machine, change: fc.boolean() }),
  },
);

/** Machines under some key of a member each: the first four are those of who follows the protocol. */
class History {
  readonly machines: KeyedMember[] = keyedCell(...NAMES.slice(0, 4));
  rekeyed = 0;
  restored = 0;

  play(step: Step): void {
    if (step.do === 'rekey') {
      this.#rekey(step);
      return;
    }
    const who = this.#at(step.who);
    if (step.do === 'hear') who.syncFrom(this.#at(step.whom));
    else if (step.do === 'copy') this.#add(who.as(versionOf(who)));
    else if (step.do === 'restore')
      this.#put(who, 'restored', {}, { gen: (who.head?.entry.gen ?? 0) + 1 + step.by, seq: 0 });
    else if (step.do === 'open') {
      const change = step.change ? ({ type: 'rules', rules: who.epoch.rules } as const) : undefined;
      const number = 1 + who.book.draftedUpTo([...who.ahead().values()].flat());
      const draft = this.#put(who, 'draft', { number, title: 'Paint the shed', text: '' });
      if (draft) this.#put(who, 'open', who.opening(draft.hash, change));
    } else this.#write(who, step.kind);
  }

  /** The members' own machines, as many as are not away, change a key. */
  #rekey({ whose, by, lost, away }: Extract<Step, { do: 'rekey' }>): void {
    const old = this.machines[whose] as KeyedMember;
    const name = old.name;
    const from = old.epoch.logs.get(scid(name))?.didLog.length ?? 1;
    const isLost = lost && by === 2;
    const present = this.machines.slice(0, 4).filter((_, at) => at !== away && (at !== whose || !isLost));
    if (present.length < 3) return;
    const change: RekeyChange = rekey(name, from, by, isLost);
    try {
      certify(present, change);
    } catch {
      // A member that may not write now, or a slot that a copy of somebody holds up.
      return;
    }
    const [first] = present as [KeyedMember];
    if (first.epoch.logs.get(scid(name))?.didLog.length !== from + by) return;
    this.rekeyed += 1;
    if (isLost) this.restored += 1;
    const next = old.as(from + by, { lost: isLost });
    next.syncFrom(first);
    this.machines[whose] = next;
    this.#add(old);
    if (isLost) this.#put(next, 'restored', {});
  }

  #write(who: KeyedMember, kind: string): void {
    const ballot = who.book.ballots().at(-1)?.open.hash ?? '';
    const [member = ''] = who.graph.forkedAuthors();
    const [two] = who.graph.forkedPlaces(member);
    const bodies: Record<string, Record<string, unknown>> = {
      note: { by: who.name },
      transfer: { to: scid(who.name === 'alice' ? 'bob' : 'alice'), amount: 3 },
      vote: { ballot, choice: 'APPROVE' },
      close: { ballot },
      proof: { member, entries: (two ?? []).slice(0, 2).map(({ hash }) => hash) },
    };
    this.#put(who, kind, bodies[kind] ?? {});
  }

  /** What has no place is not written; what counts for nothing is. */
  #put(who: KeyedMember, kind: string, body: Record<string, unknown>, change = {}): GraphNode | null {
    const code = who.code(kind, body, change);
    if (['place', 'key', 'seen', 'admission', 'past', 'malformed'].includes(code)) return null;
    return who.put(kind, body, change);
  }

  #at(at: number): KeyedMember {
    return this.machines[at % this.machines.length] as KeyedMember;
  }

  #add(member: KeyedMember): void {
    if (this.machines.length < 10) this.machines.push(member);
  }
}

function versionOf(member: KeyedMember): number {
  return Number(/x(\d+)x/.exec(member.key.slice(4 + member.name.length))?.[1] ?? 1);
}

function judgedOf(member: KeyedMember): unknown {
  const { graph, book } = member;
  const verdicts = [...graph.nodes()]
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map((node) => {
      const verdict = book.verdict(node);
      return [
        node.hash,
        node.version,
        verdict.valid ? 'valid' : verdict.code,
        book.epochOf(node).certifiedBy,
      ];
    });
  const forks = graph.forkedAuthors().map((author) => graph.forkVersions(author));
  return { verdicts, forks, state: foldCell(book) };
}

it('have one state, and one verdict on each entry, whatever the order, and as the rules read', () => {
  const met = { rekeyed: 0, restored: 0, oldKeys: 0, forkedBefore: 0, cited: 0 };
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 15, maxLength: 40 }),
      fc.infiniteStream(fc.nat()),
      (steps, chance) => {
        const history = new History();
        for (const one of steps) history.play(one);
        meet(history.machines);
        const [whole, ...others] = history.machines as [KeyedMember, ...KeyedMember[]];
        const expected = judgedOf(whole);
        for (const other of others) expect(judgedOf(other)).toEqual(expected);
        const entries = [...whole.graph.nodes()].map(({ hash, entry }) => ({ hash, entry }));
        const shuffled = entries
          .map((entry) => ({ entry, at: chance.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry);
        const [found] = entries as [(typeof entries)[number]];
        for (const order of [entries.toReversed(), shuffled]) {
          const copy = new KeyedMember('alice', 1, found);
          copy.receive(...order);
          expect(copy.graph.size).toBe(entries.length);
          expect(judgedOf(copy)).toEqual(expected);
        }
        new Oracle(whole.book).checkVerdicts();
        met.rekeyed += history.rekeyed;
        met.restored += history.restored;
        for (const author of whole.graph.authors()) {
          const [first = 0] = whole.graph.forkVersions(author);
          if (first > 0 && first < (whole.epoch.logs.get(author)?.didLog.length ?? 0)) met.forkedBefore += 1;
          for (const head of whole.graph.heads(author)) {
            if (head.version < (whole.epoch.logs.get(author)?.didLog.length ?? 0)) met.oldKeys += 1;
            if ((head.tips.get(author)?.length ?? 0) > 1) met.cited += 1;
          }
        }
      },
    ),
    { numRuns: process.env.GHOSTSTACK_LONG ? 400 : 30 },
  );
  // What never happens is not held.
  for (const [what, count] of Object.entries(met)) expect([what, count > 0]).toEqual([what, true]);
});
