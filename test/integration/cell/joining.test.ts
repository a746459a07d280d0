import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { joiningReason } from '#shared/words/reasons/join-reason.ts';
import { CellHome } from '../../support/cell/cell-home.ts';
import { LiveMember } from '../../support/cell/live-member.ts';
import { QUICK } from '../../support/hostile/quick-cell.ts';
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
  node.cell.shown
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
    () => reasonAt(bob) ?? '',
    (reason) => reason.includes('No answer now'),
    25_000,
  );
  expect(silent).toMatch(
    /^Compare the six words with alice, who has not accepted yet\. No answer now: The inviter cannot be reached at /,
  );
  expect([...seen]).toEqual([`comparing: ${words}`]);
  await alice.node.setOnline(true);
  await pollUntil(
    () => reasonAt(bob),
    (reason) => reason === 'Compare the six words with alice, who has not accepted yet.',
  );
  expect(wordsAt(bob)).toBe(words);
  expect(wordsFor(alice, 'bob')).toBe(words);
});

const requests = ({ node }: LiveMember) => node.cell.shown.view()?.joinRequests ?? [];
const reasonAt = ({ node }: LiveMember) => {
  const joining = node.cell.joining();
  return joining ? joiningReason(joining) : undefined;
};
const names = ({ node }: LiveMember) => node.cell.shown.view()?.members.map(({ name }) => name);
const scidOf = ({ node }: LiveMember) => scid(node.cell.shown.document().did);
const scid = (did: string) => did.split(':')[2] ?? '';
const ballots = ({ node }: LiveMember) => node.cell.current?.log.book.drafts().length;

test('who refuses the words after the inviter accepted is no member, and the inviter is told', async () => {
  const { alice, bob } = await comparing();
  for (let times = 0; times < 2; times += 1) alice.node.cell.answerJoin(scidOf(bob), true);
  expect(requests(alice)).toMatchObject([{ name: 'bob', state: 'accepted', compared: false }]);
  await pollUntil(
    () => reasonAt(bob),
    (reason) => reason === 'Compare the six words: alice has accepted and waits for you.',
  );
  expect(ballots(alice)).toBe(0);
  bob.node.cell.confirmWords(false);
  expect(bob.node.cell.joining()?.state).toBe('refused');
  expect(reasonAt(bob)).toContain('The words differ');
  await pollUntil(
    () => requests(alice),
    (list) => list.length === 0,
  );
  expect(names(alice)).toEqual(['alice']);
  expect(ballots(alice)).toBe(0);
});

test('who calls it off gives the invitation back, and may come with it again under the name', async () => {
  const { alice, bob } = await comparing();
  bob.node.cell.cancelJoin();
  expect(bob.node.cell.joining()).toBeNull();
  await pollUntil(
    () => requests(alice),
    (list) => list.length === 0,
  );
  const [{ code } = { code: '' }] = alice.node.cell.shown.view()?.invitations ?? [];
  alice.acceptsAll = true;
  bob.node.cell.join(code, false);
  await pollUntil(
    () => requests(alice),
    ([request]) => request?.compared === true,
  );
  alice.node.cell.answerJoin(scidOf(bob), true);
  await pollUntil(() => bob.isMember(), Boolean);
});

test('a newcomer whose clock is wrong is told so on both sides, and becomes a member once it is mended', async () => {
  const alice = await started('alice', true);
  await alice.node.cell.found('Maple Street');
  const bob = await started('bob');
  bob.aheadMs = -10 * 86_400_000;
  bob.node.cell.join(alice.node.cell.invite(1).code, false);
  await pollUntil(
    () => reasonAt(bob),
    (reason) =>
      reason ===
      "Not yet: your clock is 10 days behind alice's. Set the one that is wrong; joining goes on by itself.",
  );
  expect(requests(alice)).toMatchObject([
    { name: 'bob', state: 'accepted', compared: false, clockAheadMs: -10 * 86_400_000 },
  ]);
  expect(ballots(alice)).toBe(0);
  bob.aheadMs = 0;
  await pollUntil(() => bob.isMember(), Boolean);
});

