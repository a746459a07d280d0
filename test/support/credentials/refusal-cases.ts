import { gzipSync } from 'node:zlib';
import { dayOf } from '#shared/protocol/trust/endorsement-day.ts';
import {
  type CheckPolicy,
  issuedPath,
  type RefusalCode,
  sdJwt,
} from '../../../electron/node/credentials/index.ts';
import { makeDisclosure } from '../../../electron/node/credentials/sd-jwt/disclosure.ts';
import { bitsOf, packBits } from '../../../electron/node/credentials/status/bitstring.ts';
import { encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import * as of from './outside.ts';

import {
  binding,
  bombList,
  bySelf,
  credential,
  inside,
  issues,
  jwt,
  late,
  outside,
  part,
  policyOfIssuer,
  role,
  signedAs,
  text,
} from './refusal-hands.ts';

/** One case or more for each code: what is handed over, and what the verifier knows. */
export const CASES: readonly [RefusalCode, string, () => [unknown, CheckPolicy?]][] = [
  ['too-large', 'papers of 300 KiB', () => [{ v: 1, presentation: 'x'.repeat(300 * 1024) }]],
  ['too-large', 'a credential of 65 KiB', () => [`${'x'.repeat(65 * 1024)}~`]],
  ['too-large', '65 disclosures', () => [`${jwt}~${'WyJhIiwxXQ~'.repeat(65)}`]],
  ['too-large', 'a disclosure of 5 KiB', () => [`${jwt}~${'A'.repeat(5 * 1024)}~`]],
  ['too-large', 'disclosures of 36 KiB', () => [`${jwt}~${`${'A'.repeat(4096)}~`.repeat(9)}`]],
  ['too-large', 'JSON of 70 levels', () => [`{"a":${'['.repeat(70)}${']'.repeat(70)}}`]],
  ['too-large', 'a whole credential of 30 KiB', () => [{ ...credential.whole, more: 'x'.repeat(30 * 1024) }]],
  [
    'too-large',
    'a list that unpacks to 64 MiB',
    () => outside({ status: bombList(gzipSync(Buffer.alloc(1 << 26))) }),
  ],
  [
    'too-large',
    'a list in two members of gzip',
    () => {
      const half = gzipSync(Buffer.from(bitsOf([])));
      return outside({ status: bombList(Buffer.concat([half, half])) });
    },
  ],
  ['too-large', 'a list that is shorter', () => outside({ status: bombList(gzipSync(Buffer.alloc(8192))) })],

  ['malformed', 'a text without its last tilde', () => [jwt]],
  ['malformed', 'a key twice', () => [`{"id":1,"i\\u0064":2}`]],
  ['malformed', 'padding', () => [`${jwt}=~`]],
  ['malformed', 'a member that nobody knows', () => [{ ...credential.whole, more: 1 }]],
  [
    'malformed',
    'a proof that expires',
    () => [{ ...credential.whole, proof: { ...credential.whole.proof, expires: '2027-01-01T00:00:00Z' } }],
  ],
  [
    'malformed',
    'a time with milliseconds',
    () => [{ ...credential.whole, validFrom: '2026-01-01T00:00:00.000Z' }],
  ],
  [
    'malformed',
    'a day that does not exist',
    () => [{ ...credential.whole, validFrom: '2026-02-30T00:00:00Z' }],
  ],
  ['malformed', 'three years', () => [{ ...credential.whole, validUntil: '2030-01-01T00:00:00Z' }]],
  ['malformed', 'nothing at all', () => [null]],
  ['malformed', 'neither of the forms', () => [{ v: 1 }]],
  ['malformed', 'a visible claim', () => [signedAs({}, { credentialSubject: { _sd: [], role: 'relay' } })]],
  [
    'malformed',
    'a jwk of somebody else',
    () => [
      bySelf({ jwk: { crv: 'Ed25519', kty: 'OKP', x: encodeBase64url(of.bob.key.publicKey) } }),
      policyOfIssuer,
    ],
  ],

  ['unsupported', 'alg none', () => [signedAs({ alg: 'none' })]],
  ['unsupported', 'alg EdDSA', () => [signedAs({ alg: 'EdDSA' })]],
  ['unsupported', 'typ of IETF SD-JWT VC', () => [signedAs({ typ: 'dc+sd-jwt' })]],
  ['unsupported', 'typ of a draft', () => [signedAs({ typ: 'vc+ld+json+sd-jwt' })]],
  ['unsupported', 'another cty', () => [signedAs({ cty: 'vp' })]],
  ['unsupported', 'crit', () => [signedAs({ crit: ['exp'], exp: 1 })]],
  ['unsupported', 'vct', () => [signedAs({}, { vct: 'urn:x' })]],
  ['unsupported', '_sd_alg', () => [signedAs({}, { _sd_alg: 'sha-512' })]],
  [
    'unsupported',
    'another cryptosuite',
    () => [{ ...credential.whole, proof: { ...credential.whole.proof, cryptosuite: 'eddsa-rdfc-2022' } }],
  ],
  [
    'unsupported',
    'another context',
    () => [{ ...credential.whole, '@context': ['https://www.w3.org/ns/credentials/v2'] }],
  ],
  [
    'unsupported',
    'another schema',
    () => [
      {
        ...credential.whole,
        credentialSchema: { ...credential.whole.credentialSchema, type: 'JsonSchemaCredential' },
      },
    ],
  ],
  [
    'unsupported',
    'suspension',
    () => [
      {
        ...credential.whole,
        credentialStatus: { ...credential.whole.credentialStatus, statusPurpose: 'suspension' },
      },
    ],
  ],
  [
    'unsupported',
    'JSON serialization',
    () => [{ payload: 'x', signature: 'y', header: { disclosures: [] } }],
  ],
  ['unsupported', 'papers of another version', () => [{ v: 2 }]],
  [
    'unsupported',
    'key binding of another typ',
    () => {
      const forged = sdJwt.writeJws({ alg: 'Ed25519', typ: 'JWT' }, sdJwt.readJws(binding).payload, (input) =>
        of.bob.key.sign(input),
      );
      return [`${jwt}~${role}~${forged}`, inside()];
    },
  ],

  [
    'standing-invalid',
    'a standing that one of q attests',
    () => {
      const texts = of.standingTexts(of.standingBody({ issues }), ['bob']);
      return outside({ standing: texts });
    },
  ],
  [
    'standing-invalid',
    'a standing that was changed',
    () => {
      const [statement = '', ...attests] = of.standingTexts(of.standingBody({ issues }));
      return outside({ standing: [statement.replace('Maple', 'Naple'), ...attests] });
    },
  ],
  [
    'standing-invalid',
    'an attest twice',
    () => outside({ standing: of.standingTexts(of.standingBody({ issues }), ['bob', 'bob']) }),
  ],

  [
    'issuer-unknown',
    'a cell whose words nobody compared',
    () => [outside()[0], { nowMs: of.NOW_MS, request: of.request() }],
  ],
  [
    'issuer-unknown',
    'a standing accepted 200 days ago',
    () => [
      of.outside(credential).bundle,
      {
        ...of.outside(credential).policy,
        standings: [
          of.standingOf(of.standingTexts(of.standingBody({ issues, day: dayOf(of.NOW_MS) - 200 }))),
        ],
      },
    ],
  ],
  [
    'issuer-unknown',
    'an issuer that a newer standing does not have',
    () => {
      const body = of.standingBody({ issues, entries: 501 });
      const without = { ...body, members: body.members.slice(1) };
      return [
        of.outside(credential, { standing: of.standingTexts(without) }).bundle,
        of.outside(credential).policy,
      ];
    },
  ],
  [
    'issuer-log',
    'a DID log that was changed',
    () => outside({ issuerLog: of.logText(of.aliceLog).replace('"portable":true', '"portable":false') }),
  ],
  [
    'key-unknown',
    'no DID log',
    () => [
      { v: 1, presentation: text, status: of.aliceList() },
      { ...policyOfIssuer, issuers: [{ did: of.didOf('alice'), log: null }] },
    ],
  ],
  ['key-unknown', 'a key of nobody', () => [of.shown(of.issue({}, SigningKey.generate())), inside()]],
  [
    'key-unknown',
    'a DID log that is shorter than the one known',
    () => [
      bySelf(),
      {
        ...policyOfIssuer,
        issuers: [{ did: of.didOf('alice'), log: of.logText(of.rotated(of.aliceLog)) }],
      },
    ],
  ],
  [
    'key-unknown',
    'a DID log that does not reach the version of the standing',
    () =>
      outside({
        body: of.standingBody({ issues, log: of.rotated(of.aliceLog), key: of.ALICE_NEXT }),
      }),
  ],

  [
    'bad-signature',
    'a visible claim that was changed',
    () => {
      const [head, body = '', tail] = jwt.split('.');
      const payload = JSON.parse(Buffer.from(body, 'base64url').toString());
      return [
        `${head}.${part({ ...payload, validUntil: '2027-01-01T00:00:00Z' })}.${tail}~${role}~${binding}`,
        inside(),
      ];
    },
  ],
  [
    'bad-signature',
    'a whole credential that was changed',
    () => [
      { ...credential.whole, credentialSubject: { ...credential.whole.credentialSubject, role: 'admin' } },
      { ...inside(), request: undefined } as never,
    ],
  ],

  [
    'disclosure-unreferenced',
    'a claim that was changed',
    () => {
      const [salt, name] = JSON.parse(Buffer.from(role, 'base64url').toString()) as [string, string];
      return [`${jwt}~${part([salt, name, 'admin'])}~${binding}`, inside()];
    },
  ],
  [
    'disclosure-unreferenced',
    'a claim that nobody signed',
    () => [`${jwt}~${role}~${makeDisclosure('age', 7).text}~`, inside()],
  ],
  ['disclosure-repeated', 'a claim twice', () => [`${jwt}~${role}~${role}~${binding}`, inside()]],
  ['disclosure-invalid', 'a name of the format', () => [`${jwt}~${part(['salt', '_sd', []])}~`, inside()]],
  ['disclosure-invalid', 'four parts', () => [`${jwt}~${part(['salt', 'role', 'relay', 1])}~`, inside()]],

  [
    'schema',
    'a digest of other rules',
    () => {
      const other = { ...credential.whole.credentialSchema, digestSRI: 'sha256-AAAA' };
      const again = `${signedAs({}, { credentialSchema: other })}`;
      return [again, { ...inside(), keyBinding: false, request: undefined } as never];
    },
  ],
  [
    'schema',
    'a type that nobody defined',
    () => {
      const other = { ...credential.whole.credentialSchema, id: `urn:ghoststack:type:${'a'.repeat(64)}` };
      return [
        signedAs({}, { credentialSchema: other }),
        { ...inside(), keyBinding: false, request: undefined } as never,
      ];
    },
  ],
  [
    'schema',
    'another type than was asked for',
    () => [text, { ...inside(), request: of.request({ type: 'a'.repeat(64) }) }],
  ],

  [
    'not-yet-valid',
    'of a day to come',
    () => [of.shown(of.issue({ atMs: of.NOW_MS + 86_400_000 })), inside()],
  ],
  ['expired', 'after its last day', () => [text, { ...inside(), nowMs: late }]],

  [
    'key-replaced',
    'an old key, and no issue',
    () => [text, inside({ issues: [], keys: [of.alice.key, of.ALICE_NEXT] })],
  ],
  [
    'key-replaced',
    'an old key, and nobody who dates it',
    () => [bySelf({ issuerLog: of.logText(of.rotated(of.aliceLog)) }), policyOfIssuer],
  ],
  ['not-anchored', 'the present key, and no issue', () => [text, inside({ issues: [] })]],
  [
    'not-anchored',
    'no path',
    () => {
      const bundle = JSON.parse(String(outside()[0]));
      delete bundle.issued;
      return [bundle, outside()[1]];
    },
  ],
  [
    'not-anchored',
    'the path of another issue',
    () => outside({ issued: issuedPath(issues, of.OTHERS[0]!, 'sd-jwt')! }),
  ],

  [
    'status-missing',
    'no list',
    () => {
      const bundle = JSON.parse(String(outside()[0]));
      delete bundle.status;
      return [bundle, outside()[1]];
    },
  ],
  [
    'status-invalid',
    'bytes that the standing does not name',
    () => outside({ status: { bits: packBits(bitsOf([5])) } }),
  ],
  [
    'status-invalid',
    'a damaged list',
    () => outside({ status: { bits: packBits(bitsOf([])).replace(/.{10}$/, 'AAAAAAAAAA') } }),
  ],
  [
    'status-invalid',
    'a list that somebody else signed',
    () => [bySelf({ status: of.aliceList([], of.NOW_MS, of.bob.key) }), policyOfIssuer],
  ],
  ['revoked', 'inside', () => [text, inside({ revoked: [of.INDEX] })]],
  ['revoked', 'outside', () => outside({ revoked: [of.INDEX] })],
  [
    'revoked',
    'by the list of the issuer',
    () => [bySelf({ status: of.aliceList([of.INDEX]) }), policyOfIssuer],
  ],
  [
    'status-stale',
    'a standing of 31 days ago',
    () => outside({ body: of.standingBody({ issues, day: dayOf(of.NOW_MS) - 31 }) }),
  ],
  [
    'status-stale',
    'a standing of the day after tomorrow',
    () => outside({ body: of.standingBody({ issues, day: dayOf(of.NOW_MS) + 2 }) }),
  ],
  [
    'status-stale',
    'papers of before another one was revoked',
    () => {
      const newer = of.standingOf(of.standingTexts(of.standingBody({ issues, revoked: [3], entries: 501 })));
      return [of.outside(credential).bundle, { ...of.outside(credential).policy, standings: [newer] }];
    },
  ],
  [
    'status-stale',
    'a list of 31 days ago',
    () => [bySelf({ status: of.aliceList([], of.NOW_MS - 31 * 86_400_000) }), policyOfIssuer],
  ],

  ['holder-missing', 'no key binding', () => [`${jwt}~${role}~`, inside()]],
  ['holder-missing', 'a whole credential where something was asked for', () => [credential.whole, inside()]],
  [
    'holder-signature',
    'somebody who is not bob',
    () => [of.shown(credential, of.request(), of.carol.key), inside()],
  ],
  ['holder-hash', 'a claim taken away on the way', () => [`${jwt}~${binding}`, inside()]],
  [
    'wrong-audience',
    'shown to somebody else',
    () => [of.shown(credential, of.request({ aud: of.carol.key.did })), inside()],
  ],
  [
    'wrong-nonce',
    'in answer to something else',
    () => [of.shown(credential, of.request({ nonce: 'BBBBBBBBBBBBBBBBBBBBBA' })), inside()],
  ],
  ['wrong-nonce', 'in answer to nothing', () => [text, { ...inside(), request: undefined } as never]],
  [
    'not-fresh',
    'signed an hour before',
    () => [of.shown(credential, of.request(), of.bob.key, of.NOW_MS - 3_600_000), inside()],
  ],
  ['replayed', 'for the second time', () => [text, { ...inside(), isNonceUsed: () => true }]],
];
