import { type CellRules, DEFAULT_CELL_RULES, type Fraction } from '#shared/protocol/closing/bodies.ts';
import { ballotFloors } from '#shared/protocol/closing/floors.ts';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import { ClosingMember } from '../support/cell/closing-member.ts';
import { foundEntry, hashed, LOW_RULES, type Pen } from '../support/cell/feed-writer.ts';
import { authorise, person } from './people.ts';
import { NAMES, type Scenario } from './scenario.ts';

export const TURN_MS = 100;

type Founding = Pick<Scenario, 'size' | 'f' | 'floors'>;

const cells = new Map<string, readonly HashedEntry[]>();

/** The entries by which a cell of so many members came about: `found`, and one admission after another. */
export function genesis({ size, f, floors }: Founding): readonly HashedEntry[] {
  const id = JSON.stringify([size, f, floors]);
  const known = cells.get(id);
  if (known) return known;
  const rules = rulesWith(f, floors);
  const found = foundingBy('alice', rules);
  const members = NAMES.slice(0, size).map((name) => new ClosingMember(penOf(name), found));
  const alice = members[0] as ClosingMember;
  members.forEach((newcomer, epoch) => {
    if (epoch === 0) return;
    const name = NAMES[epoch] as string;
    const { scid, didLog } = person(name);
    const draft = alice.write('draft', { number: epoch, title: `admit ${name}`, text: '' });
    const ballot = alice.write('open', {
      proposal: draft.hash,
      attempt: 1,
      epoch: epoch - 1,
      text: '',
      rules: { ...ballotFloors(rules, epoch, true), quorum: Math.floor(epoch / 2) + 1 },
      change: { type: 'admit', scid, alias: name, didLog },
    });
    const present = members.slice(0, epoch);
    for (const member of present) {
      member.syncFrom(alice);
      member.write('vote', { ballot: ballot.hash, choice: 'APPROVE' });
    }
    for (
      let nowMs = 0;
      alice.book.epochAt([...alice.graph.nodes()]).members.length <= epoch;
      nowMs += TURN_MS
    ) {
      if (nowMs > 100 * TURN_MS) throw new Error(`the cell did not admit ${name}`);
      for (const member of present) member.act(nowMs);
      for (const a of present) for (const b of present) if (a !== b) a.syncFrom(b);
    }
    newcomer.syncFrom(alice);
  });
  const entries = [...alice.graph.nodes()].map(({ hash, entry }) => ({ hash, entry }));
  cells.set(id, entries);
  return entries;
}

/** Under `low` floors a proposer may choose nearly anything, except where members or rules change. */
function rulesWith(f: number | null, floors: Scenario['floors']): CellRules {
  if (floors === 'low') return { ...LOW_RULES, f, turnMs: TURN_MS };
  const thresholdMin: Fraction = [1, 2];
  return {
    ...DEFAULT_CELL_RULES,
    f,
    turnMs: TURN_MS,
    deadlineMs: 200,
    graceMs: 50,
    deadlineMinMs: 100,
    thresholdMin,
  };
}

function foundingBy(name: string, rules: CellRules): HashedEntry {
  const { scid, key, didLog } = person(name);
  const { entry } = foundEntry(name, rules);
  return hashed({ ...entry, author: scid, key, body: { ...entry.body, didLog } });
}

function penOf(name: string): Pen {
  const { scid, key } = person(name);
  return { scid, key, seal: hashed, authorise };
}
