import { describe, expect, test } from 'vitest';
import { sdJwt } from '../../../electron/node/credentials/index.ts';
import type { ClaimPath } from '../../../electron/node/credentials/sd-jwt/index.ts';
import { es256Holder, es256Pair, es256Verifier } from '../../support/credentials/es256.ts';
import { readVectorJson, readVectorText } from '../../support/vectors.ts';

interface Rfc9901 {
  readonly issuerKey: unknown;
  readonly examples: Record<
    string,
    { keyBinding: { aud: string; nonce: string; iat: number } | null; claims: Record<string, unknown> }
  >;
}

const { issuerKey, examples } = readVectorJson<Rfc9901>('sd-jwt/rfc9901.json');
const textOf = (name: string) => readVectorText(`sd-jwt/rfc9901-${name}.txt`).replace(/\s/g, '');
const verify = es256Verifier(issuerKey);

describe.each(Object.entries(examples))('RFC 9901, appendix %s', (name, { claims, keyBinding }) => {
  const text = textOf(name);
  const policy = { verify, keyBinding: keyBinding === null ? null : { verify: es256Holder } };

  test('gives the claims of the RFC', () => {
    const verified = sdJwt.verifySdJwt(text, policy);
    expect(verified).toMatchObject({ ok: true, value: { claims } });
    expect(verified.ok && verified.value.claims).toEqual(claims);
    if (keyBinding !== null) expect(verified).toMatchObject({ value: { keyBinding } });
  });

  test('is refused when any one character of it is another', () => {
    for (let at = 0; at < text.length; at += 37) {
      const other = text[at] === 'A' ? 'B' : 'A';
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      expect(sdJwt.verifySdJwt(changed, policy).ok, `character ${at}`).toBe(false);
    }
  });

  test('is refused under the key of somebody else', () => {
    const other = { ...policy, verify: es256Verifier(es256Pair().jwk) };
    expect(sdJwt.verifySdJwt(text, other)).toMatchObject({ error: { code: 'bad-signature' } });
  });
});

interface PythonCase {
  readonly claims: Record<string, unknown>;
  readonly concealed: ClaimPath[];
  readonly disclosed: ClaimPath[];
  readonly expected: Record<string, unknown>;
}
const cases = Object.entries(readVectorJson<Record<string, PythonCase>>('sd-jwt/sd-jwt-python.json'));

test.each(cases)(
  'sd-jwt-python, %s: issued, shown and verified',
  (_, { claims, concealed, disclosed, expected }) => {
    const issuer = es256Pair();
    const holder = es256Pair();
    for (const decoys of [0, 3]) {
      const { payload, disclosures } = sdJwt.packClaims(claims, { concealed, decoys });
      const jwt = sdJwt.writeJws(
        { alg: 'ES256', typ: 'example+sd-jwt' },
        { ...payload, cnf: { jwk: holder.jwk } },
        issuer.sign,
      );
      const all = disclosures.map(({ text }) => text);
      const whole = sdJwt.unpackSdJwt(sdJwt.readSdJwt(sdJwt.joinSdJwt(jwt, all)));
      expect(whole.claims).toEqual({ ...claims, cnf: { jwk: holder.jwk } });
      // Decoys move places in arrays: what is where is asked without them.
      if (decoys > 0) continue;
      const shown = sdJwt.bindKey(
        { jwt, disclosures: sdJwt.chooseDisclosures(whole, disclosed) },
        { aud: 'https://verifier.example', nonce: '1234567890', iat: 1_700_000_000 },
        { header: { alg: 'ES256' }, sign: holder.sign },
      );
      const verified = sdJwt.verifySdJwt(shown, {
        verify: es256Verifier(issuer.jwk),
        keyBinding: { verify: es256Holder },
      });
      expect(verified).toMatchObject({ ok: true });
      const { cnf: _cnf, ...rest } = verified.ok ? verified.value.claims : {};
      expect(rest).toEqual(expected);
    }
  },
);
