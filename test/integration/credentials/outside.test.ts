/**
 * Real homes over loopback: alice issues, bob holds and shows a part to carol, who is outside of the cell and on no
 * network; alice revokes; a member of the cell forges.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CheckView } from '#shared/contract/domain/credential.ts';
import { bitsOf } from '#shared/protocol/credentials/list-bits.ts';
import {
  type Bundle,
  issueInBothForms,
  MESH_MEMBER,
  sdJwt,
} from '../../../electron/node/credentials/index.ts';
import { packBits } from '../../../electron/node/credentials/status/bitstring.ts';
import { encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { formatDidLog } from '../../../electron/node/identity/did-webvh/index.ts';
import { identityOfHeld } from '../../../electron/node/identity/member-identity.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import type { GhostNode } from '../../../electron/node/root/node.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { outcomeOf } from '../../support/outcome-of.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { setUp } from '../../support/set-up.ts';

const LIMIT_MS = 60_000;
let folder = '';
let members: readonly LiveMember[] = [];
let carol: GhostNode;

setUp('a cell of three, and carol', {
  make: async () => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-credentials-'));
    members = await liveCell(folder, ['alice', 'bob', 'dave']);
    carol = await outsider('carol');
  },
  clear: async () => {
    await Promise.all([...members.map((member) => member.stop()), carol?.stop()]);
    members = [];
    rmSync(folder, { recursive: true, force: true });
  },
  limitMs: 60_000,
});

const CLAIMS = { node_id: 'bob', role: 'relay', cell: 'cell-01' };
const three = () => members as [LiveMember, LiveMember, LiveMember];
const heldBy = ({ node }: { node: GhostNode }) => node.credentials.view().held;

const refusal = (checked: CheckView): string => (checked.ok ? 'ok' : checked.code);

/** carol asks for two of three, bob answers. */
function asked(fields = ['node_id', 'role']): string {
  return carol.credentials.request('MeshMember:1', fields).link;
}

function shownBy(member: LiveMember, id: string, link: string, claims = ['node_id', 'role']): string {
  const wish = { id, request: link, claims, tellsId: false, tellsSubject: false };
  return member.node.credentials.show(wish).text;
}

/**
 * bob's answer fell into dave's hands, who is a member too. What he makes of it is refused, each for its own reason, and
 * none of it uses up the nonce: bob's own answer passes afterwards.
 */
