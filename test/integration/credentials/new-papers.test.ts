/** A holder who is no member: it is handed its credential and papers, and newer ones by any member. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import type { GhostNode } from '../../../electron/node/root/node.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { outcomeOf } from '../../support/outcome-of.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder = '';
let members: readonly LiveMember[] = [];
const outside: GhostNode[] = [];

// Anew for each try: a cell of two says no third time within a day what it issued and revoked.
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-papers-'));
  members = await liveCell(folder, ['alice', 'bob']);
  for (const name of ['carol', 'dave']) outside.push(await outsider(name));
}, 60_000);

afterEach(async () => {
  await Promise.all([...members, ...outside.splice(0)].map((one) => one.stop()));
  members = [];
  rmSync(folder, { recursive: true, force: true });
});

async function outsider(name: string): Promise<GhostNode> {
  const node = await createNode({
    home: openHome(join(folder, name)),
    ...{ listen: [], network: false, protection: null, acceptJoins: false },
    deviceSecret: new Uint8Array(32).fill(name.length),
  });
  await node.createKey(name, { kind: 'keychain' });
  return node;
}

/** Once the cell says it outwards. */
const handed = (make: () => { text: string; untilMs: number }) =>
  pollUntil(
    () => {
      try {
        return make();
      } catch {
        return null;
      }
    },
    (made) => made !== null,
    60_000,
  ) as Promise<{ text: string; untilMs: number }>;

test('who is no member holds a credential, shows it, and is told of its revocation by newer papers', async () => {
  const [alice, bob] = members as [LiveMember, LiveMember];
  const [carol, dave] = outside as [GhostNode, GhostNode];
  const [issuer, member] = [alice.node.credentials, bob.node.credentials];
  const did = carol.me()?.did ?? '';
  const claims = { node_id: 'carol', role: 'guest', cell: 'cell-01' };
  const { id, sent } = issuer.issue({ to: did, typeId: 'MeshMember:1', claims });
  expect(sent).toBe(false);
  const first = await handed(() => issuer.handOver(id));
  expect(outcomeOf(() => member.handOver(id))).toMatch(/not-found/);
  expect(outcomeOf(() => dave.credentials.takePapers(first.text))).toMatch(/refused: .*about somebody else/);
  expect(carol.credentials.takePapers(first.text)).toEqual({ id, untilMs: first.untilMs });
  expect(first.untilMs).toBeGreaterThan(Date.now() + 29 * DAY_MS);
  const held = () => carol.credentials.view().held[0];
  expect(held()).toMatchObject({
    ...{ id, claims, state: 'valid', needsPapers: true, outsideUntilMs: first.untilMs },
  });

  const standing = issuer.standing();
  dave.credentials.acceptStanding(standing.text, standing.words.join(' '));
  const shown = () => {
    const request = dave.credentials.request('MeshMember:1', ['role']).link;
    return carol.credentials.show({ id, request, claims: ['role'], tellsId: false, tellsSubject: false })
      .text;
  };
  expect(dave.credentials.check(shown())).toMatchObject({
    ok: true,
    value: { vouchedBy: 'standing', claims: { role: 'guest' }, bound: true },
  });

  // What is handed over is judged: none of it is believed.
  const { text: ask } = carol.credentials.askPapers(id);
  expect(ask).not.toContain('guest');
  const papers = JSON.parse((await handed(() => member.papers(ask))).text) as Record<
    string,
    Record<string, unknown>
  >;
  const changed = (change: object) =>
    outcomeOf(() => carol.credentials.takePapers(JSON.stringify({ ...papers, ...change })));
  expect(changed({})).toBe('taken');
  expect(changed({ papers: { ...papers.papers, status: { bits: 'AAAA' } } })).not.toBe('taken');
  expect(changed({ papers: { ...papers.papers, standing: [] } })).toMatch(/refused: .*another cell/);
  expect(
    changed({ papers: { ...papers.papers, issued: { ...(papers.papers?.issued as object), leaf: 9 } } }),
  ).not.toBe('taken');
  expect(changed({ digests: ['0'.repeat(64), '1'.repeat(64)] })).toMatch(/not-found: .*another credential/);
  expect(changed({ more: 1 })).toMatch(/malformed/);
  expect(outcomeOf(() => carol.credentials.takePapers('x'))).toMatch(/malformed/);
  expect(outcomeOf(() => member.papers(first.text))).toMatch(/malformed/);
  // Of an entry that defines no type nothing is told, whoever asks for it.
  const { hash } = [...(alice.node.cell.current?.log.graph.nodes() ?? [])][0] ?? { hash: '' };
  const spied = member.papers(JSON.stringify({ ...JSON.parse(ask), type: hash })).text;
  expect(JSON.parse(spied).papers).not.toHaveProperty('type');
  const other = { ...JSON.parse(ask), digests: ['0'.repeat(64), '1'.repeat(64)] };
  expect(outcomeOf(() => member.papers(JSON.stringify(other)))).toMatch(/not-found: .*does not say outwards/);
  expect(outcomeOf(() => dave.credentials.papers(ask))).not.toBe('taken');
  expect(held()?.state).toBe('valid');

  // Revoked: carol's papers of before still say nothing of it, those of any member do.
  issuer.revoke(id);
  await pollUntil(
    () => {
      const { text } = member.papers(ask);
      carol.credentials.takePapers(text);
      return held()?.state;
    },
    (state) => state === 'revoked',
    60_000,
  );
  expect(dave.credentials.check(shown())).toMatchObject({ ok: false, code: 'revoked' });
  // Older papers do not undo it.
  expect(outcomeOf(() => carol.credentials.takePapers(first.text))).toMatch(/refused: .*older than yours/);
  expect(held()?.state).toBe('revoked');
});
