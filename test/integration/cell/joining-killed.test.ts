import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CrashingWrites } from '../../support/cell/crashing-writes.ts';
import { LiveMember } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let members: LiveMember[] = [];
let writes: CrashingWrites;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-killed-'));
  writes = new CrashingWrites();
});
afterEach(async () => {
  writes.thaw();
  await Promise.all(members.map((member) => member.stop()));
  members = [];
  writes.restore();
  rmSync(folder, { recursive: true, force: true });
});

async function started(folder: string, name: string): Promise<LiveMember> {
  const member = new LiveMember(folder, name);
  members.push(member);
  await member.start();
  return member;
}

/** Bob joins Alice's cell, and one of the two is killed at its write number `at`; false if it has written less. */
async function joinsOverKill(who: 'alice' | 'bob', at: number): Promise<boolean> {
  const round = join(folder, String(at));
  const alice = await started(round, 'alice');
  await alice.node.cell.found('Maple Street');
  const bob = await started(round, 'bob');
  const { code } = alice.node.cell.invite(1);
  const killed = who === 'alice' ? alice : bob;
  const crash = writes.arm(killed.home, at).then(() => true);
  const isIn = () => bob.isMember() && alice.knows(bob) && bob.knows(alice);
  let isKilled = true;
  try {
    bob.node.cell.join(code, false);
    const joined = pollUntil(isIn, Boolean, 20_000).then(
      () => false,
      () => false,
    );
    isKilled = await Promise.race([crash, joined]);
  } catch {
    // The call itself was killed.
  }
  if (isKilled) {
    await killed.stop();
    writes.thaw();
    await killed.start();
    // Whose process ended before anything was written types the code again.
    if (who === 'bob' && bob.node.cell.joining() === null && !bob.node.cell.current)
      bob.node.cell.join(code, false);
    await pollUntil(isIn, Boolean, 30_000).catch((error) => {
      throw new Error(`${who} was killed at write ${at}: ${JSON.stringify(bob.node.cell.joining())}`, {
        cause: error,
      });
    });
  }
  writes.thaw();
  const { log } = alice.node.cell.current!;
  expect(log.book.drafts().map(({ entry }) => entry.body.title)).toEqual(['Admit bob']);
  expect(log.book.ballotsOf(log.book.drafts()[0]!.hash)).toHaveLength(1);
  await pollUntil(
    () => [alice, bob].map(({ node }) => node.cell.current?.stateHash() ?? null),
    ([ours, theirs]) => ours !== null && ours === theirs,
  );
  await Promise.all([alice.stop(), bob.stop()]);
  members = [];
  return isKilled;
}

test.each(['bob', 'alice'] as const)(
  '%s is killed at every write of joining, and the cell has two members',
  async (who) => {
    let at = 0;
    while (await joinsOverKill(who, at)) at += 1;
    expect(at).toBeGreaterThan(5);
  },
);
