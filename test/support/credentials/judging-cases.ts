import { bitsOf } from '#shared/protocol/credentials/list-bits.ts';
import { dayOf } from '#shared/protocol/trust/endorsement-day.ts';
import { type CheckPolicy, issuedPath, type RefusalCode } from '../../../electron/node/credentials/index.ts';
import { makeDisclosure } from '../../../electron/node/credentials/sd-jwt/disclosure.ts';
import { packBits } from '../../../electron/node/credentials/status/bitstring.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { parseEntry } from '../../../electron/node/log/signed-entry.ts';
import * as of from './outside.ts';
import {
  binding,
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

/** What can be read, and does not hold. */
export const JUDGING_CASES: readonly [RefusalCode, string, () => [unknown, CheckPolicy?]][] = [
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
  [
    'standing-invalid',
    'an attest under a key that the standing does not name',
    () => {
      const [statement = '', bobs = ''] = of.standingTexts(of.standingBody({ issues }), ['bob']);
      const { hash } = of.standingOf([statement]);
      const carols = of.entryText(
        'carol',
        'attest',
        { statement: hash },
        SigningKey.fromSeed(new Uint8Array(32).fill(8)),
      );
      return outside({ standing: [statement, bobs, carols] });
    },
  ],
  [
    'issuer-unknown',
    "a member's SCID on another host",
    () => {
      const elsewhere = of.didOf('alice').replace('ghoststack.invalid', 'example.com');
      const { jwt: foreign, digests } = of.issue({}, of.alice.key, elsewhere);
      return [`${foreign}~`, inside({ issues: [{ index: of.INDEX, digests }] })];
    },
  ],
  [
    'schema',
    'the definition of another type',
    () => {
      const define = of.entryText('alice', 'define', {
        type: 'Tool',
        title: 'A tool',
        claims: { role: { type: 'text', max: 9 } },
      });
      const other = { ...credential.whole.credentialSchema, id: `urn:ghoststack:type:${'a'.repeat(64)}` };
      return [{ v: 1, presentation: signedAs({}, { credentialSchema: other }), type: define }, inside()];
    },
  ],
  [
    'schema',
    'an entry that defines nothing',
    () => {
      const text128 = of.entryText('alice', 'comment', {
        type: 'Tool',
        title: 'A tool',
        claims: { role: { type: 'text', max: 9 } },
      });
      const { hash } = parseEntry(text128);
      const other = { ...credential.whole.credentialSchema, id: `urn:ghoststack:type:${hash}` };
      return [{ v: 1, presentation: signedAs({}, { credentialSchema: other }), type: text128 }, inside()];
    },
  ],
  [
    'not-anchored',
    'another credential at this place',
    () => [text, inside({ issues: [{ index: of.INDEX, digests: of.OTHERS[0]!.digests }] })],
  ],
  [
    'status-invalid',
    'another list than that of its issuer, inside',
    () => [text, inside({ list: '99999999-2222-4333-8444-555555555555' })],
  ],
  [
    'status-invalid',
    'another list of its issuer',
    () => [
      bySelf({ status: of.aliceList([], of.NOW_MS, of.alice.key, '99999999-2222-4333-8444-555555555555') }),
      policyOfIssuer,
    ],
  ],
  [
    'status-invalid',
    'a list from which a bit was taken',
    () => {
      const list = of.aliceList([of.INDEX]) as { credentialSubject: object };
      const without = { ...list.credentialSubject, encodedList: `u${packBits(bitsOf([]))}` };
      return [bySelf({ status: { ...list, credentialSubject: without } }), policyOfIssuer];
    },
  ],
];
