import { majorityOf } from '#shared/closing/floors.ts';
import type { HashedEntry } from '#shared/log/entry.ts';
import { ClosingMember } from '../support/cell/closing-member.ts';
import { DID_LOG, foundEntry, LOW_RULES, scid } from '../support/cell/feed-writer.ts';
import { NAMES } from './scenario.ts';

export const TURN_MS = 100;

const cells = new Map<string, readonly HashedEntry[]>();

/** The entries by which a cell of so many members came about: `found`, and one admission after another. */
export function genesis(size: number, f: number | null): readonly HashedEntry[] {
  const id = `${size}/${f}`;
  const known = cells.get(id);
  if (known) return known;
  const found = foundEntry('alice', { ...LOW_RULES, f, turnMs: TURN_MS });
  const members = NAMES.slice(0, size).map((name) => new ClosingMember(name, found));
  const alice = members[0] as ClosingMember;
  members.forEach((newcomer, epoch) => {
    if (epoch === 0) return;
    const name = NAMES[epoch] as string;
    const draft = alice.write('draft', { number: epoch, title: `admit ${name}`, text: '' });
    const ballot = alice.write('open', {
      proposal: draft.hash,
      attempt: 1,
      epoch: epoch - 1,
      text: '',
      rules: { quorum: majorityOf(epoch), threshold: [1, 2], deadlineMs: 0, graceMs: 0 },
      change: { type: 'admit', scid: scid(name), alias: name, didLog: DID_LOG },
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
