/** Members whose computers are gone come back on others, by their words: whole nodes over loopback. */
import { rmSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RecoveryDesk } from '../../../electron/node/cell/recovering/recovery-desk.ts';
import { LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function running(folder: string, name: string, members: LiveMember[]): Promise<LiveMember> {
  const member = new LiveMember(folder, name);
  members.push(member);
  await member.start();
  return member;
}

function cellOf(names: readonly string[]) {
  const folder = temporaryFolder();
  const members: LiveMember[] = [];
  onTestFinished(async () => {
    await Promise.all(members.map((member) => member.stop().catch(() => undefined)));
  });
  return liveCell(folder, names).then((all) => {
    members.push(...all);
    return { folder, members, all };
  });
}

const wordsOf = async ({ node }: LiveMember) => (await node.words.show()).words.join(' ');
const state = ({ node }: LiveMember) => node.cell.recovery.view()?.state;
const sixAt = ({ node }: LiveMember) => node.cell.recovery.view()?.words?.join(' ');
const asks = ({ node }: LiveMember) => node.cell.recovery.requests();
const scidOf = (member: LiveMember) => member.did.split(':')[2] ?? '';
const balance = ({ node }: LiveMember, scid: string) =>
  node.cell
    .trust()
    .view()
    ?.balances.find((each) => each.scid === scid)?.balance ?? null;

/** As far as the six words, on both screens. */
async function comparing(machine: LiveMember, fellow: LiveMember, words: string): Promise<string> {
  const { code, id } = fellow.node.cell.recovery.makeCode();
  machine.node.cell.recovery.begin(code);
  await pollUntil(
    () => state(machine),
    (now) => now === 'words',
  );
  machine.node.cell.recovery.giveWords(words);
  await pollUntil(
    () => [sixAt(machine), asks(fellow)[0]?.words.join(' ')],
    ([mine, theirs]) => mine != null && mine === theirs,
  );
  return id;
}

/** Votes for every ballot on a key that is open. */
async function votes(...members: LiveMember[]): Promise<void> {
  for (const member of members) {
    const open = await pollUntil(
      () =>
        member.node.cell.shown
          .proposals()
          .find(({ kind, state: now }) => kind === 'rekey' && now === 'voting'),
      (found) => found !== undefined,
    );
    member.node.cell.deciding().vote(open!.id, 'APPROVE', null);
  }
}

test('whose computer is gone comes back with the words as the same member', async () => {
  const { folder, members, all } = await cellOf(['alice', 'bob', 'carol']);
  const [alice, bob, carol] = all as [LiveMember, LiveMember, LiveMember];
  const words = await wordsOf(alice);
  const [did, scid] = [alice.did, scidOf(alice)];
  alice.node.cell.trusting().transfer(scidOf(bob), 7, undefined);
  await pollUntil(
    () => balance(carol, scid),
    (tokens) => tokens === balance(alice, scid),
  );
  const tokens = balance(alice, scid);
  await alice.stop();
  rmSync(alice.home, { recursive: true });

  const machine = await running(folder, 'alice again', members);
  const id = await comparing(machine, bob, words);
  expect(asks(bob)).toMatchObject([{ id, name: 'alice', by: 'words', compared: false, state: 'asking' }]);
  expect(() => bob.node.cell.recovery.answer(id, true)).toThrow('has not said yet');
  machine.node.cell.recovery.confirmWords(true);
  await pollUntil(() => asks(bob)[0]?.compared, Boolean);
  bob.node.cell.recovery.answer(id, true);
  await votes(carol);
  await pollUntil(() => machine.isMember() && machine.did === did, Boolean, 30_000);
  expect(machine.node.cell.recovery.view()).toBeNull();
  await pollUntil(
    () => balance(machine, scid),
    (now) => now === tokens,
    30_000,
  );
  // It begins again where the lost machine ended, and what it writes counts with the others.
  await pollUntil(
    () => machine.node.cell.current?.log.ownHead()?.entry.kind ?? null,
    (kind) => kind === 'restored',
    30_000,
  );
  await pollUntil(
    () => machine.node.cell.current?.signingBarred() ?? null,
    (barred) => barred === null,
    30_000,
  );
  machine.node.cell.trusting().transfer(scidOf(carol), 3, undefined);
  await pollUntil(
    () => [bob, carol].map((one) => balance(one, scid)),
    (now) => now.every((each) => each === tokens! - 3),
    30_000,
  );
  expect(machine.node.words.view()?.state).toBe('forgotten');
  // However it was called before: it is the member of that name.
  expect(machine.node.me()?.name).toBe('alice');
}, 120_000);

test('who has a code and other words learns no name and gets nothing; a code is for one machine', async () => {
  const { folder, members, all } = await cellOf(['alice', 'bob']);
  const [, bob] = all as [LiveMember, LiveMember];
  const stranger = await running(folder, 'stranger', members);
  const another = await running(folder, 'another', members);
  const { code, id } = bob.node.cell.recovery.makeCode();
  stranger.node.cell.recovery.begin(code);
  await pollUntil(
    () => state(stranger),
    (now) => now === 'words',
  );
  expect(() => stranger.node.cell.recovery.giveWords(`${'abandon '.repeat(23)}art`)).toThrow(
    'belong to nobody',
  );
  expect(stranger.node.cell.recovery.view()).toMatchObject({ name: null, cellName: null, words: null });
  expect(asks(bob)).toEqual([]);
  // bob's own words, on another machine: the code is its from then on.
  another.node.cell.recovery.begin(code);
  await pollUntil(
    () => state(another),
    (now) => now === 'words',
  );
  another.node.cell.recovery.giveWords(await wordsOf(all[0] as LiveMember));
  await pollUntil(
    () => asks(bob),
    (list) => list.length === 1,
  );
  stranger.node.cell.recovery.begin(code);
  await pollUntil(
    () => stranger.node.cell.recovery.view()?.trouble?.message ?? '',
    (why) => why.includes('used by another computer'),
  );
  bob.node.cell.recovery.answer(id, false);
  another.node.cell.recovery.confirmWords(true);
  await pollUntil(
    () => another.node.cell.recovery.view()?.trouble?.message ?? '',
    (why) => why.includes('refused'),
  );
  const withdrawn = bob.node.cell.recovery.makeCode();
  bob.node.cell.recovery.withdrawCode(withdrawn.id);
  stranger.node.cell.recovery.begin(withdrawn.code);
  await pollUntil(
    () => state(stranger),
    (now) => now === 'refused',
    40_000,
  );
  expect(bob.node.cell.current?.log.book.drafts().length).toBe(
    all[0]!.node.cell.current?.log.book.drafts().length,
  );
}, 120_000);

test('whom a member told falsely that it is let in asks another one', async () => {
  const { folder, members, all } = await cellOf(['alice', 'bob', 'carol']);
  const [alice, bob, carol] = all as [LiveMember, LiveMember, LiveMember];
  const words = await wordsOf(alice);
  const [did, { didLog }] = [alice.did, bob.node.cell.current!.epoch()!.members[0]!];
  await alice.stop();
  const machine = await running(folder, 'alice again', members);
  await comparing(machine, bob, words);
  const honest = RecoveryDesk.prototype.answer;
  const lying = vi.spyOn(RecoveryDesk.prototype, 'answer').mockImplementation(function (
    this: RecoveryDesk,
    request,
    key,
  ) {
    const { versions } = request as { versions?: typeof didLog };
    if (versions === undefined) return honest.call(this, request, key);
    return { state: 'admitted', reason: null, didLog: [...didLog, ...versions] };
  });
  onTestFinished(() => lying.mockRestore());
  machine.node.cell.recovery.confirmWords(true);
  await pollUntil(() => machine.did === did, Boolean, 40_000);
  lying.mockRestore();
  // The log of the cell never comes, for nobody there knows this key.
  await pollUntil(
    () => machine.node.peers().map(({ link }) => link?.state),
    (links) => links.includes('refused'),
    40_000,
  );
  expect(machine.isMember()).toBe(false);
  await comparing(machine, carol, words);
}, 120_000);