function passesForNothing(answer: string, dave: LiveMember): void {
  const bundle = JSON.parse(answer) as Bundle;
  const [jwt = '', first = '', second = '', bound = ''] = (bundle.presentation ?? '').split('~');
  const { key } = dave.node.cell.signer();
  const sign = (input: Uint8Array) => key.sign(input);
  const { header, payload } = sdJwt.readJws(jwt);
  const { aud, nonce, iat } = sdJwt.readKeyBinding(bound);
  const bindBy = (shown: string, disclosures: readonly string[], asked = { aud, nonce, iat }) =>
    sdJwt.bindKey({ jwt: shown, disclosures }, asked, { header: { alg: 'Ed25519' }, sign });
  const x = encodeBase64url(key.publicKey);
  const cnf = { jwk: { crv: 'Ed25519', kty: 'OKP', x } };
  const swapped = sdJwt.writeJws(header, { ...payload, cnf }, sign);
  const own = { ...header, kid: `${String(payload.issuer)}#${encodeMultikey('ed25519', key.publicKey)}` };
  const [statement = '', ...attests] = bundle.standing ?? [];
  const daveLog = dave.node.cell.current?.epoch()?.logs.get(dave.node.cell.current.self.scid)?.didLog;
  const hisLog = daveLog ? formatDidLog(identityOfHeld(daveLog).log) : '';
  const path = bundle.issued as NonNullable<Bundle['issued']>;
  const with_ = (change: object) => JSON.stringify({ ...bundle, ...change });
  const shown = (presentation: string) => with_({ presentation });
  const tried: readonly (readonly [string, string])[] = [
    [shown(bindBy(jwt, [first, second])), 'holder-signature'],
    [shown(bindBy(swapped, [first, second])), 'bad-signature'],
    [shown(bindBy(sdJwt.writeJws(own, { ...payload, cnf }, sign), [first, second])), 'key-unknown'],
    [shown([jwt, first, bound].join('~')), 'holder-hash'],
    [shown([jwt, first, second, first, bound].join('~')), 'disclosure-repeated'],
    [shown([jwt, ...Array(65).fill(first), bound].join('~')), 'too-large'],
    [shown([jwt, 'A'.repeat(5000), bound].join('~')), 'too-large'],
    [shown([jwt, first, second, ''].join('~')), 'holder-missing'],
    [with_({ status: { bits: packBits(bitsOf([1])) } }), 'status-invalid'],
    [with_({ status: undefined }), 'status-missing'],
    [with_({ issued: { ...path, other: '0'.repeat(64) } }), 'not-anchored'],
    [with_({ issued: undefined }), 'not-anchored'],
    [with_({ issuerLog: hisLog }), 'issuer-log'],
    [with_({ issuerLog: undefined }), 'key-unknown'],
    [with_({ standing: [statement] }), 'standing-invalid'],
    [with_({ standing: [statement, attests[0], attests[0]] }), 'standing-invalid'],
    [with_({ standing: [statement.replace('Maple', 'Mapel'), ...attests] }), 'standing-invalid'],
    [with_({ jwk: cnf.jwk }), 'malformed'],
    [with_({ more: 1 }), 'malformed'],
    [' '.repeat(300 * 1024) + answer, 'too-large'],
  ];
  for (const [text, expected] of tried)
    expect(refusal(carol.credentials.check(text)), text.slice(0, 200)).toBe(expected);
}

/** The newest standing of the cell names what was issued, and q attest it. */
async function tellable(member: LiveMember, id: string): Promise<void> {
  const shown = () => heldBy(member).find((one) => one.id === id)?.outsideUntilMs ?? null;
  await pollUntil(shown, (untilMs) => untilMs !== null, LIMIT_MS);
}

