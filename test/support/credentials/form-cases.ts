import { gzipSync } from 'node:zlib';
import { bitsOf } from '#shared/protocol/credentials/list-bits.ts';
import { type CheckPolicy, type RefusalCode, sdJwt } from '../../../electron/node/credentials/index.ts';
import { encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { signDocument } from '../../../electron/node/identity/data-integrity.ts';
import * as of from './outside.ts';
import {
  binding,
  bombList,
  bySelf,
  credential,
  inside,
  jwt,
  outside,
  policyOfIssuer,
  role,
  signedAs,
  withClaim,
} from './refusal-hands.ts';

/** What is too large, not to be read, or of another kind. */
export const FORM_CASES: readonly [RefusalCode, string, () => [unknown, CheckPolicy?]][] = [
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
  [
    'too-large',
    'a list that is one byte longer, and small as it is packed',
    () => outside({ status: bombList(gzipSync(Buffer.alloc(16_385))) }),
  ],
  ['too-large', 'a list that is shorter', () => outside({ status: bombList(gzipSync(Buffer.alloc(8192))) })],

  ['malformed', 'a text without its last tilde', () => [jwt]],
  ['malformed', 'a key twice', () => [`{"id":1,"i\\u0064":2}`]],
  ['malformed', 'padding', () => [`${jwt}=~`]],
  ['malformed', 'a member that nobody knows', () => [{ ...credential.whole, more: 1 }]],
  [
    'malformed',
    'a claim under a name that readers of JSON leave out, signed',
    () => [withClaim('"__proto__":{"role":"owner"}')],
  ],
  [
    'malformed',
    'the same as a disclosure',
    () => {
      const hidden = encodeBase64url(Buffer.from('["salt","__proto__",{"role":"owner"}]'));
      const _sd = [sdJwt.digestOf(hidden)];
      return [
        `${signedAs({}, { credentialSubject: { _sd } })}${hidden}~`,
        { ...inside(), keyBinding: false },
      ];
    },
  ],
  ['malformed', 'the same in the papers', () => [`{"v":1,"__proto__":{},"presentation":"${jwt}~"}`]],
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
    'malformed',
    'a did:webvh that names no place to revoke it',
    () => {
      const { credentialStatus: _, ...without } = credential.whole;
      return [without];
    },
  ],
  ['malformed', 'a did:key that names one', () => [{ ...credential.whole, issuer: of.alice.key.did }]],
  [
    'malformed',
    'a proof of another second',
    () => {
      const { proof, ...document } = credential.whole;
      const { verificationMethod } = proof;
      return [
        signDocument(document as never, of.alice.key, {
          created: '2026-02-01T00:00:00Z',
          verificationMethod,
        }),
      ];
    },
  ],
];
