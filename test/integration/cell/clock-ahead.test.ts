import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unconfirmedClock } from '#shared/words/reasons/clock-words.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

const DAY_MS = 86_400_000;
const NAMES = ['alice', 'bob', 'carol'] as const;
type Three = [LiveMember, LiveMember, LiveMember];

let folder: string;
let members: Three;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-clock-'));
  members = (await liveCell(folder, NAMES)) as Three;
  await allMeet();
});
afterEach(async () => {
  await Promise.all(members.map((member) => member.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Each has met each other, and knows where. */
const allMeet = () =>
  pollUntil(
    () => members.flatMap(({ node }) => node.peers()).filter(({ link }) => link.state === 'connected').length,
    (links) => links === 6,
    30_000,
  );
const open = (title: string) =>
  members[0].node.cell.deciding().propose({ title, text: '', open: true, deadlineMs: DAY_MS });
const detail = ({ node }: LiveMember, id: string) => node.cell.decisions().detail(id);
const closesAt = (member: LiveMember, id: string) =>
  detail(member, id)
    .seats.filter(({ closed }) => closed)
    .map(({ name }) => name);
const doubtOf = ({ node }: LiveMember) => {
  const doubt = node.cell.shown.view()?.clockDoubt ?? null;
  return doubt && unconfirmedClock(doubt);
};

/** The computers go down, and come up with clocks that are so far ahead; their uptimes tell nothing of it. */
async function boot(aheadMs: number, ...which: LiveMember[]): Promise<void> {
  await Promise.all(members.map((member) => member.stop()));
  for (const member of which) {
    member.knowsUptime = true;
    member.aheadMs = aheadMs;
    await member.start();
  }
}

const everywhere = (id: string, state: string) =>
  pollUntil(
    () => members.map((member) => detail(member, id).state),
    (states) => states.every((one) => one === state),
    30_000,
  );

async function openEverywhere(title: string): Promise<string> {
  const id = open(title);
  await pollUntil(
    () => members.map(({ node }) => node.cell.shown.proposals().some((proposal) => proposal.id === id)),
    (known) => known.every(Boolean),
  );
  members[0].node.cell.deciding().vote(id, 'APPROVE', null);
  return id;
}

test('a boot with a clock 3 days ahead closes nothing, says so, and the ballot goes on once it is mended', async () => {
  const [alice, bob, carol] = members;
  const id = await openEverywhere('A lamp for the yard');
  await boot(3 * DAY_MS, bob);
  expect(closesAt(bob, id)).toEqual([]);
  expect(doubtOf(bob)).toMatch(/^This computer's clock is 3 days ahead of .* if it is wrong, set it\.$/);
  // Read off a clock that is ahead it is still most of a day.
  const leftMs = (detail(bob, id).deadlineAtMs ?? 0) - bob.node.nowMs();
  expect(Math.abs(leftMs - DAY_MS)).toBeLessThan(60_000);
  // Whoever knows the time contradicts, and nothing is closed when they meet.
  await carol.start();
  await pollUntil(
    () => doubtOf(bob),
    (doubt) => doubt?.includes('The clock of carol reads something else') === true,
    30_000,
  );
  expect(closesAt(carol, id)).toEqual([]);

  await boot(0, ...members);
  for (const member of members) expect([doubtOf(member), closesAt(member, id)]).toEqual([null, []]);
  for (const { node } of [bob, carol]) node.cell.deciding().vote(id, 'APPROVE', null);
  await everywhere(id, 'passed');
  expect(detail(alice, id).seats.map(({ choice }) => choice)).toEqual(['APPROVE', 'APPROVE', 'APPROVE']);
});

test('after three days off nobody closes alone, and all close once they meet', async () => {
  const [alice] = members;
  const id = await openEverywhere('A lamp for the yard');
  await boot(3 * DAY_MS, alice);
  expect(closesAt(alice, id)).toEqual([]);
  expect(doubtOf(alice)).not.toBeNull();
  await boot(3 * DAY_MS, ...members);
  await everywhere(id, 'expired');
  expect(members.map(doubtOf)).toEqual([null, null, null]);
});

test('a clock that is set 3 days ahead while the node runs closes nothing', async () => {
  const id = await openEverywhere('A lamp for the yard');
  await boot(0, ...members);
  const [, bob] = members;
  await allMeet();
  bob.aheadMs = 3 * DAY_MS;
  // News make it look at what is due.
  const other = open('Another');
  await pollUntil(
    () => bob.node.cell.shown.proposals().map((proposal) => proposal.id),
    (ids) => ids.includes(other),
  );
  expect(closesAt(bob, id)).toEqual([]);
  expect(doubtOf(bob)).toContain('The clocks of alice and carol read something else');
  const behindDays = () =>
    bob.node.peers().map(({ clockAheadMs }) => Math.round((clockAheadMs ?? Number.NaN) / DAY_MS) + 0);
  expect(behindDays()).toEqual([-3, -3]);
  bob.aheadMs = 0;
  expect(behindDays()).toEqual([0, 0]);
  expect(doubtOf(bob)).toBeNull();
});
