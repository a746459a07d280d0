/** A home that went on in another cell: what was issued in the one that it keeps is shown and checked as before. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CredentialView } from '#shared/contract/domain/credential.ts';
import type { CellNode } from '../../../electron/node/cell/cell-node.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { setUp } from '../../support/set-up.ts';

const LIMIT_MS = 60_000;
let folder = '';
let members: readonly LiveMember[] = [];
setUp('a cell of three', {
  make: async () => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-forked-'));
    members = await liveCell(folder, ['alice', 'bob', 'carol']);
  },
  clear: async () => {
    await Promise.all(members.map((member) => member.stop()));
    members = [];
    rmSync(folder, { recursive: true, force: true });
  },
  limitMs: 60_000,
});

const credentialsOf = ({ node }: LiveMember) => node.credentials;
const liveOf = ({ node }: LiveMember): CellNode => node.cell.current as CellNode;
const until = <T>(read: () => T, is: (value: T) => boolean): Promise<T> => pollUntil(read, is, LIMIT_MS);
const heldBy = (member: LiveMember, id: string): CredentialView | undefined =>
  credentialsOf(member)
    .view()
    .held.find((one) => one.id === id);
const issuedBy = (member: LiveMember, id: string): CredentialView | undefined =>
  credentialsOf(member)
    .view()
    .issued.find((one) => one.id === id);

/** `of` is shown to `to`, who asked: what it finds. */
function shown(of: LiveMember, to: LiveMember, { id, typeId }: CredentialView, claims: readonly string[]) {
  const { link } = credentialsOf(to).request(typeId, claims);
  const wish = { id, request: link, claims, tellsId: false, tellsSubject: false };
  return credentialsOf(to).check(credentialsOf(of).show(wish).text);
}

test('credentials of a cell that was left for another are held, shown and checked; revoked only where they were issued', async () => {
  const [alice, bob, carol] = members as [LiveMember, LiveMember, LiveMember];
  const parent = liveOf(alice).id;
  const { id: typeId } = credentialsOf(alice).define({
    type: 'ToolLicence',
    title: 'Tool licence',
    claims: { tool: { type: 'text', max: 40 }, level: { type: 'integer', min: 1, max: 5 } },
  });
  const issue = (level: number) =>
    credentialsOf(alice).issue({ to: bob.did, typeId, claims: { tool: 'saw', level } }).id;
  const first = issue(1);
  const gone = issue(2);
  for (const id of [first, gone])
    await until(
      () => heldBy(bob, id)?.state,
      (state) => state === 'valid',
    );
  credentialsOf(alice).revoke(gone);
  await until(
    () => heldBy(bob, gone)?.state,
    (state) => state === 'revoked',
  );

  const ask = { with: [liveOf(bob).self.scid], follow: {} };
  const { cell } = alice.node.cell.forks.propose('Maple Street 2', ask);
  await until(
    () => bob.node.cell.forks.view().proposals.find((one) => one.cell === cell),
    (proposal) => proposal?.state === 'asked' && proposal.waitsFor === null,
  );
  await bob.node.cell.forks.go(cell);
  // Each listens anew once it has moved.
  for (const { node } of [alice, bob])
    await until(() => node.cell.current?.id === cell && (node.me()?.addresses.length ?? 0) > 0, Boolean);

  // Neither is in the log of the new cell, and both are what they were.
  expect(liveOf(bob).log.book.issuing.issuers()).toEqual([]);
  expect(heldBy(bob, first)).toMatchObject({ state: 'valid', title: 'Tool licence', isOfFormerKey: false });
  expect(heldBy(bob, gone)).toMatchObject({ state: 'revoked' });
  expect(issuedBy(alice, first)).toMatchObject({ state: 'valid', title: 'Tool licence' });
  const credential = heldBy(bob, first) as CredentialView;
  for (const verifier of [alice, carol]) {
    expect(shown(bob, verifier, credential, ['tool'])).toMatchObject({
      ok: true,
      value: { vouchedBy: 'cell', cell: 'Maple Street', claims: { tool: 'saw' }, bound: true },
    });
  }
  expect(shown(bob, alice, { ...credential, id: gone }, ['tool'])).toMatchObject({
    ok: false,
    code: 'revoked',
  });

  // What is issued from now on stands in the new cell, in a list of its own.
  expect(() => credentialsOf(alice).revoke(first)).toThrow(/You issued this in Maple Street/);
  const role = { node_id: 'bob', role: 'relay', cell: 'cell-02' };
  const second = credentialsOf(alice).issue({ to: bob.did, typeId: 'MeshMember:1', claims: role }).id;
  await until(
    () => heldBy(bob, second)?.state,
    (state) => state === 'valid',
  );
  credentialsOf(alice).revoke(second);
  await until(
    () => heldBy(bob, second)?.state,
    (state) => state === 'revoked',
  );
  expect(heldBy(bob, first)?.state).toBe('valid');

  // After a restart as well; once the kept cell is forgotten, nothing here knows of it.
  await bob.stop();
  await bob.start();
  await until(
    () => heldBy(bob, first)?.state,
    (state) => state === 'valid',
  );
  bob.node.cell.held.forget(parent);
  expect(heldBy(bob, first)?.state).toBe('unknown');
  expect(heldBy(bob, second)?.state).toBe('revoked');

  // While a home changes over it sends nothing, and so issues nothing that could reach nobody.
  const before = credentialsOf(alice).view().issued.length;
  const moving = alice.node.cell.held.use(parent);
  await new Promise(setImmediate);
  expect(() => issue(3)).toThrow(/just changing over to another cell/);
  await moving;
  expect(liveOf(alice).id).toBe(parent);
  expect(credentialsOf(alice).view().issued).toHaveLength(before);
});
