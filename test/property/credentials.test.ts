import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CheckPolicy,
  checkCredential,
  definedType,
  inferredType,
  issueInBothForms,
  sdJwt,
} from '../../electron/node/credentials/index.ts';
import { presentParts } from '../../electron/node/credentials/presenting/present.ts';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import * as of from '../support/credentials/outside.ts';

const RUNS = process.env.GHOSTSTACK_LONG ? 2000 : 60;

const NAMES = ['node_id', 'role', 'cell', 'street', 'hours', 'keyholder', 'since', 'shoe_size'] as const;
/** Values that occur in nothing else that is written, so that their absence means something. */
const claimsOf = fc
  .uniqueArray(fc.constantFrom(...NAMES), { minLength: 2, maxLength: NAMES.length })
  .chain((names) =>
    fc
      .tuple(
        ...names.map((_, at) =>
          fc.oneof(
            fc.string({ unit: 'grapheme', maxLength: 20 }).map((tail) => `value ${at} ${tail}`),
            fc.integer({ min: 1e9, max: 2e9 }),
          ),
        ),
      )
      .map((values) => Object.fromEntries(names.map((name, at) => [name, values[at]]))),
  );
const holder = SigningKey.fromSeed(new Uint8Array(32).fill(9));

test('any subset of the claims verifies, and nothing tells the name or the value of another', () => {
  fc.assert(
    fc.property(claimsOf, fc.infiniteStream(fc.boolean()), (claims, coin) => {
      const inferred = inferredType('Neighbour', claims);
      if (!('type' in inferred)) throw new Error('no type');
      const type = definedType('d'.repeat(64), (({ id: _, ...definition }) => definition)(inferred.type));
      const issued = issueInBothForms(
        { did: of.alice.key.did, key: of.alice.key },
        {
          type,
          subject: { did: holder.did, publicKey: holder.publicKey },
          claims,
          atMs: of.NOW_MS,
          status: null,
        },
      );
      const shown = Object.keys(claims).filter(() => coin.next().value);
      const request = of.request({ type: type.id });
      const text = presentParts(issued, { claims: shown }, request, { key: holder, nowMs: of.NOW_MS });
      const policy: CheckPolicy = { nowMs: of.NOW_MS, request, issuers: 'anyone', typeOf: () => type };
      const checked = checkCredential(text, policy);
      expect(checked).toMatchObject({ ok: true, value: { bound: true, id: null, subject: null } });
      const expected = Object.fromEntries(shown.map((name) => [name, claims[name]]));
      expect(checked.ok && checked.value.claims).toEqual(expected);
      // Every part of it that anybody can decode. The type's words are public; the claims of this one are not.
      const told = JSON.stringify([
        checked,
        text.split(/[.~]/).map((part) => Buffer.from(part, 'base64url').toString()),
      ]);
      for (const [name, value] of Object.entries(claims)) {
        if (shown.includes(name)) continue;
        expect(told).not.toContain(JSON.stringify(String(value)).slice(1, -1).slice(0, 12));
        const { disclosed } = sdJwt.unpackSdJwt(sdJwt.readSdJwt(text));
        expect(disclosed.map((one) => one.name)).not.toContain(name);
      }
    }),
    { numRuns: RUNS },
  );
});

const credential = of.issue();
const { bundle, policy } = of.outside(credential);
const inside: CheckPolicy = {
  nowMs: of.NOW_MS,
  cell: of.cellFacts({ issues: [of.issueOf(credential)] }),
  request: of.request(),
};
const whole = JSON.stringify(credential.whole);
const byCell: CheckPolicy = { nowMs: of.NOW_MS, cell: of.cellFacts({ issues: [of.issueOf(credential)] }) };

test.each<[string, string, CheckPolicy]>([
  ['a presentation', of.shown(credential), inside],
  ['a whole credential', whole, byCell],
])('any changed character of %s is refused', (_, text, known) => {
  expect(checkCredential(text, known)).toMatchObject({ ok: true });
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 0x20, max: 0x7e }), (at, code) => {
      const character = String.fromCharCode(code);
      fc.pre(text[at] !== character);
      const changed = text.slice(0, at) + character + text.slice(at + 1);
      // White space between members of JSON says nothing, and there is none to change.
      expect(checkCredential(changed, known).ok, `${at}: ${character}`).toBe(false);
    }),
    { numRuns: RUNS * 5 },
  );
});

test('any bytes, and any text spoiled at several places, are answered with a code, never thrown', () => {
  const texts = [of.shown(credential), whole, bundle];
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(100_000), fc.string({ maxLength: 3 })), {
        minLength: 1,
        maxLength: 4,
      }),
      (text, spots) => {
        let spoiled = text;
        for (const [at, put] of spots) {
          const place = at % spoiled.length;
          spoiled = spoiled.slice(0, place) + put + spoiled.slice(place + put.length);
        }
        const checked = checkCredential(spoiled, policy);
        if (!checked.ok) expect(checked.error.message.length).toBeGreaterThan(10);
      },
    ),
    { numRuns: RUNS },
  );
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(checkCredential(value, policy).ok).toBe(false);
    }),
    {
      numRuns: RUNS,
    },
  );
});

test('an issue counts for ever if it was counted, and never if it was not, whatever key is the present one', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), (isIssued, isReplaced) => {
      const issues = isIssued ? [of.issueOf(credential)] : [];
      const keys = isReplaced ? [of.alice.key, of.ALICE_NEXT] : [of.alice.key];
      const checked = checkCredential(of.shown(credential), {
        ...inside,
        cell: of.cellFacts({ issues, keys }),
      });
      const expected = isIssued ? 'ok' : isReplaced ? 'key-replaced' : 'not-anchored';
      expect(checked.ok ? 'ok' : checked.error.code).toBe(expected);
    }),
    { numRuns: 8 },
  );
});
