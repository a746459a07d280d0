/** A cell of three, what alice issued in it, and carol's neighbour, who is no member and has papers alone. */

import { type Issue, issuedRoot } from '#shared/protocol/credentials/issued-tree.ts';
import { bitsOf, hashOfBits } from '#shared/protocol/credentials/list-bits.ts';
import type { StandingBody } from '#shared/protocol/credentials/standing-body.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { dayOf } from '#shared/protocol/trust/endorsement-day.ts';
import {
  type Bundle,
  bundleText,
  type CellFacts,
  type CheckPolicy,
  type IssuedCredential,
  issueInBothForms,
  MESH_MEMBER,
  makeRequest,
  makeStatusList,
  type PresentationRequest,
  papersOf,
  presentParts,
  readStandings,
  type Standing,
} from '../../../electron/node/credentials/index.ts';
import { encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { sha256 } from '../../../electron/node/crypto/hash.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import {
  type DidLogEntry,
  didOfScid,
  formatDidLog,
  nextKeyHash,
  rotateDidLogKey,
} from '../../../electron/node/identity/did-webvh/index.ts';
import { signEntry } from '../../../electron/node/log/signed-entry.ts';
import { type Name, people, STARTED_AT_MS } from '../protocol/vector-member.ts';

export const NOW_MS = STARTED_AT_MS + 40 * 86_400_000;
export const CELL = 'ce'.repeat(32);
export const LIST = '11111111-2222-4333-8444-555555555555';
export const INDEX = 94_567;
export const CLAIMS = { node_id: 'bob', role: 'relay', cell: 'cell-01' };
/** Not a member of any cell; asks for what bob has. */
export const VERIFIER = SigningKey.fromSeed(new Uint8Array(32).fill(77));

export const { alice, bob, carol } = people;
export const didOf = (name: Name): string => didOfScid(people[name].identity.scid);

/** The keys to which alice's first version committed; the first of them signs after her key was replaced. */
export const ALICE_NEXT = SigningKey.fromSeed(new Uint8Array(32).fill(65));

export function rotated(log: readonly DidLogEntry[]): readonly DidLogEntry[] {
  return rotateDidLogKey({
    log,
    nextKey: ALICE_NEXT,
    sealingPublicKey: ALICE_NEXT.sealing.publicKey,
    nextKeyHashes: [201, 202].map((byte) =>
      nextKeyHash(SigningKey.fromSeed(new Uint8Array(32).fill(byte)).publicKey),
    ),
    nowMs: NOW_MS - 86_400_000,
  });
}

export const aliceLog = alice.identity.log;
export const logText = (log: readonly DidLogEntry[]): string => formatDidLog(log);

/** The same each time, so that vectors are. */
export function saltOf(path: readonly (string | number)[]): string {
  return encodeBase64url(sha256(Buffer.from(JSON.stringify(path))).subarray(0, 16));
}

export function issue(
  of: Partial<Parameters<typeof issueInBothForms>[1]> = {},
  key = alice.key,
  did = didOf('alice'),
): IssuedCredential {
  return issueInBothForms(
    { did, key },
    {
      type: MESH_MEMBER,
      subject: { did: didOf('bob'), publicKey: bob.key.publicKey },
      claims: CLAIMS,
      atMs: NOW_MS - 3_600_000,
      status: { list: LIST, index: INDEX },
      id: '99999999-8888-4777-8666-555555555555',
      saltOf,
      ...of,
    },
  );
}

export const issueOf = ({ digests }: IssuedCredential, index = INDEX): Issue => ({ index, digests });

/** Of others to whom alice issued something: indices and digests tell nothing. */
export const OTHERS: readonly Issue[] = [3, 70_000, 100_001].map((index) => ({
  index,
  digests: [`${index}`.padStart(64, '0'), `${index}`.padStart(64, 'f')],
}));

export function request(of: Partial<PresentationRequest> = {}): PresentationRequest {
  const made = makeRequest({
    aud: VERIFIER.did,
    type: MESH_MEMBER.id,
    fields: ['role'],
    nowMs: NOW_MS - 60_000,
    nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
  });
  return { ...made, ...of };
}

