/** The tutorial's names over a cell: issues stand in its log, and are revoked there. */
import { expect, test } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { DidService, LocalCell } from '../../../electron/node/tutorial/index.ts';

const CLAIMS = { node_id: 'bob', role: 'relay', cell: 'cell-01' };

async function twoInCell() {
  const cell = LocalCell.found('Maple Street', { name: 'alice' });
  await cell.admit({ name: 'bob' });
  return { cell, service: new DidService({ cell }) };
}

test('what a member issues to another stands in the log, is shown in part, and can be revoked', async () => {
  const { cell, service } = await twoInCell();
  const id = service.issueCredential('did:sov:alice', 'did:sov:bob', 'MeshMember', CLAIMS);
  const kinds = [...cell.first.node.log.graph.nodes()].map(({ entry }) => entry.kind);
  expect(kinds.filter((kind) => kind === 'issue')).toHaveLength(1);
  expect(service.credential(id).issuer).toBe(cell.member('alice').identity.did);
  expect(service.verifyCredential(id)).toBe(true);
  expect(service.selectiveDisclosure(id, ['node_id', 'role'])).toEqual({ node_id: 'bob', role: 'relay' });
  service.revokeCredential(id);
  expect(service.verifyCredential(id)).toBe(false);
  expect(service.checkCredential(id)).toMatchObject({ ok: false, error: { code: 'revoked' } });
  expect(() => service.revokeCredential(id)).toThrow(GhostStackError);
});

test('claims of no built-in type are defined in the log once; a stranger still signs with its own key', async () => {
  const { cell, service } = await twoInCell();
  for (const level of [1, 2]) {
    const id = service.issueCredential('did:sov:bob', 'did:sov:alice', 'ToolLicence', { tool: 'saw', level });
    expect(service.verifyCredential(id)).toBe(true);
    expect(service.selectiveDisclosure(id, ['level'])).toEqual({ level });
  }
  expect(cell.first.node.log.book.issuing.defines()).toHaveLength(1);
  const [carol, dave] = ['carol', 'dave'].map((name) => service.createDid(name)) as [string, string];
  const own = service.issueCredential(carol, dave, 'MeshMember', CLAIMS);
  expect(service.credential(own).issuer).toMatch(/^did:key:/);
  expect(service.verifyCredential(own)).toBe(true);
  expect(() => service.revokeCredential(own)).toThrow('no such credential');
});
