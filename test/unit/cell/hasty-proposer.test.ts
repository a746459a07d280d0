import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import type { LocalMember } from '../../../electron/node/tutorial/local-member.ts';
import { HOUR_MS, LONG_MS, meet, pass } from '../../support/cell/local-days.ts';

let cell: LocalCell;
let members: readonly [LocalMember, LocalMember, LocalMember, LocalMember];

beforeEach(async () => {
  vi.useFakeTimers();
  cell = LocalCell.found('Maple Street', { name: 'alice' });
  for (const name of ['bob', 'carol', 'mallory']) await cell.admit({ name });
  members = cell.members as typeof members;
});
afterEach(() => {
  cell.close();
  vi.useRealTimers();
});

/** Opens a vote with the shortest deadline and withdraws it before anybody has voted. */
function openAndWithdraw({ decisions }: LocalMember, title: string): string {
  const id = decisions.propose({ title, text: '', open: true, deadlineMs: HOUR_MS });
  decisions.withdraw(id);
  return id;
}

test('what one member opens and withdraws without end makes the others write no more than what it may have open', () => {
  const [alice, , , mallory] = members;
  const { openBallotsMax } = alice.epoch.rules;
  const closedBy = () =>
    mallory.node.log.book
      .ballotsBy(mallory.identity.scid)
      .filter(({ open }) =>
        alice.node.log.book.closes(open.hash).some(({ entry }) => entry.author === alice.identity.scid),
      ).length;
  for (let at = 0; at < openBallotsMax + 10; at += 1) {
    openAndWithdraw(mallory, `Mine ${at}`);
    meet(...members);
    pass(60_000, ...members);
  }
  expect(closedBy()).toBe(openBallotsMax);
  // Those of others end at once all the same, and the rest of hers at its deadline.
  const id = openAndWithdraw(alice, 'A mistake');
  meet(...members);
  pass(5 * 60_000, ...members);
  expect(alice.decisions.detail(id).state).toBe('withdrawn');
  expect(closedBy()).toBe(openBallotsMax);
  pass(2 * HOUR_MS, ...members);
  expect(closedBy()).toBe(openBallotsMax + 10);
  pass(LONG_MS, ...members);
  const late = openAndWithdraw(mallory, 'The next day');
  meet(...members);
  pass(5 * 60_000, ...members);
  expect(alice.decisions.detail(late).state).toBe('withdrawn');
});
