import { afterEach, expect, test } from 'vitest';
import { authoriseEntry, keyAt } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { verifyLogFile } from '../../../electron/node/log/log-file.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';

let cell: LocalCell;
afterEach(() => cell.close());

async function cellOf(...names: readonly [string, ...string[]]): Promise<LocalCell> {
  const [first, ...others] = names;
  cell = LocalCell.found('Maple Street', { name: first });
  for (const name of others) await cell.admit({ name });
  return cell;
}

test('three members come by invitation and ballots, each with a key, a feed and the whole log of its own', async () => {
  const { members } = await cellOf('alice', 'bob', 'carol');
  expect(new Set(members.map(({ key }) => key.did)).size).toBe(3);
  for (const { epoch, node } of members) {
    expect(epoch.members.map(({ alias }) => alias)).toEqual(['alice', 'bob', 'carol']);
    expect(node.log.graph.authors()).toHaveLength(2);
  }
  expect(new Set(members.map(({ node }) => node.stateHash())).size).toBe(1);
  const report = verifyLogFile(cell.export(), authoriseEntry, keyAt);
  expect(report).toMatchObject({ name: 'Maple Street', stateHash: members[2]?.node.stateHash() });
});

test('a member is found by its name, its alias and its DIDs, and nobody else is', async () => {
  const { first } = await cellOf('alice', 'bob');
  for (const name of ['alice', 'did:sov:alice', first.key.did, first.identity.did]) {
    expect(cell.member(name)).toBe(first);
  }
  expect(cell.has('carol')).toBe(false);
  expect(() => cell.member('did:sov:carol')).toThrow(expect.objectContaining({ code: 'not-found' }));
});

test('a name that is taken is refused', async () => {
  await cellOf('alice');
  await expect(cell.admit({ name: 'Alice' })).rejects.toMatchObject({ code: 'already-exists' });
  expect(cell.members).toHaveLength(1);
});
