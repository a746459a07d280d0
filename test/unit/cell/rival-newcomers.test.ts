import { afterEach, expect, test } from 'vitest';
import { readInvitation } from '../../../electron/node/cell/joining/invitation.ts';
import { JoinQuestions } from '../../../electron/node/cell/joining/join-exchange.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { LocalMember } from '../../../electron/node/tutorial/local-member.ts';

const NOWHERE = ['/ip4/127.0.0.1/tcp/1'];
const open: { close(): void }[] = [];

afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function cellOf(...names: readonly [string, ...string[]]): Promise<LocalCell> {
  const [founder, ...others] = names;
  const cell = LocalCell.found('Maple Street', { name: founder });
  open.push(cell);
  for (const name of others) await cell.admit({ name });
  return cell;
}

/** Somebody comes with an invitation of that member, who accepts at once; nobody else hears of it yet. */
async function comes(inviter: LocalMember, name: string): Promise<() => Promise<string>> {
  const { admissions } = inviter.node;
  const invitation = readInvitation(admissions.invite(NOWHERE, 60_000).code);
  const newcomer = new LocalMember({ name });
  open.push(newcomer);
  const { identity, key } = newcomer;
  const question = new JoinQuestions({ invitation, identity, alias: name }).next();
  const ask = () => admissions.answer(question, key.publicKey);
  await ask();
  return async () => (await ask()).state;
}

const aliases = (cell: LocalCell) => cell.first.epoch.members.map(({ alias }) => alias);
const sizes = (cell: LocalCell) => cell.members.map(({ node }) => node.log.graph.size);

/** Nobody has anything more to write, however often they meet. */
function expectQuiet(cell: LocalCell): void {
  const before = sizes(cell);
  for (let meeting = 0; meeting < 5; meeting += 1) cell.meet();
  expect(sizes(cell)).toEqual(before);
}

test('of two newcomers of one name one becomes a member, the other is told, and the cell is quiet', async () => {
  const cell = await cellOf('alice', 'bob');
  const [alice, bob] = cell.members as [LocalMember, LocalMember];
  const states = [await comes(alice, 'dave'), await comes(bob, 'dave')];
  cell.meet();
  expect(aliases(cell)).toEqual(['alice', 'bob', 'dave']);
  const told = await Promise.all(states.map((state) => state()));
  expect(told.toSorted()).toEqual(['admitted', 'refused']);
  expectQuiet(cell);
});

test('of two newcomers at six members one gets the last seat, the other is told, and the cell is quiet', async () => {
  const cell = await cellOf('alice', 'bob', 'carol', 'dave', 'erin', 'frank');
  const [alice, bob] = cell.members as [LocalMember, LocalMember];
  const states = [await comes(alice, 'grace'), await comes(bob, 'heidi')];
  cell.meet();
  expect(aliases(cell)).toHaveLength(7);
  const told = await Promise.all(states.map((state) => state()));
  expect(told.toSorted()).toEqual(['admitted', 'refused']);
  expectQuiet(cell);
});