export function shown(
  credential: IssuedCredential,
  asked = request(),
  key = bob.key,
  nowMs = NOW_MS,
): string {
  return presentParts(credential, { claims: ['role'] }, asked, { key, nowMs });
}

/** What the log of the cell says of alice. */
export function cellFacts({
  issues = [],
  revoked = [],
  keys = [alice.key],
  list = LIST,
}: {
  issues?: readonly Issue[];
  revoked?: readonly number[];
  keys?: readonly SigningKey[];
  list?: string | null;
} = {}): CellFacts {
  return {
    issuer: (scid) =>
      scid === alice.identity.scid
        ? {
            name: 'alice',
            keys: keys.map(({ publicKey }) => encodeMultikey('ed25519', publicKey)),
            list,
            issuesAt: (index) => issues.filter((one) => one.index === index),
            isRevoked: (index) => revoked.includes(index),
            leftAtMs: null,
          }
        : null,
  };
}

export function standingBody(of: {
  issues: readonly Issue[];
  revoked?: readonly number[];
  day?: number;
  entries?: number;
  log?: readonly DidLogEntry[];
  key?: SigningKey;
}): StandingBody {
  const { issues, revoked = [], day = dayOf(NOW_MS), entries = 500, log = aliceLog, key = alice.key } = of;
  const nothing = { issued: issuedRoot([]), revoked: hashOfBits(bitsOf([])) };
  return {
    about: 'standing',
    day,
    name: 'Maple Street',
    epoch: 2,
    entries,
    q: 2,
    members: [
      {
        scid: alice.identity.scid,
        key: encodeMultikey('ed25519', key.publicKey),
        version: log.at(-1)!.versionId,
        issued: issuedRoot(issues),
        revoked: hashOfBits(bitsOf(revoked)),
      },
      ...[bob, carol].map(({ identity, key: own }) => ({
        scid: identity.scid,
        key: encodeMultikey('ed25519', own.publicKey),
        version: identity.log.at(-1)!.versionId,
        ...nothing,
      })),
    ],
  };
}

/** The text of an entry of this cell, signed. */
export function entryText(
  author: Name,
  kind: string,
  body: Record<string, unknown>,
  key = people[author].key,
): string {
  return signEntry(key, {
    v: 1,
    cell: CELL,
    author: people[author].identity.scid,
    gen: 0,
    seq: 7,
    prev: ZERO_HASH.replace(/0$/, '1'),
    seen: {},
    at: NOW_MS,
    kind,
    body,
    key: encodeMultikey('ed25519', key.publicKey),
  }).text;
}

/** A statement, and the attests of these. */
export function standingTexts(body: StandingBody, by: readonly Name[] = ['bob', 'carol']): string[] {
  const statement = entryText('carol', 'statement', body);
  const { hash } = readStandings([statement])[0]!.standing;
  return [statement, ...by.map((name) => entryText(name, 'attest', { statement: hash }))];
}

export const standingOf = (texts: readonly string[]): Standing => readStandings(texts)[0]!.standing;

/** All that bob hands to somebody outside of the cell, and what that one knows already. */
export function outside(
  credential: IssuedCredential,
  of: Partial<Bundle> & { revoked?: readonly number[]; body?: StandingBody } = {},
): { bundle: string; policy: CheckPolicy } {
  const { revoked = [], body, ...papers } = of;
  const issues = [...OTHERS, issueOf(credential)];
  const texts = standingTexts(body ?? standingBody({ issues, revoked }));
  const bundle: Bundle = {
    v: 1,
    presentation: shown(credential),
    ...papersOf({
      form: 'sd-jwt',
      issue: issueOf(credential),
      issues,
      revoked,
      issuerLog: logText(aliceLog),
      key: encodeMultikey('ed25519', alice.key.publicKey),
      standing: texts,
    }),
    ...papers,
  };
  return {
    bundle: bundleText(bundle),
    policy: { nowMs: NOW_MS, request: request(), standings: [standingOf(texts)] },
  };
}

export function aliceList(
  revoked: readonly number[] = [],
  atMs = NOW_MS - 86_400_000,
  key = alice.key,
  list = LIST,
) {
  return makeStatusList({ did: didOf('alice'), key }, { list, revoked, atMs });
}