test('whoever has no answer from one member may come by another one, who alone is waited for', async () => {
  const alice = await started('alice', true);
  await alice.node.cell.found('Maple Street', { ...QUICK, deadlineMinMs: 0 });
  const carol = await started('carol', true);
  await carol.join(alice);
  await alice.stop();
  alice.acceptsAll = false;
  await alice.start();
  const bob = await started('bob');
  bob.node.cell.join(alice.node.cell.invite(1).code, false);
  await pollUntil(
    () => requests(alice),
    ([request]) => request?.compared === true,
  );
  bob.node.cell.join(carol.node.cell.invite(1).code, false);
  const waits = await pollUntil(
    () => reasonAt(bob) ?? '',
    (reason) => reason.includes('votes'),
  );
  expect(waits).toMatch(/^Waiting for the votes of alice: 1 more approval is needed, until .*:/);
  const voting = await pollUntil(
    () => requests(alice),
    ([request]) => request?.state === 'voting',
  );
  // Of her own words nothing is left: bob's screen shows those that carol's shows.
  expect(voting).toMatchObject([
    { name: 'bob', inviter: 'carol', words: null, waitsFor: ['alice'], needed: 1, answered: false },
  ]);
  alice.node.cell.answerJoin(scidOf(bob), true);
  await pollUntil(() => bob.isMember(), Boolean);
  await pollUntil(
    () => [requests(alice), requests(carol)].flat(),
    (list) => list.length === 0,
  );
  expect(alice.node.cell.current?.log.book.drafts()).toHaveLength(2);
});

test('who asks another member instead stands on the first one’s screen no more, and is refused by nobody', async () => {
  const { alice, bob } = await comparing();
  const carol = await started('carol');
  carol.node.cell.join(alice.node.cell.invite(1).code, false);
  await pollUntil(
    () => requests(alice).find(({ name }) => name === 'carol'),
    (request) => request?.compared === true,
  );
  alice.node.cell.answerJoin(scidOf(carol), true);
  await pollUntil(() => carol.isMember(), Boolean);

  bob.node.cell.join(carol.node.cell.invite(1).code, true);
  const words = await pollUntil(
    () => [wordsAt(bob), wordsFor(carol, 'bob'), wordsFor(alice, 'bob')],
    ([newcomer, inviter, first]) => newcomer != null && newcomer === inviter && first === undefined,
  );
  expect(requests(alice)).toEqual([]);
  bob.node.cell.confirmWords(true);
  carol.node.cell.answerJoin(scidOf(bob), true);
  await pollUntil(
    () => requests(alice),
    ([request]) => request?.state === 'voting',
  );
  expect(wordsAt(bob)).toBe(words[0]);
  alice.node.cell.answerJoin(scidOf(bob), true);
  await pollUntil(() => bob.isMember(), Boolean);
});

test('who calls it off while the cell votes is no member: the inviter takes its approval back', async () => {
  const alice = await started('alice', true);
  await alice.node.cell.found('Maple Street', { ...QUICK, deadlineMinMs: 0 });
  const carol = await started('carol');
  await carol.join(alice);
  const bob = await started('bob');
  bob.node.cell.join(alice.node.cell.invite(1).code, false);
  await pollUntil(
    () => requests(carol),
    ([request]) => request?.needed === 1,
  );
  bob.node.cell.cancelJoin();
  await pollUntil(
    () => requests(carol),
    ([request]) => request?.needed === 2,
  );
  expect(requests(alice)).toEqual([]);
  carol.node.cell.answerJoin(scidOf(bob), true);
  await pollUntil(
    () => requests(carol),
    (list) => list.length === 0,
  );
  expect(names(carol)).toEqual(['alice', 'carol']);
  expect(bob.node.cell.joining()).toBeNull();
});

test('the words stay the same over a restart of the newcomer, and of the inviter', async () => {
  const { alice, bob } = await comparing();
  const words = wordsAt(bob);
  for (const member of [bob, alice]) {
    await member.stop();
    await member.start();
    await pollUntil(
      () => [wordsAt(bob), wordsFor(alice, 'bob')],
      ([newcomer, inviter]) => newcomer === words && inviter === words,
    );
  }
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
        if (joining?.words) reasons.add(joiningReason(joining));
        return Promise.race([isOver, false]);
      },
      Boolean,
      40_000,
    );
    expect([...reasons]).toEqual(['Waiting for alice to accept.']);
    expect(await ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /"code":"pending","message":"Waiting for alice to accept\. The node asks on by itself\. See: ghoststack status"/,
      ),
    });
    expect(await alice.run('joins')).toMatchObject([{ name: 'bob', state: 'asking' }]);
  } finally {
    await Promise.all([alice.stop(), bob.stop()]);
  }
});
