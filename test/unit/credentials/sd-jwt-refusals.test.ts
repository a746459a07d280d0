/** RFC 9901 §7.1 and §7.3, rule by rule, below any profile. */
import { expect, test } from 'vitest';
import { sdJwt } from '../../../electron/node/credentials/index.ts';
import { makeDisclosure } from '../../../electron/node/credentials/sd-jwt/disclosure.ts';
import { encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';

const key = SigningKey.fromSeed(new Uint8Array(32).fill(3));
const NOW_MS = Date.UTC(2026, 10, 30);
const signed = (payload: object, header: object = { alg: 'Ed25519', typ: 'anything+sd-jwt' }) =>
  sdJwt.writeJws(header as never, payload as never, (input) => key.sign(input));
const verify = (input: Uint8Array, signature: Uint8Array) =>
  encodeBase64url(key.sign(input)) === encodeBase64url(signature);
const check = (text: string, more: Partial<sdJwt.SdJwtPolicy> = {}) => {
  const verified = sdJwt.verifySdJwt(text, { verify, keyBinding: null, nowMs: NOW_MS, ...more });
  return verified.ok ? verified.value.claims : verified.error.code;
};
const [age, name, inner] = [
  makeDisclosure('age', 7),
  makeDisclosure('name', 'x'),
  makeDisclosure(null, 'element'),
];
const text = (payload: object, ...disclosures: { text: string }[]) =>
  sdJwt.joinSdJwt(
    signed(payload),
    disclosures.map((one) => one.text),
  );
const raw = (json: string) => ({ text: encodeBase64url(Buffer.from(json)), digest: '' });
const digestOf = (one: { text: string }) => sdJwt.digestOf(one.text);

test.each<[string, string, unknown]>([
  [
    'a digest without a disclosure, and decoys, leave no trace',
    text({ a: 1, _sd: [age.digest, 'decoy'] }),
    { a: 1 },
  ],
  ['a disclosure in its place', text({ _sd: [age.digest] }, age), { age: 7 }],
  ['an element in its place', text({ l: [1, { '...': inner.digest }, 2] }, inner), { l: [1, 'element', 2] }],
  ['an element that is kept back', text({ l: [1, { '...': inner.digest }, 2] }), { l: [1, 2] }],
  ['an empty list of digests', text({ a: { _sd: [] } }), { a: {} }],
  ['the hash algorithm, where it stands', text({ a: 1, _sd_alg: 'sha-256' }), { a: 1 }],
  [
    'white space and escapes in a disclosure',
    (() => {
      const spelled = raw('[ "salt" ,\n"\\u0061ge", {"b" : 1} ]');
      return text({ _sd: [digestOf(spelled)] }, spelled);
    })(),
    { age: { b: 1 } },
  ],
  [
    'a name that every object inherits',
    text({ _sd: [makeDisclosure('constructor', 'c', 's').digest] }, makeDisclosure('constructor', 'c', 's')),
    { constructor: 'c' },
  ],
  [
    'validity of now',
    text({ nbf: NOW_MS / 1000, exp: NOW_MS / 1000 }),
    { nbf: NOW_MS / 1000, exp: NOW_MS / 1000 },
  ],

  ['no tilde', signed({ a: 1 }), 'malformed'],
  ['two parts', 'a.b~', 'malformed'],
  ['JSON serialization', JSON.stringify({ payload: 'e30', signatures: [] }), 'unsupported'],
  ['flattened JSON serialization', JSON.stringify({ payload: 'e30', signature: '' }), 'unsupported'],
  [
    'a payload that is a list',
    `${signed({}).replace(/\..*\./, `.${encodeBase64url(Buffer.from('[]'))}.`)}~`,
    'malformed',
  ],
  ['a disclosure nobody signed', text({ a: 1 }, age), 'disclosure-unreferenced'],
  ['an element where a member is due', text({ _sd: [inner.digest] }, inner), 'disclosure-invalid'],
  ['a member where an element is due', text({ l: [{ '...': age.digest }] }, age), 'disclosure-invalid'],
  ['a name that is there already', text({ age: 8, _sd: [age.digest] }, age), 'disclosure-invalid'],
  [
    'two disclosures of one name',
    (() => {
      const other = makeDisclosure('age', 9);
      return text({ _sd: [age.digest, other.digest] }, age, other);
    })(),
    'disclosure-invalid',
  ],
  ['a disclosure twice', text({ _sd: [age.digest] }, age, age), 'disclosure-repeated'],
  ['a digest twice in one list', text({ _sd: [age.digest, age.digest] }, age), 'disclosure-repeated'],
  [
    'a digest twice, of nothing that is shown',
    text({ a: { _sd: ['x'] }, b: [{ '...': 'x' }] }),
    'disclosure-repeated',
  ],
  [
    'a digest twice, inside of a disclosure',
    (() => {
      const outer = makeDisclosure('outer', { _sd: [age.digest] });
      return text({ _sd: [outer.digest, age.digest] }, outer, age);
    })(),
    'disclosure-repeated',
  ],
  ['_sd that is no list', text({ _sd: 'x' }), 'malformed'],
  ['a digest that is no text', text({ _sd: [1] }), 'malformed'],
  ['... with something beside it', text({ l: [{ '...': inner.digest, a: 1 }] }), 'malformed'],
  ['... outside of a list', text({ a: { '...': 'x' } }), 'malformed'],
  ['_sd_alg inside', text({ a: { _sd_alg: 'sha-256' } }), 'malformed'],
  ['another hash', text({ _sd_alg: 'sha-512' }), 'unsupported'],
  ['crit', `${signed({}, { alg: 'Ed25519', crit: ['b64'] })}~`, 'unsupported'],
  ['alg none', `${signed({}, { alg: 'none' })}~`, 'unsupported'],
  ['no alg', `${signed({}, {})}~`, 'unsupported'],
  ['another signature', text({}).replace(/.{6}~$/, 'AAAAAA~'), 'bad-signature'],
  ['too early', text({ nbf: NOW_MS / 1000 + 301 }), 'not-yet-valid'],
  ['too late', text({ exp: NOW_MS / 1000 - 301 }), 'expired'],
  ['a time that is a text', text({ exp: '2030' }), 'malformed'],
])('%s', (_, presentation, expected) => {
  expect(check(presentation)).toEqual(expected);
});

test.each(['_sd', '...', '_sd_alg'])('a disclosure called %s is refused, and is never made', (reserved) => {
  const bad = raw(JSON.stringify(['salt', reserved, 1]));
  expect(check(text({ _sd: [digestOf(bad)] }, bad))).toBe('disclosure-invalid');
  expect(() => sdJwt.packClaims({ a: { [reserved]: 1 } }, { concealed: [] })).toThrow();
});

test.each([
  ['"text"'],
  ['[]'],
  ['["salt"]'],
  ['[1, "age", 7]'],
  ['["salt", 1, 7]'],
  ['["salt", "a", 1, 2]'],
  ['{"0":"salt"}'],
])('a disclosure that is %s is refused', (json) => {
  const bad = raw(json);
  expect(check(text({ _sd: [digestOf(bad)] }, bad))).toBe('disclosure-invalid');
});

test('an expiry that is kept back does not count, and one that is shown does', () => {
  const exp = makeDisclosure('exp', NOW_MS / 1000 - 3600);
  expect(check(text({ a: 1, _sd: [exp.digest] }))).toEqual({ a: 1 });
  expect(check(text({ a: 1, _sd: [exp.digest] }, exp))).toBe('expired');
});

test('key binding is asked for by the policy, never by what came', () => {
  const jwt = signed({ _sd: [age.digest, name.digest], cnf: { kid: 'k' } });
  const bound = sdJwt.bindKey(
    { jwt, disclosures: [age.text] },
    { aud: 'a', nonce: 'n', iat: 1 },
    { header: { alg: 'Ed25519' }, sign: (input) => key.sign(input) },
  );
  const asked = { keyBinding: { verify: (_: unknown, ...of: Parameters<typeof verify>) => verify(...of) } };
  expect(check(bound, asked)).toEqual({ age: 7, cnf: { kid: 'k' } });
  expect(check(bound)).toEqual({ age: 7, cnf: { kid: 'k' } });
  expect(check(sdJwt.joinSdJwt(jwt, [age.text]), asked)).toBe('holder-missing');
  expect(check(bound.replace(age.text, name.text), asked)).toBe('holder-hash');
  expect(check(bound, { keyBinding: { verify: () => false } })).toBe('holder-signature');
});
