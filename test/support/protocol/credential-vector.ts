import { bitsOf, hashOfBits } from '#shared/protocol/credentials/list-bits.ts';
import {
  bundleText,
  type CheckPolicy,
  definedType,
  issuedPath,
  issuedRoot,
  MESH_MEMBER,
  readStandings,
  requestLink,
  sdJwt,
  standingWords,
} from '../../../electron/node/credentials/index.ts';
import { contextOfType } from '../../../electron/node/credentials/type/context-of-type.ts';
import { jsonSchemaOf, schemaDigest } from '../../../electron/node/credentials/type/json-schema.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { parseEntry } from '../../../electron/node/log/signed-entry.ts';
import * as of from '../credentials/outside.ts';
import { readVectorText } from '../vectors.ts';

/** What the verifier knows: its clock, its request, and who vouches. */
export type By = 'cell' | 'standing' | 'issuer';

interface Handed {
  readonly note: string;
  readonly by: By;
  readonly handed: string;
  /** Null where it holds. */
  readonly code: string | null;
}

const DEFINITION = {
  type: 'ToolLoan',
  title: 'A tool that was lent',
  claims: {
    tool: { type: 'text', max: 80 },
    days: { type: 'integer', min: 1, max: 90 },
    insured: { type: 'boolean', optional: true },
    state: { type: 'choice', of: ['new', 'used', 'repaired'] },
  },
};

const credential = of.issue();
const issues = [...of.OTHERS, of.issueOf(credential)];
/** Of no revoked credentials at all, as the specification spells it: what zlib writes differs between machines. */
const NO_BITS = readVectorText('bitstring/spec-example-encodedList.txt').trim().slice(1);

/** What a verifier is told by the file, as the policy of a check. */
export function policyBy(by: By): CheckPolicy {
  const policy: CheckPolicy = { nowMs: of.NOW_MS, request: of.request() };
  if (by === 'cell') return { ...policy, cell: of.cellFacts({ issues }) };
  if (by === 'issuer')
    return { ...policy, issuers: [{ did: of.didOf('alice'), log: of.logText(of.aliceLog) }] };
  return { ...policy, standings: [of.standingOf(of.standingTexts(of.standingBody({ issues })))] };
}

function handedOver(): Handed[] {
  const shown = of.shown(credential);
  const [jwt = '', role = '', binding = ''] = shown.split('~');
  const { header, payload } = sdJwt.readJws(credential.jwt);
  const signedAs = (changedHeader: object, changedPayload: object = {}) =>
    `${sdJwt.writeJws({ ...header, ...changedHeader }, { ...payload, ...changedPayload }, (input) => of.alice.key.sign(input))}~`;
  const papers = {
    v: 1 as const,
    presentation: shown,
    issuerLog: of.logText(of.aliceLog),
    issued: issuedPath(issues, of.issueOf(credential), 'sd-jwt') ?? undefined,
    status: { bits: NO_BITS },
    standing: of.standingTexts(of.standingBody({ issues })),
  };
  const bundle = (more: object = {}) => bundleText(JSON.parse(JSON.stringify({ ...papers, ...more })));
  const inside = (note: string, handed: string, code: string | null): Handed => ({
    note,
    by: 'cell',
    handed,
    code,
  });
  const outside = (note: string, more: object, code: string | null): Handed => ({
    note,
    by: 'standing',
    handed: bundle(more),
    code,
  });
  return [
    inside('one claim, bound to the request', shown, null),
    outside('the same, with all papers', {}, null),
    inside('the last tilde was lost', jwt, 'malformed'),
    inside('an algorithm with another name', signedAs({ alg: 'EdDSA' }), 'unsupported'),
    inside('IETF SD-JWT VC', signedAs({ typ: 'dc+sd-jwt' }), 'unsupported'),
    inside('vct', signedAs({}, { vct: 'urn:x' }), 'unsupported'),
    inside('a claim twice', `${jwt}~${role}~${role}~${binding}`, 'disclosure-repeated'),
    inside(
      'a claim that nobody signed',
      `${jwt}~${Buffer.from('["c2FsdA","age",7]').toString('base64url')}~${binding}`,
      'disclosure-unreferenced',
    ),
    inside('without key binding', `${jwt}~${role}~`, 'holder-missing'),
    inside('a claim taken away', `${jwt}~${binding}`, 'holder-hash'),
    inside('shown by carol', of.shown(credential, of.request(), of.carol.key), 'holder-signature'),
    inside('a whole credential in answer to a request', JSON.stringify(credential.whole), 'holder-missing'),
    outside('one of two attests', { standing: papers.standing.slice(0, 2) }, 'standing-invalid'),
    outside('no list', { status: undefined }, 'status-missing'),
    outside('no path', { issued: undefined }, 'not-anchored'),
    outside('no DID log', { issuerLog: undefined }, 'key-unknown'),
    outside(
      'a newer standing, attested by q of the accepted one, that names other bits',
      {
        standing: [
          ...papers.standing,
          ...of.standingTexts(of.standingBody({ issues, revoked: [of.INDEX], entries: 501 })),
        ],
      },
      'status-stale',
    ),
    {
      note: 'a standing, and a verifier who trusts alice alone',
      by: 'issuer',
      handed: bundle(),
      code: 'status-missing',
    },
  ];
}

/** A type, one issuance in both of its forms, what an outsider needs, and what is refused. */
export function credentialVector() {
  const define = parseEntry(of.entryText('alice', 'define', DEFINITION));
  const type = definedType(define.hash, define.entry.body);
  const standing = readStandings(of.standingTexts(of.standingBody({ issues })))[0];
  return {
    comment:
      'Salts are the first 16 bytes of SHA-256 of the path as JSON. Keys and DIDs: members.json. Of the verdicts, "cell" knows the issues below and that nothing is revoked, "standing" has accepted the one below, "issuer" knows alice by her DID log.',
    type: {
      define: define.text,
      id: type.id,
      context: contextOfType(type),
      schema: jsonSchemaOf(type),
      digestSRI: schemaDigest(type),
    },
    meshMember: {
      id: MESH_MEMBER.id,
      context: contextOfType(MESH_MEMBER),
      schema: jsonSchemaOf(MESH_MEMBER),
      digestSRI: schemaDigest(MESH_MEMBER),
    },
    issued: credential,
    issues,
    issuedRoot: issuedRoot(issues),
    bits: [[], [0], [of.INDEX], [0, 7, 8, 131_071]].map((set) => ({ set, sha256: hashOfBits(bitsOf(set)) })),
    standing: { ...standing?.standing, words: standing ? standingWords(standing.standing) : [] },
    facts: {
      nowMs: of.NOW_MS,
      request: of.request(),
      link: requestLink(of.request()),
      aliceKey: encodeMultikey('ed25519', of.alice.key.publicKey),
    },
    verdicts: handedOver(),
  };
}

export type CredentialVector = ReturnType<typeof credentialVector>;
