import { afterEach, expect, test } from 'vitest';
import { readInvitation } from '../../../electron/node/cell/joining/invitation.ts';
import { JoinQuestions } from '../../../electron/node/cell/joining/join-exchange.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { LocalMember } from '../../../electron/node/tutorial/local-member.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

function cellOfAlice(): LocalCell {
  const cell = LocalCell.found('Maple Street', { name: 'alice' });
  open.push(cell);
  return cell;
}

const names = (cell: LocalCell) => cell.first.epoch.members.map(({ alias }) => alias);

/** Somebody asks Alice, and has not compared the words. */
async function asks(cell: LocalCell, name: string): Promise<LocalMember> {
  const { admissions } = cell.first.node;
  const newcomer = new LocalMember({ name });
  open.push(newcomer);
  const invitation = readInvitation(admissions.invite(['/ip4/127.0.0.1/tcp/1'], 60_000).code);
  const questions = new JoinQuestions({ invitation, identity: newcomer.identity, alias: name });
  await admissions.answer(questions.first(), newcomer.key.publicKey);
  return newcomer;
}

test('the name of somebody who only asked is free for somebody else', async () => {
  const cell = cellOfAlice();
  await asks(cell, 'bob');
  await cell.admit({ name: 'bob' });
  expect(names(cell)).toEqual(['alice', 'bob']);
});

test('the name of a removed member is free again', async () => {
  const cell = cellOfAlice();
  await cell.admit({ name: 'bob' });
  const carol = await cell.admit({ name: 'carol' });
  const id = cell.act('alice', ({ decisions }) => decisions.proposeRemoval(carol.identity.scid, ''));
  for (const name of ['alice', 'bob', 'carol'])
    cell.act(name, ({ decisions }) => decisions.vote(id, name === 'carol' ? 'REJECT' : 'APPROVE', ''));
  expect(names(cell)).toEqual(['alice', 'bob']);
  await cell.admit({ name: 'carol' });
  expect(names(cell)).toEqual(['alice', 'bob', 'carol']);
});

test('the name of a member is not, whoever comes with it', async () => {
  const cell = cellOfAlice();
  await cell.admit({ name: 'bob' });
  await expect(cell.admit({ name: 'bob' })).rejects.toMatchObject({ code: 'already-exists' });
});