test('a credential is issued, held, shown in part to somebody outside without a network, and revoked', async () => {
  const [alice, bob, dave] = three();
  expect(
    outcomeOf(() => alice.node.credentials.issue({ to: bob.did, typeId: 'MeshMember:1', claims: {} })),
  ).toMatch(/invalid-argument: .*node_id/);
  expect(outcomeOf(() => alice.node.credentials.issue({ to: bob.did, typeId: 'x', claims: CLAIMS }))).toMatch(
    /not-found/,
  );
  const { id, sent } = alice.node.credentials.issue({ to: bob.did, typeId: 'MeshMember:1', claims: CLAIMS });
  expect(sent).toBe(true);
  await pollUntil(
    () => heldBy(bob),
    (held) => held[0]?.state === 'valid',
    LIMIT_MS,
  );
  expect(heldBy(bob)[0]).toMatchObject({
    id,
    issuer: { name: 'alice' },
    claims: CLAIMS,
    isOfFormerKey: false,
  });
  expect(heldBy(dave)).toEqual([]);
  expect(alice.node.credentials.view().issued).toMatchObject([
    { id, subject: { name: 'bob' }, state: 'valid' },
  ]);
  await tellable(bob, id);

  // Inside, the log says it: dave asks, and needs no papers.
  const inside = dave.node.credentials.request('MeshMember:1', ['role']).link;
  const toDave = shownBy(bob, id, inside, ['role']);
  const { presentation } = JSON.parse(toDave) as { presentation: string };
  expect(dave.node.credentials.check(presentation)).toMatchObject({
    ok: true,
    value: {
      vouchedBy: 'cell',
      cell: 'Maple Street',
      claims: { role: 'relay' },
      bound: true,
      subject: null,
      id: null,
    },
  });
  expect(refusal(dave.node.credentials.check(toDave))).toBe('replayed');

  // Outside, carol knows nobody yet.
  const early = shownBy(bob, id, asked());
  expect(carol.credentials.check(early)).toMatchObject({ ok: false, code: 'issuer-unknown' });
  // Bob may have heard sooner than alice who attests.
  const said = () => outcomeOf(() => alice.node.credentials.standing());
  await pollUntil(said, (outcome) => outcome === 'taken', LIMIT_MS);
  const { text, words } = alice.node.credentials.standing();
  expect(carol.credentials.readStanding(text).words).toEqual(words);
  const wrong = words.with(2, words[2] === 'zoo' ? 'zone' : 'zoo').join(' ');
  expect(outcomeOf(() => carol.credentials.acceptStanding(text, wrong))).toMatch(/conflict: .*Maple Street/);
  carol.credentials.acceptStanding(text, words.join(' '));

  passesForNothing(early, dave);
  const seen = carol.credentials.check(early);
  expect(seen).toMatchObject({
    ok: true,
    value: {
      vouchedBy: 'standing',
      claims: { node_id: 'bob', role: 'relay' },
      missing: [],
      bound: true,
      id: null,
      subject: null,
      standing: { cell: 'Maple Street' },
    },
  });
  expect(JSON.stringify(seen)).not.toContain('cell-01');
  expect(early).not.toContain(Buffer.from('cell-01').toString('base64url').slice(0, 8));
  // A nonce is used once, and is of one verifier.
  expect(refusal(carol.credentials.check(early))).toBe('replayed');
  expect(refusal(carol.credentials.check(shownBy(bob, id, inside, ['role'])))).toBe('wrong-nonce');

  // Papers of before the revocation: they pass until carol has seen newer ones.
  const before = shownBy(bob, id, asked());
  alice.node.credentials.revoke(id);
  expect(outcomeOf(() => alice.node.credentials.revoke(id))).toMatch(/conflict: This is revoked already/);
  await pollUntil(
    () => heldBy(bob)[0]?.state,
    (state) => state === 'revoked',
    LIMIT_MS,
  );
  const revoked = () => carol.credentials.check(shownBy(bob, id, asked()));
  await pollUntil(
    () => refusal(revoked()),
    (said) => said === 'revoked',
    LIMIT_MS,
  );
  expect(revoked()).toMatchObject({
    code: 'revoked',
    message: expect.stringMatching(/\(Maple Street\) revoked this \(number \d+\)/),
  });
  expect(refusal(carol.credentials.check(before))).toBe('status-stale');
  expect(alice.node.credentials.view().issued[0]?.state).toBe('revoked');
});

test('what a hostile member makes passes for nothing of alice’s, and is kept by nobody', async () => {
  const [alice, bob, dave] = three();
  const hostile = dave.node.cell.signer().key;
  const subject = { did: bob.did, publicKey: bob.node.cell.signer().key.publicKey };
  const status = { list: '1a1a1a1a-2222-4333-8444-555555555555', index: 7 };
  const forged = issueInBothForms(
    { did: alice.did, key: hostile },
    { type: MESH_MEMBER, subject, claims: CLAIMS, atMs: Date.now(), status },
  );
  // Under alice's name with dave's key, and under dave's own name without an entry in the log.
  const text = JSON.stringify(forged.whole);
  for (const node of [bob.node, carol]) expect(refusal(node.credentials.check(text))).not.toBe('ok');
  expect(refusal(bob.node.credentials.check(text))).toBe('key-unknown');
  const own = issueInBothForms(
    { did: dave.did, key: hostile },
    { type: MESH_MEMBER, subject, claims: CLAIMS, atMs: Date.now(), status },
  );
  expect(refusal(bob.node.credentials.check(JSON.stringify(own.whole)))).toBe('not-anchored');
  const changed = { ...own.whole, credentialSubject: { ...own.whole.credentialSubject, role: 'owner' } };
  expect(refusal(bob.node.credentials.check(JSON.stringify(changed)))).toBe('bad-signature');
  const before = heldBy(bob).length;
  // Sent as alice's, as a changed one of dave's own, and as two forms that say different things.
  const other = issueInBothForms(
    { did: dave.did, key: hostile },
    { type: MESH_MEMBER, subject, claims: { ...CLAIMS, role: 'owner' }, atMs: Date.now(), status },
  );
  for (const { whole, jwt, disclosures } of [
    forged,
    { ...own, whole: changed },
    { ...own, jwt: other.jwt, disclosures: other.disclosures },
  ])
    expect(dave.node.messages.sendCredential(bob.did, 'Mesh member', { whole, jwt, disclosures })).toBe(true);
  const { id: last } = dave.node.credentials.issue({ to: bob.did, typeId: 'MeshMember:1', claims: CLAIMS });
  await pollUntil(
    () => heldBy(bob).map((one) => one.id),
    (ids) => ids.includes(last),
    LIMIT_MS,
  );
  expect(heldBy(bob)).toHaveLength(before + 1);
  // dave cannot revoke what alice issued, and another place of dave's says nothing of it.
  expect(
    outcomeOf(() => dave.node.credentials.revoke(alice.node.credentials.view().issued[0]?.id ?? '')),
  ).toMatch(/not-found/);
});

