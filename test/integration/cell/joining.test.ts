import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import { LiveMember } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let members: LiveMember[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-joining-'));
});
afterEach(async () => {
  await Promise.all(members.map((member) => member.stop()));
  members = [];
  rmSync(folder, { recursive: true, force: true });
});

async function started(name: string, acceptsAll = false): Promise<LiveMember> {
  const member = new LiveMember(folder, name);
  member.acceptsAll = acceptsAll;
  members.push(member);
  await member.start();
  return member;
}

/** alice has founded; bob has her invitation, and both screens show six words. */
async function comparing(): Promise<{ alice: LiveMember; bob: LiveMember }> {
  const alice = await started('alice');
  await alice.node.cell.found('Maple Street');
  const bob = await started('bob');
  bob.node.cell.join(alice.node.cell.invite(1).code, true);
  await pollUntil(
    () => [wordsAt(bob), wordsFor(alice, 'bob')],
    ([newcomer, inviter]) => newcomer != null && newcomer === inviter,
  );
  return { alice, bob };
}

const wordsAt = ({ node }: LiveMember) => node.cell.joining()?.words?.join(' ');
const wordsFor = ({ node }: LiveMember, name: string) =>
  node.cell
    .view()
    ?.joinRequests.find((request) => request.name === name)
    ?.words?.join(' ');

test('words that both screens show stay there while the inviter is away', async () => {
  const { alice, bob } = await comparing();
  const words = wordsAt(bob);
  await alice.node.setOnline(false);
  const seen = new Set<string>();
  bob.node.onChange(() => {
    const { state, words } = bob.node.cell.joining() ?? {};
    seen.add(`${state}: ${words?.join(' ')}`);
  });
  const silent = await pollUntil(
    () => bob.node.cell.joining()?.reason ?? '',
    (reason) => reason.includes('No answer now'),
    25_000,
  );
  expect(silent).toMatch(/^Waiting for alice to accept\. No answer now: The inviter cannot be reached at /);
  expect([...seen]).toEqual([`comparing: ${words}`]);
  await alice.node.setOnline(true);
  await pollUntil(
    () => bob.node.cell.joining()?.reason,
    (reason) => reason === 'Waiting for alice to accept.',
  );
  expect(wordsAt(bob)).toBe(words);
  expect(wordsFor(alice, 'bob')).toBe(words);
});

test('a command that waits for longer than the desk’s patience ends with what it waits for', async () => {
  const [alice, bob] = [new CellHome(folder, 'alice'), new CellHome(folder, 'bob')];
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  await bob.run('init', '--name', 'bob');
  try {
    await alice.start();
    await bob.start();
    const { code } = await alice.run<{ code: string }>('invite');
    const ended = bob.run('join', '--wait', '25', code).catch((error) => error);
    const isOver = ended.then(() => true);
    const reasons = new Set<string>();
    await pollUntil(
      async () => {
        const { joining } = await bob.ask('state.snapshot', {});
        if (joining?.words) reasons.add(joining.reason);
        return Promise.race([isOver, false]);
      },
      Boolean,
      40_000,
    );
    expect([...reasons]).toEqual(['Waiting for alice to accept.']);
    expect(await ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/"code":"pending","message":"Waiting for alice to accept\."/),
    });
    expect(await alice.run('joins')).toMatchObject([{ name: 'bob', state: 'asking' }]);
  } finally {
    await Promise.all([alice.stop(), bob.stop()]);
  }
});
