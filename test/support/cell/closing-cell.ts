/** Cells of members that follow the protocol, on copies of the log in memory. */

import { expect } from 'vitest';
import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import { ClosingMember } from './closing-member.ts';
import { DID_LOG, foundEntry, LOW_RULES, scid } from './feed-writer.ts';

export const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'];
export const TURN_MS = 10;
export const DEADLINE_MS = 100;
export const RULES = { threshold: [1, 2], deadlineMs: DEADLINE_MS, graceMs: 0 };

export function cellOf(size: number): ClosingMember[] {
  const { deadlineMs, graceMs } = DEFAULT_CELL_RULES;
  const found = foundEntry('alice', { ...LOW_RULES, deadlineMs, graceMs, turnMs: TURN_MS });
  const members = NAMES.slice(0, size).map((name) => new ClosingMember(name, found));
  members.forEach((newcomer, epoch) => {
    if (epoch === 0) return;
    const alice = members[0] as ClosingMember;
    const name = NAMES[epoch] as string;
    const draft = alice.write('draft', { number: epoch, title: `Admit ${name}`, text: '' });
    const change = { type: 'admit', scid: scid(name), alias: name, didLog: DID_LOG };
    const ballot = alice.write('open', {
      proposal: draft.hash,
      attempt: 1,
      epoch: epoch - 1,
      text: '',
      rules: { quorum: majorityOf(epoch), threshold: [1, 2], deadlineMs, graceMs },
      change,
    }).hash;
    const present = members.slice(0, epoch);
    meet(present);
    for (const member of present) member.write('vote', { ballot, choice: 'APPROVE' });
    settle(present, 0);
    expect(alice.book.epochAt([...alice.graph.nodes()]).members).toHaveLength(epoch + 1);
    newcomer.syncFrom(alice);
  });
  return members;
}

/** All come to hold what any of them holds. */
export function meet(members: ClosingMember[]): void {
  for (const a of members) for (const b of members) if (a !== b) a.syncFrom(b);
}

/** Everyone hears everyone and acts until nothing more is due. */
export function settle(members: ClosingMember[], nowMs: number): void {
  for (let rest = 100; rest > 0; rest -= 1) {
    meet(members);
    if (members.map((member) => member.act(nowMs)).every((written) => written === 0)) return;
  }
  throw new Error('the members never came to rest');
}