test('a type of the cell, a whole credential and a single issuer whose fingerprint was compared', async () => {
  const [alice, bob] = three();
  const { id: typeId } = alice.node.credentials.define({
    type: 'ToolLicence',
    title: 'Tool licence',
    claims: { tool: { type: 'text', max: 40 }, level: { type: 'integer', min: 1, max: 5 } },
  });
  const claims = { tool: 'Band saw', level: 3 };
  const { id } = alice.node.credentials.issue({ to: bob.did, typeId, claims, days: 30 });
  await pollUntil(
    () => heldBy(bob).find((one) => one.id === id)?.state,
    (state) => state === 'valid',
    LIMIT_MS,
  );
  expect(heldBy(bob).find((one) => one.id === id)).toMatchObject({ title: 'Tool licence', claims });
  const wish = { id, request: null, claims: [], tellsId: false, tellsSubject: false };
  const { text } = bob.node.credentials.show(wish);
  // Written since the newest standing: to who goes by the cell it is not there yet.
  expect(carol.credentials.check(text)).toMatchObject({ ok: false, code: 'not-anchored' });
  const stranger = await outsider('erin');
  try {
    expect(refusal(stranger.credentials.check(text))).toBe('issuer-unknown');
    const { fingerprint, did } = stranger.credentials.readIssuer(text);
    expect(did).toBe(alice.did);
    expect(fingerprint).toBe(alice.node.me()?.fingerprint);
    expect(outcomeOf(() => stranger.credentials.acceptIssuer(text, '00'.repeat(8)))).toMatch(/conflict/);
    stranger.credentials.acceptIssuer(text, fingerprint);
    expect(stranger.credentials.check(text)).toMatchObject({
      ok: true,
      value: { vouchedBy: 'issuer', claims, bound: false },
    });
    stranger.credentials.forgetVoucher('issuer', did);
    expect(refusal(stranger.credentials.check(text))).toBe('issuer-unknown');
  } finally {
    await stranger.stop();
  }
});

async function outsider(name: string): Promise<GhostNode> {
  const node = await createNode({
    home: openHome(join(folder, name)),
    listen: [],
    network: false,
    protection: null,
    deviceSecret: new Uint8Array(32).fill(9),
    acceptJoins: false,
  });
  await node.createKey(name, { kind: 'keychain' });
  return node;
}

test('what a home holds and asked is there after a restart', async () => {
  const [, bob] = three();
  const held = heldBy(bob).map(({ id, state }) => [id, state]);
  await bob.stop();
  await bob.start();
  await pollUntil(
    () => heldBy(bob).map(({ id, state }) => [id, state]),
    (now) => now.length === held.length,
    LIMIT_MS,
  );
  expect(heldBy(bob).map(({ id, state }) => [id, state])).toEqual(held);
});
